"""Lines of a stream, in bounded memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, cast

_CHUNK = 1 << 16
_TAIL = 4096


class Source(Protocol):
    """A stream of bytes."""

    def read1(self, size: int, /) -> bytes:
        """What is there now, at most `size` bytes; nothing at the end."""
        ...


@contextmanager
def opened(path: str) -> Iterator[Source]:
    """The file; `-` is standard input, which stays open."""
    if path == "-":
        yield cast(Source, sys.stdin.buffer)
    else:
        with open(path, "rb") as file:
            yield file


@dataclass(frozen=True)
class Overlong:
    """A line past the limit. Only its end is kept."""

    tail: bytes

    @property
    def newline(self) -> bytes:
        """The line's newline, if it has one."""
        return b"\n" if self.tail.endswith(b"\n") else b""


Line = bytes | Overlong


def batches(source: Source, limit: int) -> Iterator[list[Line]]:
    """Lines with their newlines, as many at a time as arrive together; a line has at most `limit` bytes."""
    line = _Unfinished(limit)
    while chunk := source.read1(_CHUNK):
        first, *rest = chunk.split(b"\n")
        if not rest:
            line.add(first)
            continue
        line.add(first + b"\n")
        last = rest.pop()
        yield [line.take(), *[part + b"\n" for part in rest]]
        line.add(last)
    if line.size:
        yield [line.take()]


class _Unfinished:
    """The start of a line whose end has not arrived."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.parts: list[bytes] = []
        self.size = 0

    def add(self, part: bytes) -> None:
        self.parts.append(part)
        self.size += len(part)
        if self.size > self.limit:
            self.parts = [b"".join(self.parts[-2:])[-_TAIL:]]

    def take(self) -> Line:
        whole = b"".join(self.parts)
        line: Line = Overlong(whole) if self.size > self.limit else whole
        self.parts, self.size = [], 0
        return line
