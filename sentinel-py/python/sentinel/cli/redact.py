"""`sentinel redact`"""

from __future__ import annotations

import argparse
import sys
from typing import Any

from sentinel._sentinel import MAX_INPUT_BYTES, Scanner
from sentinel.cli import options
from sentinel.cli.blocks import Blocks
from sentinel.cli.lines import Line, Overlong, batches, opened
from sentinel.cli.output import CLEAN, FAILED, FOUND, complain

_MARKER = b"[REDACTED:LIMIT]"


def add_to(commands: Any) -> None:
    """Adds the command."""
    parser = options.command(
        commands,
        "redact",
        "Redact standard input.",
        "Bytes in, bytes out, line by line; PEM blocks are redacted as a whole. A line past 64 MiB\n"
        "is replaced by [REDACTED:LIMIT]. Exit code 1 when something was redacted, 2 when a line was\n"
        "withheld.",
        "app 2>&1 | sentinel redact > app.log",
    )
    options.add_rules(parser)
    options.runs(parser, run)


def run(arguments: argparse.Namespace) -> int:
    """Carries the command out."""
    redactor = _Redactor(options.scanner(arguments))
    blocks = Blocks()
    sink = sys.stdout.buffer
    with opened("-") as source:
        for lines in batches(source, MAX_INPUT_BYTES):
            sink.write(b"".join(map(redactor.redacted, blocks.units(lines))))
            # What arrived together leaves together, and at once.
            sink.flush()
    sink.write(b"".join(map(redactor.redacted, blocks.rest())))
    if redactor.withheld:
        complain(f"{redactor.withheld} lines withheld")
        return FAILED
    return FOUND if redactor.findings else CLEAN


class _Redactor:
    def __init__(self, scanner: Scanner) -> None:
        self.scanner = scanner
        self.findings = 0
        self.withheld = 0

    def redacted(self, unit: Line) -> bytes:
        if isinstance(unit, Overlong):
            self.withheld += 1
            return _MARKER + unit.newline
        result = self.scanner.redact(unit)
        self.findings += len(result.findings)
        if result.error is None:
            return result.text
        self.withheld += 1
        return result.text + (b"\n" if unit.endswith(b"\n") else b"")
