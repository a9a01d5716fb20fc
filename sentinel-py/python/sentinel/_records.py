"""What rules, stores and logs hold. Times are RFC 3339 in UTC, as text."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from typing import Any, TypeVar

_R = TypeVar("_R", bound="Record")


class Record:
    """A record with named fields; `repr` shows those that name it, `to_dict` gives all."""

    __slots__ = ()
    _shown: tuple[str, ...] = ()

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._shown)
        return f"{type(self).__name__}({shown})"

    def to_dict(self) -> dict[str, Any]:
        """The fields, as JSON can hold them."""
        return asdict(self)  # type: ignore[call-overload, no-any-return]

    @classmethod
    def _of(cls: type[_R], values: dict[str, Any]) -> _R:
        # Fields that a newer native module adds are left out.
        known = {item.name for item in fields(cls)}  # type: ignore[arg-type]
        return cls(**{name: value for name, value in values.items() if name in known})


@dataclass(frozen=True, repr=False)
class Exceptions(Record):
    """What a rule must not report although it matches."""

    _shown = ()
    prefixes: list[str] = field(default_factory=list)
    """Values that start so, at their beginning or just after the rule's own fixed prefix."""
    values: list[str] = field(default_factory=list)
    """Exact values."""
    regexes: list[str] = field(default_factory=list)
    """Regexes that match somewhere in the value."""
    fingerprints: list[str] = field(default_factory=list)
    """Keyed fingerprints of values."""


@dataclass(frozen=True, repr=False)
class Rule(Record):
    """One rule; see the format of `patterns.yaml` for what the fields mean."""

    _shown = ("name", "severity", "category", "active")
    name: str
    regex: str
    description: str = ""
    severity: str = "HIGH"
    confidence: float = 0.8
    active: bool = True
    category: str = "secret"
    locked: bool = False
    unicode: bool = False
    provider: str | None = None
    validate: list[str] = field(default_factory=list)
    entropy: float | None = None
    before: str | None = None
    after: str | None = None
    exceptions: Exceptions = field(default_factory=Exceptions)
    components: list[dict[str, Any]] = field(default_factory=list)
    redact: dict[str, int] = field(default_factory=dict)
    revoke: str | None = None
    examples: list[str] = field(default_factory=list)
    counterexamples: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)

    @classmethod
    def _of(cls, values: dict[str, Any]) -> Rule:
        exceptions = Exceptions._of(values.get("exceptions", {}))
        return super()._of({**values, "exceptions": exceptions})


@dataclass(frozen=True, repr=False)
class Evidence(Record):
    """What a proposal rests on, without a value."""

    _shown = ("reports", "samples", "matched")
    reports: int
    """How many reports."""
    samples: int
    """How many different values."""
    matched: int
    """How many of them the new regex matches."""
    previews: list[str] = field(default_factory=list)
    """The values as people may see them."""
    fingerprints: list[str] = field(default_factory=list)
    """Their keyed fingerprints."""


@dataclass(frozen=True, repr=False)
class Update(Record):
    """A proposed change of one rule."""

    _shown = ("id", "regex_name", "action", "status", "confidence")
    id: str
    """Names the update in `approve` and `reject`."""
    regex_name: str
    """Which rule."""
    action: str
    """`add`, `modify` or `remove`."""
    confidence: float
    """Lower bound of how often the change is right, from 0 to 1."""
    status: str
    """`pending human review`, `approved` or `rejected`."""
    submitted_by: str
    """Who proposed it."""
    timestamp: str
    """When it was proposed."""
    new_regex: str | None = None
    """The regex afterwards; None when only exceptions change."""
    exceptions: Exceptions = field(default_factory=Exceptions)
    """Exceptions to add to the rule."""
    evidence: Evidence | None = None
    """What the proposal rests on."""
    reason: str | None = None
    """Why, in words."""

    @classmethod
    def _of(cls, values: dict[str, Any]) -> Update:
        exceptions = Exceptions._of(values.get("exceptions", {}))
        evidence = Evidence._of(values["evidence"]) if values.get("evidence") else None
        return super()._of({**values, "exceptions": exceptions, "evidence": evidence})


