"""`sentinel scan --jsonl`: one line out for each line in."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

from sentinel._errors import InvalidInputError, LimitExceededError, SentinelError
from sentinel._results import Finding
from sentinel._sentinel import MAX_INPUT_BYTES, Scanner
from sentinel.cli.lines import Line, Overlong, batches, opened
from sentinel.cli.output import CLEAN, FAILED, FOUND

# JSON escapes make a line longer than its text.
_LONGEST_LINE = 2 * MAX_INPUT_BYTES
_encode = json.JSONEncoder().encode
_decode = json.JSONDecoder().decode


def run(scanner: Scanner, paths: list[str]) -> int:
    """Answers every line of every path."""
    worst = CLEAN
    sink = sys.stdout.buffer
    for path in paths:
        with opened(path) as source:
            for lines in batches(source, _LONGEST_LINE):
                answers = [_answer(line, scanner.scan) for line in lines]
                worst = max(worst, max(code for _, code in answers))
                sink.write("".join([text for text, _ in answers]).encode())
                sink.flush()
    return worst


def _answer(line: Line, scan: Callable[[bytes], list[Finding]]) -> tuple[str, int]:
    """The line to print, and the exit code that it asks for."""
    ident = "null"
    try:
        if isinstance(line, Overlong):
            raise LimitExceededError("the line is too long")
        record = _decode(line.decode())
        ident = _encoded(record.get("id"))
        # Bytes, so that offsets count bytes; a lone surrogate is no reason not to scan.
        found = scan(record["text"].encode("utf-8", "surrogatepass"))
    except SentinelError as error:
        return _error(ident, error.code), FAILED
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        # Not JSON, no object, or no text.
        return _error(ident, InvalidInputError.code), FAILED
    if not found:
        return f'{{"id": {ident}, "findings": []}}\n', CLEAN
    findings = [
        {"type": f.type, "category": f.category, "start": f.start, "end": f.end, "confidence": f.confidence}
        for f in found
    ]
    return f'{{"id": {ident}, "findings": {_encode(findings)}}}\n', FOUND


def _error(ident: str, code: str) -> str:
    return f'{{"id": {ident}, "error": "{code}", "findings": []}}\n'


def _encoded(ident: object) -> str:
    # The encoder takes long to start, for all but strings.
    return str(ident) if type(ident) is int else _encode(ident)
