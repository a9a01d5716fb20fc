"""What a scan of files and folders gives. None of it holds a value that was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sentinel._errors import SentinelError
from sentinel._results import Finding


@dataclass(frozen=True, slots=True, repr=False)
class FileReport:
    """One file, and what came of it: scanned, skipped or failed."""

    path: str
    """Where it is: the path that was named, and what follows below it. A folder, where one cannot be listed."""
    bytes: int
    """How many bytes of it were read."""
    findings: list[Finding]
    """What was found, in order; offsets and columns count bytes."""
    skipped: str | None
    """Why it was not scanned, if it was not: `binary`, `too_large`, `symbolic_link`, `link_loop` or `special_file`."""
    error: SentinelError | None
    """Why it could not be read or scanned, if it could not. It names no file: `path` does."""
    encoding: str | None
    """`utf-16le` or `utf-16be`, if it was decoded: places are then those in the text as UTF-8, without its mark."""
    suppressed: int = 0
    """How many more were found that people allow: by a marker on the line, or in a baseline."""

    def __repr__(self) -> str:
        said = f"error: {self.error.code}" if self.error else f"{len(self.findings)} findings"
        return f"<FileReport {self.path!r}: {f'skipped: {self.skipped}' if self.skipped else said}>"

    def to_dict(self) -> dict[str, Any]:
        """The fields, as JSON can hold them; the error is its code."""
        return {
            "path": self.path,
            "bytes": self.bytes,
            "findings": [finding.to_dict() for finding in self.findings],
            "skipped": self.skipped,
            "error": self.error and self.error.code,
            "encoding": self.encoding,
            "suppressed": self.suppressed,
        }


@dataclass(frozen=True, slots=True)
class TreeProgress:
    """How far a scan is. It may be ahead of the reports, which come in order."""

    files: int
    """Files that are done: scanned, skipped or failed."""
    bytes: int
    """Bytes that were read."""
    findings: int
    """Findings so far."""


@dataclass(frozen=True, slots=True)
class TreeSummary:
    """What a scan came to. It counts what was reported."""

    scanned: int
    """Files that were scanned."""
    skipped: int
    """Files that were skipped."""
    failed: int
    """Files and folders that could not be read or scanned."""
    bytes: int
    """Bytes that were read."""
    findings: int
    """Findings."""
    cancelled: bool
    """True when the scan was ended before all was reported."""
    suppressed: int
    """Findings that people allow, which were left out."""


@dataclass(frozen=True, slots=True)
class BaselineEntry:
    """A finding of a baseline."""

    fingerprint: str
    """Keyed fingerprint of type and value."""
    type: str
    """The rule that found it."""
    path: str
    """The first file in which it stood, as the scan named it."""
    line: int
    """On which line, from 1."""


@dataclass(frozen=True, slots=True)
class BaselineAudit:
    """A baseline beside what is there now."""

    kept: list[BaselineEntry]
    """Findings of the baseline that are still there."""
    gone: list[BaselineEntry]
    """Findings of the baseline that are there no more."""
    new: list[BaselineEntry]
    """Findings that are not in the baseline."""
    summary: TreeSummary
    """What the scan came to."""


for _class in (FileReport, TreeProgress, TreeSummary, BaselineEntry, BaselineAudit):
    _class.__module__ = "sentinel"