@dataclass(frozen=True, repr=False)
class HistoryRow(Record):
    """One change of a rule: who proposed or decided what, why and when."""

    _shown = ("regex_name", "action", "status", "timestamp")
    regex_name: str
    old_regex: str | None
    new_regex: str | None
    action: str
    """`add`, `update` or `remove`."""
    confidence: float
    status: str
    """`pending`, `approved` or `rejected`."""
    submitted_by: str
    approved_by: str | None
    """Who decided."""
    decision_reason: str | None
    timestamp: str


@dataclass(frozen=True, repr=False)
class Entry(Record):
    """One quarantined record."""

    _shown = ("id", "secret_types", "severity", "status", "timestamp")
    id: str
    """`log_…`."""
    timestamp: str
    tenant: str
    source: str
    reason: str
    """Why it was quarantined, in words."""
    log_line: str
    """The record as people may see it."""
    secret_types: list[str]
    """Which rules found something, in order, each once."""
    severity: str
    """The highest severity among them."""
    status: str
    """`PENDING`, `REVIEWED` or `FALSE_ALARM`."""
    fingerprints: list[str]
    """Keyed fingerprints of what was found."""


@dataclass(frozen=True, repr=False)
class Event(Record):
    """One credential that must be revoked, and how far that has come."""

    _shown = ("id", "secret_type", "provider", "state", "attempts")
    id: str
    """Stable over all attempts: the `webhook-id`."""
    entry: str
    """The quarantined record: `log_…`."""
    provider: str
    """Who is asked: `aws`, `github`, `slack` or `generic`."""
    secret_type: str
    fingerprint: str
    payload: str
    """What is sent: JSON."""
    state: str
    attempts: int
    next_attempt: str
    last_error: str | None
    """Why the last attempt failed, if it did."""


@dataclass(frozen=True, repr=False)
class LogEntry(Record):
    """One entry of the hyperlog."""

    _shown = ("sequence", "time", "actor", "kind")
    sequence: int
    """Counted from 1, without gaps."""
    time: str
    actor: str
    """Who did it: `person:alice`, `machine:sentinel`."""
    kind: str
    body: str
    """The facts, as canonical JSON."""
    leaf: str
    """Hash of this entry alone."""
    chain: str
    """Hash of this entry and all before it."""


@dataclass(frozen=True, repr=False)
class Head(Record):
    """Where a log ends."""

    _shown = ("sequence", "chain")
    sequence: int
    chain: str


@dataclass(frozen=True, repr=False)
class Verification(Record):
    """A log whose chain holds. Note the head elsewhere: a cut-off end shows only against a noted one."""

    _shown = ("entries", "head")
    entries: int
    head: Head

    @classmethod
    def _of(cls, values: dict[str, Any]) -> Verification:
        return super()._of({**values, "head": Head._of(values["head"])})


@dataclass(frozen=True, repr=False)
class Draft(Record):
    """A drafted regex and what it rests on."""

    _shown = ("regex", "samples", "matched", "confidence")
    regex: str
    samples: int
    """How many different tokens it was drafted from."""
    matched: int
    """How many of them it matches."""
    confidence: float
    """Lower bound of how often it finds a token that it was not drafted from."""


@dataclass(frozen=True, repr=False)
class Check(Record):
    """What a check of one rule against its own examples found."""

    _shown = ("rule", "problems", "notes")
    rule: str
    problems: list[str]
    """What is wrong with it. A rule with problems is not fit for use."""
    notes: list[str]
    """What is worth knowing about it."""


def many(cls: type[_R], values: Any) -> list[_R]:
    """Records of a class, from what the native module gives."""
    return [cls._of(item) for item in values]


def rules_of_json(text: str) -> list[Rule]:
    """Rules, from the JSON that the native module gives."""
    return many(Rule, json.loads(text))


for _class in (Exceptions, Rule, Evidence, Update, HistoryRow, Entry, Event, LogEntry, Head, Verification, Draft, Check):
    _class.__module__ = "sentinel"
