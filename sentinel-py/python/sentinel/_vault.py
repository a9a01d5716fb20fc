"""Grants, what a vault gives back, and the guard before files, commands, databases and prompts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, NoReturn

from sentinel import _sentinel


@dataclass(frozen=True, slots=True)
class Grant:
    """Leave to put values back: it allows what it says and nothing else."""

    by: str
    """Who asks: `person:NAME` or `machine:NAME`."""
    sink: str
    """Where the text goes: `file`, `command`, `database` or `prompt`."""
    purpose: str
    """What for, in words."""
    until: str | datetime
    """Up to when: RFC 3339, or a datetime with a time zone."""
    rules: Sequence[str] | str = ()
    """Of which rules values may be put back; `"*"` for all of them."""
    tenant: str = ""
    """Whose values: those of a vault of this tenant and session."""
    session: str = ""


@dataclass(frozen=True, slots=True)
class RestoredToken:
    """A value that was put back."""

    type: str
    """The rule that had found it."""
    start: int
    """Where its token stood, in code points of the text that was given."""
    end: int
    """Where its token ended."""


@dataclass(frozen=True, slots=True, repr=False)
class Restored:
    """A text with its values back in it. It is not printed, and cannot be pickled."""

    _text: str = field(repr=False)
    tokens: tuple[RestoredToken, ...]
    """What was put back, in order."""

    def expose(self) -> str:
        """The text in clear. Every call is a place to look at in a review."""
        return self._text

    def __repr__(self) -> str:
        return f"<Restored: {len(self.tokens)} values>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a restored text is not to be stored")


@dataclass(frozen=True, slots=True)
class Trace:
    """Something in a text that stands for a value, and what was done about it."""

    kind: str
    """`placeholder`, `mask`, `pseudonym`, `token`, or `forged_token`: forged, damaged, or of another scope."""
    action: str
    """`allow`, `warn` or `restore`."""
    start: int
    """Where it stands, in code points of the text that was given."""
    end: int
    """Where it ends."""
    line: int
    """Its line, counted from 1."""


@dataclass(frozen=True, slots=True, repr=False)
class Guarded:
    """A text that the guard let through. Values may be back in it: it is not printed, and cannot be pickled."""

    _text: str = field(repr=False)
    traces: tuple[Trace, ...]
    """What of ours was in the text, in order."""

    def expose(self) -> str:
        """The text in clear. Every call is a place to look at in a review."""
        return self._text

    @property
    def warnings(self) -> tuple[Trace, ...]:
        """Those to be warned of."""
        return tuple(trace for trace in self.traces if trace.action == "warn")

    @property
    def restored(self) -> int:
        """How many tokens were restored."""
        return sum(trace.action == "restore" for trace in self.traces)

    def __repr__(self) -> str:
        return f"<Guarded: {len(self.traces)} traces, {self.restored} restored>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a restored text is not to be stored")


def guard(
    text: str,
    sink: str,
    *,
    vault: _sentinel.Vault | None = None,
    grant: Grant | Mapping[str, Any] | None = None,
    policy: Mapping[str, Mapping[str, str]] | None = None,
) -> Guarded:
    """The text as it may be written to `sink`: `file`, `command`, `database` or `prompt`.

    >>> import sentinel
    >>> sentinel.guard("PORT=8080", "file").expose()
    'PORT=8080'
    >>> sentinel.guard("KEY=[REDACTED:AWS_ACCESS_KEY]", "file")
    Traceback (most recent call last):
    sentinel.ForbiddenError: guard: a placeholder would be written instead of a value (sink: file, kind: placeholder, line: 1, traces: 1)

    Into files, commands and databases tokens of `vault` are restored, if `grant` allows it, and placeholders, masks,
    pseudonyms and forged tokens are refused; a prompt takes all of it. `policy` changes that, by sink and kind:
    `{"file": {"mask": "warn"}}`; actions are `allow`, `warn`, `restore` (tokens alone) and `refuse`.

    Raises ForbiddenError for what is refused, with kind and line, and what `Vault.restore` raises.
    """
    return _sentinel.guard(text, sink, vault, grant, None if policy is None else json.dumps(policy))


def grant_document(grant: Grant | Mapping[str, Any]) -> str:
    """A grant as the native module reads it."""
    fields = asdict(grant) if isinstance(grant, Grant) else dict(grant)
    if isinstance(fields.get("until"), datetime):
        fields["until"] = fields["until"].isoformat()
    if isinstance(fields.get("rules"), (tuple, set, frozenset)):
        fields["rules"] = list(fields["rules"])
    return json.dumps(fields)


def restored_of_parts(text: str, tokens: list[tuple[str, int, int]]) -> Restored:
    """A restored text, from what the native module gives."""
    return Restored(text, tuple(RestoredToken(*token) for token in tokens))


def guarded_of_parts(text: str, traces: list[tuple[str, str, int, int, int]]) -> Guarded:
    """A guarded text, from what the native module gives."""
    return Guarded(text, tuple(Trace(*trace) for trace in traces))


for _item in (Grant, RestoredToken, Restored, Trace, Guarded, guard):
    _item.__module__ = "sentinel"
