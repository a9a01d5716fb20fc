"""`sentinel scan`"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import dataclass, field
from typing import Any

from sentinel._errors import InvalidInputError, SentinelError
from sentinel._results import Finding
from sentinel._sentinel import Scanner
from sentinel.cli import jsonl, options
from sentinel.cli.output import CLEAN, FAILED, FOUND, complain, shown
from sentinel.cli.walk import Walk, read


def add_to(commands: Any) -> None:
    """Adds the command."""
    parser = options.command(
        commands,
        "scan",
        "Find secrets in files and folders.",
        "Binary files and the folders .git, node_modules, target and .venv are skipped. Offsets and\n"
        "columns count bytes. Exit code 1 when something is found.",
        "sentinel scan --pii src/ config.yaml\n  journalctl | sentinel scan -",
    )
    parser.add_argument("path", nargs="*", metavar="PATH", help="a file, a folder, or - for standard input")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON object")
    form.add_argument(
        "--jsonl",
        action="store_true",
        help='read lines {"id", "text"} from the files or standard input; print one line for each: '
        '{"id", "findings"}, and "error" for a line that cannot be scanned',
    )
    options.add_rules(parser)
    options.runs(parser, run)


def run(arguments: argparse.Namespace) -> int:
    """Carries the command out."""
    if arguments.jsonl:
        return jsonl.run(options.scanner(arguments), arguments.path or ["-"])
    if not arguments.path:
        raise InvalidInputError("scan: no PATH is given; - is standard input")
    report = _Report()
    scanner = options.scanner(arguments)
    walk = Walk(arguments.path)
    for path in walk.files():
        for finding in report.scan(scanner, path):
            if not arguments.json:
                _print(path, finding)
    report.errors += [{"path": shown(error.filename), "code": "storage"} for error in walk.failed]
    if arguments.json:
        sys.stdout.write(json.dumps(report.to_dict(scanner)) + "\n")
    else:
        sys.stdout.flush()
        print(report.summary(), file=sys.stderr)
    return FAILED if report.errors else FOUND if report.findings else CLEAN


@dataclass
class _Report:
    files: int = 0
    skipped: int = 0
    findings: list[dict[str, Any]] = field(default_factory=list)
    errors: list[dict[str, str]] = field(default_factory=list)

    def scan(self, scanner: Scanner, path: str) -> list[Finding]:
        try:
            data = read(path)
            if data is None:
                self.skipped += 1
                return []
            found = scanner.scan(data)
        except SentinelError as error:
            self._fail(path, error.code, str(error))
        except OSError as error:
            code = "not_found" if isinstance(error, FileNotFoundError) else "storage"
            self._fail(path, code, error.strerror or "cannot be read")
        else:
            self.files += 1
            self.findings += [{"path": shown(path), **finding.to_dict()} for finding in found]
            return found
        return []

    def _fail(self, path: str, code: str, problem: str) -> None:
        self.errors.append({"path": shown(path), "code": code})
        complain(problem, path)

    def summary(self) -> str:
        failed = f", {len(self.errors)} not readable" if self.errors else ""
        skipped = f", {self.skipped} binary skipped" if self.skipped else ""
        return f"{len(self.findings)} found in {self.files} files{skipped}{failed}"

    def to_dict(self, scanner: Scanner) -> dict[str, Any]:
        return {
            "findings": self.findings,
            "files": self.files,
            "skipped": self.skipped,
            "errors": self.errors,
            "ruleset": scanner.digest,
        }


def _print(path: str, finding: Finding) -> None:
    place = f"{finding.line}:{finding.column}: {finding.type} {finding.severity} {finding.preview}\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(os.fsencode(path) + f":{place}".encode())
