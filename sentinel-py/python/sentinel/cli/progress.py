"""How far a scan is, on one line of the terminal."""

from __future__ import annotations

import os
import shutil
import sys
import time

from sentinel._tree import TreeProgress


class Status:
    """A line on standard error that is drawn over and over; nothing where that is no terminal."""

    def __init__(self) -> None:
        self.on = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._drawn = False
        self._started = time.monotonic()

    def draw(self, progress: TreeProgress) -> None:
        """Draws the line anew."""
        seconds = max(time.monotonic() - self._started, 0.001)
        megabytes = progress.bytes / 1e6
        found = f"{progress.files:,} files, {megabytes:,.1f} MB, {megabytes / seconds:,.0f} MB/s, {progress.findings} found"
        self._write("\r\x1b[K" + f"sentinel: {found}"[: shutil.get_terminal_size().columns - 1])
        self._drawn = True

    def clear(self) -> None:
        """Takes the line away, so that others can be printed."""
        if self._drawn:
            self._write("\r\x1b[K")
            self._drawn = False

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
