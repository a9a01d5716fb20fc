"""Which files a scan reads, and how much of each."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from sentinel._sentinel import MAX_INPUT_BYTES
from sentinel.cli.output import complain

_SKIPPED_FOLDERS = {".git", "node_modules", "target", ".venv"}
_LOOKED_AT = 8 << 10


class Walk:
    """The files below some paths; `-` is standard input. Counts what cannot be listed."""

    def __init__(self, paths: list[str]) -> None:
        self.paths = paths
        self.failed: list[OSError] = []

    def files(self) -> Iterator[str]:
        """Every path that is a file, and the files in every folder, in order of name."""
        for path in self.paths:
            if not os.path.isdir(path):
                yield path
                continue
            for folder, folders, names in os.walk(path, onerror=self._note):
                folders[:] = sorted(name for name in folders if name not in _SKIPPED_FOLDERS)
                files = (os.path.join(folder, name) for name in sorted(names))
                yield from (file for file in files if os.path.isfile(file) and not os.path.islink(file))

    def _note(self, error: OSError) -> None:
        self.failed.append(error)
        complain(error.strerror or "cannot be read", error.filename)


def read(path: str) -> bytes | None:
    """What the file holds, up to one byte more than a scanner takes; None when it is binary."""
    if path == "-":
        return sys.stdin.buffer.read(MAX_INPUT_BYTES + 1)
    with open(path, "rb") as file:
        head = file.read(_LOOKED_AT)
        if b"\0" in head:
            return None
        return head + file.read(MAX_INPUT_BYTES + 1 - len(head))
