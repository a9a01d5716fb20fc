"""What scanning, redaction and processing give. None of it holds a value that was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sentinel._errors import SentinelError

if TYPE_CHECKING:
    from sentinel._sentinel import Replacements


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Component:
    """Another part of a credential: the secret key that belongs to a key id."""

    type: str
    """The rule that found the part."""
    start: int
    """Where its value starts, in the unit of the finding."""
    end: int
    """Where its value ends."""

    def to_dict(self) -> dict[str, Any]:
        """The fields, as JSON can hold them."""
        return {"type": self.type, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class Finding:
    """One secret or one piece of personal data in a text: where, which rule, how sure.

    Offsets and columns count code points of a str, and bytes of bytes.
    """

    type: str
    """The rule that found it."""
    category: str
    """`secret`, `pii` or `risk`."""
    severity: str
    """`LOW`, `MEDIUM`, `HIGH` or `CRITICAL`: how bad a leak of it is."""
    confidence: float
    """How likely it is to be what the rule says, from 0 to 1."""
    start: int
    """Where its value starts."""
    end: int
    """Just past where its value ends."""
    line: int
    """Line of the start, counted from 1."""
    column: int
    """Column of the start, counted from 1."""
    preview: str
    """Its value as people may see it: `AKIA****XYZ`."""
    fingerprint: str | None
    """Keyed fingerprint of the value; None from a scanner without a key."""
    proof: str
    """The strongest reason to believe it: `context`, `entropy`, `structure` or `checksum`."""
    components: tuple[Component, ...]
    """The other parts of the same credential that were found near it."""
    ruleset: str
    """Digest of the rules that found it: 16 hexadecimal digits."""
    encodings: tuple[str, ...]
    """The encodings that it was found in, outermost first: `escape`, `base64`, `hex`,
    `utf16`, `wrap`."""

    def __repr__(self) -> str:
        return f"<{self.type} {self.severity} {self.start}..{self.end} (line {self.line}, column {self.column})>"

    def to_dict(self) -> dict[str, Any]:
        """The fields, as JSON can hold them."""
        return {
            "type": self.type,
            "category": self.category,
            "severity": self.severity,
            "confidence": self.confidence,
            "start": self.start,
            "end": self.end,
            "line": self.line,
            "column": self.column,
            "preview": self.preview,
            "fingerprint": self.fingerprint,
            "proof": self.proof,
            "components": [part.to_dict() for part in self.components],
            "ruleset": self.ruleset,
            "encodings": list(self.encodings),
        }


@dataclass(frozen=True, slots=True, repr=False)
class Redacted(Generic[T]):
    """A redacted text or object, and what was replaced in it."""

    text: T
    """The text with every finding replaced as the policy says, `[REDACTED:TYPE]` without one; of the type that was given."""
    findings: list[Finding]
    """What was found, in order; places are those in the input."""
    error: SentinelError | None
    """Why the text was withheld, if it was: `text` is a fixed marker then."""
    replacements: Replacements
    """What was replaced, and where in both texts. That a policy blocked the text is one replacement, and no error."""

    def __repr__(self) -> str:
        return f"<Redacted: {len(self.findings)} findings{_withheld(self.error)}>"

    def to_dict(self) -> dict[str, Any]:
        """The fields; `text` is of the type that was given."""
        return {
            "text": self.text,
            "findings": [finding.to_dict() for finding in self.findings],
            "error": self.error and self.error.to_dict(),
            "replacements": [replacement.to_dict() for replacement in self.replacements],
        }


@dataclass(frozen=True, slots=True, repr=False)
class Outcome:
    """What `process` did with a record."""

    text: str
    """The record as it may be passed on; bytes of it that are not UTF-8 become U+FFFD."""
    findings: list[Finding]
    """What was found, in order; places are those in the record."""
    entry: str | None
    """The quarantined record, `log_…`, if anything was found or withheld."""
    log_reference: str | None
    """The log entry, `hyperlog:…`, if anything was found or withheld."""
    revocations: int
    """How many credentials in it ask for a revocation."""
    error: SentinelError | None
    """Why the record was withheld, if it was: `text` is a fixed marker then."""

    def __repr__(self) -> str:
        entry = f", entry {self.entry}" if self.entry else ""
        return f"<Outcome: {len(self.findings)} findings{entry}{_withheld(self.error)}>"

    def to_dict(self) -> dict[str, Any]:
        """The fields, as JSON can hold them."""
        return {
            "text": self.text,
            "findings": [finding.to_dict() for finding in self.findings],
            "entry": self.entry,
            "log_reference": self.log_reference,
            "revocations": self.revocations,
            "error": self.error and self.error.to_dict(),
        }


def finding_of_parts(
    what: tuple[str, str, str, float],
    place: tuple[int, int, int, int],
    more: tuple[str, str | None, str],
    components: list[tuple[str, int, int]],
    ruleset: str,
    encodings: list[str],
) -> Finding:
    """A finding, from what the native module gives."""
    parts = tuple(Component(*part) for part in components)
    return Finding(*what, *place, *more, parts, ruleset, tuple(encodings))


def _withheld(error: SentinelError | None) -> str:
    return f", withheld: {error.code}" if error else ""


for _class in (Component, Finding, Redacted, Outcome):
    _class.__module__ = "sentinel"
