"""What policies did, as numbers and places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sentinel._sentinel import Replacements


@dataclass(frozen=True, slots=True)
class Replacement:
    """One stretch of a text that was replaced; never what stood there."""

    type: str
    """The rule that found what stood there; of several that overlap, the first."""
    treatment: str
    """What was done with it: `mask`, `placeholder`, `pseudonym`, `format`, `tokenize`, `remove`, `block` or `callback`."""
    input: tuple[int, int]
    """Where it lay in the text that was redacted: start, and just past the end."""
    output: tuple[int, int]
    """Where what stands for it lies in the redacted text."""

    def to_dict(self) -> dict[str, Any]:
        """The fields, as JSON can hold them."""
        return {"type": self.type, "treatment": self.treatment, "input": list(self.input), "output": list(self.output)}


@dataclass(frozen=True, slots=True)
class Counters:
    """What a scanner and its streams have done since it was built. The numbers only grow."""

    calls: int
    """Texts and streams that were to be scanned or redacted."""
    bytes: int
    """Their bytes."""
    found: int
    """Findings."""
    redacted: int
    """Stretches of text that were replaced."""
    blocked: int
    """Texts and streams that the policy withheld."""
    limited: int
    """Those that were withheld because of a limit."""
    failed: int
    """Those that were withheld because of an error."""

    def to_dict(self) -> dict[str, int]:
        """The fields, as JSON can hold them."""
        return asdict(self)


Sequence.register(Replacements)
for _class in (Counters, Replacement):
    _class.__module__ = "sentinel"
