"""Keeps the lines of a PEM block together, so that they are redacted as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sentinel.cli.lines import Line, Overlong

_BEGIN, _END = b"-----BEGIN ", b"-----END "
_MOST_HELD = 64 << 10


class Blocks:
    """Turns lines into units: a line, or the lines of a block from its BEGIN to its END.

    At most 64 KiB are held back for an END that does not come.
    """

    def __init__(self) -> None:
        self._held: list[bytes] = []
        self._size = 0
        self._withhold = 0

    def units(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The units that are complete after these lines."""
        for line in lines:
            if isinstance(line, Overlong):
                yield from self.rest()
                yield line
                # What follows may be the body of a key whose BEGIN was cut off.
                self._withhold = _MOST_HELD if _opens(line.tail) else 0
            elif self._withhold > 0:
                self._withhold = 0 if _END in line else self._withhold - len(line)
            elif self._held or _opens(line):
                self._held.append(line)
                self._size += len(line)
                if _END in line and not _opens(line):
                    yield from self.rest()
                elif self._size > _MOST_HELD:
                    yield from self._overflow()
            else:
                yield line

    def rest(self) -> Iterator[bytes]:
        """What is still held."""
        if self._held:
            yield b"".join(self._held)
        self._held, self._size = [], 0

    def _overflow(self) -> Iterator[bytes]:
        """Gives up on an END, but not on that of a later BEGIN."""
        later = max((index for index, line in enumerate(self._held) if index and _opens(line)), default=None)
        kept = [] if later is None else self._held[later:]
        del self._held[len(self._held) - len(kept) :]
        yield from self.rest()
        self._held, self._size = kept, sum(map(len, kept))


def _opens(line: bytes) -> bool:
    return _BEGIN in line and line.rfind(_BEGIN) > line.rfind(_END)
