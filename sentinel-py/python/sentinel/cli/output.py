"""Exit codes, and what goes to standard error."""

from __future__ import annotations

import os
import sys

CLEAN, FOUND, FAILED = 0, 1, 2


def complain(message: str, path: str | bytes | int | None = None) -> None:
    """Says on standard error what is wrong, and with which file."""
    name = "" if path is None else f"{shown(path)}: "
    print(f"sentinel: {name}{message}", file=sys.stderr)


def shown(path: str | bytes | int | os.PathLike[str]) -> str:
    """A path as a terminal can print it."""
    text = str(path) if isinstance(path, int) else os.fsdecode(path)
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)
