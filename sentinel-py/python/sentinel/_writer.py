"""A text file that redacts what is written to it."""

from __future__ import annotations

import io
import threading
from typing import Any, TextIO

from sentinel._sentinel import Scanner


class RedactingWriter(io.TextIOBase):
    """Redacts what is written, and writes it to another text file: `sys.stderr = RedactingWriter(sys.stderr)`.

    >>> import io
    >>> from sentinel import RedactingWriter
    >>> out = io.StringIO()
    >>> print("key=AKIA", "QYLPMN5HHHFPZAM2", sep="", file=RedactingWriter(out))
    >>> out.getvalue()
    'key=[REDACTED:AWS_ACCESS_KEY]\\n'

    A line is written when it is complete; with `format="text"` all that is final is, at the latest when it
    is flushed. `close`, which the end of a `with` block calls, writes the rest and leaves the other file open.
    Threads may share it. It has no `buffer` and no `fileno`: what is written past it is not redacted.
    """

    def __init__(self, target: TextIO, scanner: Scanner | None = None, format: str = "lines") -> None:
        """Uses the built-in rules unless a scanner is given; `format` as for `Scanner.stream`."""
        super().__init__()
        self._target = target
        self._stream = (scanner if scanner is not None else Scanner()).stream(format)
        # A handler of a signal may write while something is written.
        self._lock = threading.RLock()

    def write(self, text: str) -> int:
        """Takes all of the text; says how many characters that were."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        with self._lock:
            self._check_open()
            self._target.write(self._stream.push(text))
            self._stream.forget()
        return len(text)

    def flush(self) -> None:
        """Writes what is final, and flushes the other file."""
        with self._lock:
            if not self.closed:
                self._target.write(self._stream.flush())
                self._target.flush()

    def close(self) -> None:
        """Writes the rest, and flushes the other file."""
        with self._lock:
            if not self.closed:
                try:
                    self._target.write(self._stream.finish())
                    self._target.flush()
                finally:
                    super().close()

    def writable(self) -> bool:
        """Always true."""
        return True

    def isatty(self) -> bool:
        """Whether the other file is a terminal."""
        return self._target.isatty()

    @property
    def encoding(self) -> Any:  # type: ignore[override]
        """That of the other file."""
        return getattr(self._target, "encoding", None)

    @property
    def errors(self) -> Any:  # type: ignore[override]
        """What the other file does with characters that it cannot encode."""
        return getattr(self._target, "errors", None)

    def _check_open(self) -> None:
        if self.closed:
            raise ValueError("I/O operation on closed file.")
