"""Iterators over redacted text."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from typing import AnyStr

from sentinel._sentinel import Stream


def stream_iter(stream: Stream, pieces: Iterable[AnyStr]) -> Iterator[AnyStr]:
    """What a stream gives for these pieces. When it is closed early, what is held back is dropped."""
    for piece in pieces:
        if text := stream.push(piece):
            stream.forget()
            yield text
    if rest := stream.finish():
        yield rest


async def astream(stream: Stream, pieces: AsyncIterable[AnyStr]) -> AsyncIterator[AnyStr]:
    """As `stream_iter`, for pieces that come over time. A push takes microseconds: it runs where it is called."""
    async for piece in pieces:
        if text := stream.push(piece):
            stream.forget()
            yield text
    if rest := stream.finish():
        yield rest
