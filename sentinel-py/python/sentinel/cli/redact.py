"""`sentinel redact`"""

from __future__ import annotations

import argparse
import sys
from typing import Any

from sentinel._sentinel import MAX_INPUT_BYTES, Scanner
from sentinel.cli import options
from sentinel.cli.lines import Line, Overlong, batches, opened
from sentinel.cli.output import CLEAN, FAILED, FOUND, complain

_MARKER = b"[REDACTED:LIMIT]"
# Of a longer line a stream gives nothing.
_LONG = 256 << 10
# Where what a long line leaves open begins.
_TAIL = 4096


def add_to(commands: Any) -> None:
    """Adds the command."""
    parser = options.command(
        commands,
        "redact",
        "Redact standard input.",
        "Bytes in, bytes out. A line is given as soon as it is complete, unless what stands at its\n"
        "end may go on in the next: a key of several lines is given with its last. A line past 64 MiB\n"
        "is replaced by [REDACTED:LIMIT]. Exit code 1 when something was redacted, 2 when a line was\n"
        "withheld.",
        "app 2>&1 | sentinel redact > app.log",
    )
    options.add_rules(parser)
    options.runs(parser, run)


def run(arguments: argparse.Namespace) -> int:
    """Carries the command out."""
    redactor = _Redactor(options.scanner(arguments))
    sink = sys.stdout.buffer
    with opened("-") as source:
        for lines in batches(source, MAX_INPUT_BYTES):
            sink.write(redactor.redacted(lines))
            # What arrived together leaves together, and at once.
            sink.flush()
    sink.write(redactor.rest())
    if redactor.withheld:
        complain(f"{redactor.withheld} lines withheld")
        return FAILED
    return FOUND if redactor.findings else CLEAN


class _Redactor:
    """Lines go through a stream, which keeps those together that belong together; long ones are redacted as a text."""

    def __init__(self, scanner: Scanner) -> None:
        self.scanner = scanner
        self.stream = scanner.stream(format="lines")
        # A long line, and lines that may belong to it.
        self.long: list[Line] = []
        self.findings = 0
        self.overlong = 0

    @property
    def withheld(self) -> int:
        return self.overlong + self.scanner.withheld

    def redacted(self, lines: list[Line]) -> bytes:
        """What is final after these lines."""
        out: list[bytes] = []
        short: list[bytes] = []
        for line in lines:
            is_long = isinstance(line, Overlong) or len(line) > _LONG
            if not is_long and not self.long:
                short.append(line)  # type: ignore[arg-type]
                continue
            if is_long:
                out += [self._streamed(short), self.rest()]
                short = []
            self.long.append(line)
            if self._closes(line):
                out.append(self._joined())
        out.append(self._streamed(short))
        return b"".join(out)

    def rest(self) -> bytes:
        """What is still held."""
        held: bytes = self.stream.finish() if self.stream.held and not self.long else b""
        self._renew()
        return held + self._joined()

    def _streamed(self, lines: list[bytes]) -> bytes:
        if not lines:
            return b""
        given: bytes = self.stream.push(b"".join(lines)) + self.stream.flush()
        if not self.stream.held:
            # It keeps nothing but findings.
            self._renew()
        return given

    def _renew(self) -> None:
        if not self.long:
            self.findings += len(self.stream.findings)
        self.stream = self.scanner.stream(format="lines")

    def _closes(self, line: Line) -> bool:
        """True when nothing at the end of a line of a long text may go on in the next. What the stream gives is dropped."""
        self.stream.push((line.tail if isinstance(line, Overlong) else line)[-_TAIL:])
        self.stream.flush()
        return not self.stream.held

    def _joined(self) -> bytes:
        """What becomes of a long line and those that belong to it."""
        lines, self.long = self.long, []
        if not lines:
            return b""
        self.stream = self.scanner.stream(format="lines")
        whole = [line for line in lines if not isinstance(line, Overlong)]
        if len(whole) < len(lines):
            self.overlong += 1
            last = lines[-1]
            return _MARKER + (last.newline if isinstance(last, Overlong) else b"\n")
        text = b"".join(whole)
        result = self.scanner.redact(text)
        self.findings += len(result.findings)
        return result.text + (b"\n" if result.error and text.endswith(b"\n") else b"")
