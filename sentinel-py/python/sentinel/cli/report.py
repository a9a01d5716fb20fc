"""What `sentinel scan` prints: text, one JSON object, JSON lines, or another tool's format."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from typing import Any, Protocol

from sentinel._results import Finding
from sentinel._sentinel import Scanner, export
from sentinel._tree import FileReport
from sentinel.cli.output import complain, shown
from sentinel.cli.progress import Status


class Printer(Protocol):
    """Prints what a scan reports."""

    def __init__(self, scanner: Scanner, status: Status) -> None: ...

    def file(self, report: FileReport) -> None:
        """One file is done."""
        ...

    def end(self) -> None:
        """All are."""
        ...


class _Text:
    """A line for each finding, as it is found; what was not scanned, and a summary, on standard error."""

    def __init__(self, _: Scanner, status: Status) -> None:
        self.status = status
        self.files = self.findings = self.suppressed = self.failed = 0
        self.skipped: Counter[str] = Counter()

    def file(self, report: FileReport) -> None:
        if report.findings or report.error or report.skipped == "too_large":
            self.status.clear()
        if report.error:
            self.failed += 1
        elif report.skipped:
            self.skipped[report.skipped] += 1
        else:
            self.files += 1
        _complain_of(report)
        self.findings += len(report.findings)
        self.suppressed += report.suppressed
        for finding in report.findings:
            _print(report.path, finding)

    def end(self) -> None:
        sys.stdout.flush()
        parts = [f"{self.findings} found in {self.files} files"]
        parts += [f"{self.suppressed} suppressed"] if self.suppressed else []
        parts += [f"{count} {reason.replace('_', ' ')} skipped" for reason, count in sorted(self.skipped.items())]
        parts += [f"{self.failed} not readable"] if self.failed else []
        print(", ".join(parts), file=sys.stderr)


class _Json:
    """One JSON object at the end."""

    def __init__(self, scanner: Scanner, status: Status) -> None:
        self.scanner, self.status = scanner, status
        self.files = self.bytes = self.suppressed = 0
        self.findings: list[dict[str, Any]] = []
        self.skipped: list[dict[str, str]] = []
        self.errors: list[dict[str, str]] = []

    def file(self, report: FileReport) -> None:
        path = shown(report.path)
        self.bytes += report.bytes
        self.suppressed += report.suppressed
        if report.error:
            self.status.clear()
            self.errors.append({"path": path, "code": report.error.code})
            _complain_of(report)
        elif report.skipped:
            self.skipped.append({"path": path, "reason": report.skipped})
        else:
            self.files += 1
        encoding = {"encoding": report.encoding} if report.encoding else {}
        self.findings += [{"path": path, **encoding, **finding.to_dict()} for finding in report.findings]

    def end(self) -> None:
        document = {
            "findings": self.findings,
            "files": self.files,
            "bytes": self.bytes,
            "suppressed": self.suppressed,
            "skipped": len(self.skipped),
            "skipped_files": self.skipped,
            "errors": self.errors,
            "ruleset": self.scanner.digest,
        }
        sys.stdout.write(json.dumps(document) + "\n")


class _JsonLines:
    """A JSON object a line for each file with findings, and each that was not scanned; as they come."""

    def __init__(self, _: Scanner, status: Status) -> None:
        self.status = status

    def file(self, report: FileReport) -> None:
        if report.findings or report.skipped or report.error:
            self.status.clear()
            print(json.dumps({**report.to_dict(), "path": shown(report.path)}), flush=True)

    def end(self) -> None:
        pass


class _Exported:
    """Another tool's document at the end; what was not scanned, on standard error."""

    format: str

    def __init__(self, scanner: Scanner, status: Status) -> None:
        self.scanner, self.status = scanner, status
        self.findings: list[dict[str, Any]] = []

    def file(self, report: FileReport) -> None:
        if report.error or report.skipped == "too_large":
            self.status.clear()
        _complain_of(report)
        path = shown(report.path)
        self.findings += [{"path": path, **finding.to_dict()} for finding in report.findings]

    def end(self) -> None:
        sys.stdout.write(export(self.scanner, json.dumps(self.findings), self.format))


class _Sarif(_Exported):
    format = "sarif"


class _Gitleaks(_Exported):
    format = "gitleaks"


FORMATS: dict[str, type[Printer]] = {
    "text": _Text,
    "json": _Json,
    "jsonl": _JsonLines,
    "sarif": _Sarif,
    "gitleaks": _Gitleaks,
}


def _complain_of(report: FileReport) -> None:
    if report.error:
        complain(str(report.error), report.path)
    elif report.skipped == "too_large":
        complain("too large, not scanned; --max-bytes sets the limit", report.path)


def _print(path: str, finding: Finding) -> None:
    place = f"{finding.line}:{finding.column}: {finding.type} {finding.severity} {finding.preview}\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(os.fsencode(path) + f":{place}".encode())
