"""What rules cost, as numbers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class RuleCost:
    """What one rule cost."""

    rule: str
    """The rule."""
    candidates: int
    """How often one of its literals stood in the text or a decoded view of it. None for a rule that has no literal."""
    regex_runs: int
    """How often its regex was tried."""
    searched_bytes: int
    """How many bytes the tries covered: lines or whole texts that were searched, and the matches of a rule that is
    tried only where its literal stands."""
    matches: int
    """How many matches were findings."""
    refused: int
    """How many were not, by a boundary, a validator, the entropy or an exception."""
    nanoseconds: int
    """The time that it took."""

    def to_dict(self) -> dict[str, Any]:
        """The fields, as JSON can hold them."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Profile:
    """What scanning one text cost."""

    bytes: int
    """Size of the text, in bytes."""
    nanoseconds: int
    """Time for all of it: the rules', and that for finding their literals and looking through encodings."""
    rules: list[RuleCost]
    """The rules whose regex ran, dearest first."""

    def to_dict(self) -> dict[str, Any]:
        """The fields, as JSON can hold them."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class SlowRule:
    """A rule that costs more than its budget."""

    rule: str
    """The rule."""
    nanoseconds_per_mib: int
    """What it cost so far, for each MiB of text that the scanner has scanned."""
    disabled: bool
    """True when it was turned off: it finds nothing any more."""
    skipped: int
    """How many searches were left out since. Whatever they would have found was passed through."""

    def to_dict(self) -> dict[str, Any]:
        """The fields, as JSON can hold them."""
        return asdict(self)


def profile_of_parts(
    size: int, nanoseconds: int, rules: list[tuple[str, tuple[int, int, int, int, int], int]]
) -> Profile:
    """A profile, from what the native module gives."""
    return Profile(size, nanoseconds, [RuleCost(rule, *counts, time) for rule, counts, time in rules])


for _class in (Profile, RuleCost, SlowRule):
    _class.__module__ = "sentinel"
