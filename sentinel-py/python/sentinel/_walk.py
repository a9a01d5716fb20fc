"""The walk through an object: it writes a document for the core, and can copy the object afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from sentinel._leaves import PLAIN, leaf_of, quoted
from sentinel._parts import parts_of

if TYPE_CHECKING:
    from sentinel._sentinel import Scanner


class PastLimit(Exception):
    """An object holds itself, or is larger than the limits allow."""


class Left:
    """What becomes of leaves. Copies are made in the order of the document, so each asks for the next one."""

    def __init__(self, replaced: dict[int, str], walk: Walk) -> None:
        self.replaced = replaced
        self.walk = walk
        self.number = 0
        self.changed = 0
        """How many were replaced so far."""

    def next(self) -> str | None:
        """What the next leaf becomes; None where it stays."""
        self.walk.hurry()
        becomes = self.replaced.get(self.number)
        self.number += 1
        self.changed += becomes is not None
        return becomes


Rebuild = Callable[[Left], Any]
"""Makes the copy of a part."""


class Seen(NamedTuple):
    """A part that was walked to its end: it may be shared, and is then not walked again."""

    part: Any
    """Kept, so that no other object gets its id."""
    start: int
    end: int
    """Where it stands in the document."""
    length: int
    nodes: int
    rebuild: Rebuild


class Walk:
    """Writes the JSON document that stands for an object, as far as the limits of a scanner go.

    The core has the same limits for documents, but one of parts that share parts may outgrow all memory.
    """

    def __init__(self, scanner: Scanner) -> None:
        self.most_nodes, self.deepest, self.most_bytes, seconds = scanner._limits()
        self.end = None if seconds is None else time.monotonic() + seconds
        self.document: list[str] = []
        self.length = 0
        self.nodes = 1
        self.inside: set[int] = set()
        self.seen: dict[int, Seen] = {}

    def node(self, value: Any) -> Rebuild:
        seen = self.seen.get(id(value))
        if seen is not None:
            return self.again(seen)
        parts = None if type(value) in PLAIN else parts_of(value)
        if parts is None:
            return self.plain(value)
        self.hurry()
        keys, values, make = parts
        count = len(values) + len(keys or ())
        looped = id(value) in self.inside or len(self.inside) >= self.deepest
        if looped or self.nodes + count > self.most_nodes:
            return self.past()
        before = (len(self.document), self.length, self.nodes)
        self.nodes += count
        self.inside.add(id(value))
        rebuild = self.elements(value, values, make) if keys is None else self.members(value, keys, values, make)
        self.inside.discard(id(value))
        start, length, nodes = before
        size = (self.length - length, self.nodes - nodes)
        self.seen[id(value)] = Seen(value, start, len(self.document), *size, rebuild)
        return rebuild

    def again(self, seen: Seen) -> Rebuild:
        """A shared part counts at each place where it stands."""
        if self.nodes + seen.nodes > self.most_nodes:
            return self.past()
        if self.length + seen.length > self.most_bytes:
            raise PastLimit
        self.nodes += seen.nodes
        self.write("".join(self.document[seen.start : seen.end]))
        return seen.rebuild

    def elements(self, value: Any, values: list[Any], make: Callable[[Any], Any]) -> Rebuild:
        rebuilds = []
        self.write("[")
        for at, element in enumerate(values):
            if at:
                self.write(",")
            rebuilds.append(self.node(element))
        self.write("]")

        def rebuild(left: Left) -> Any:
            before = left.changed
            made = [rebuild(left) for rebuild in rebuilds]
            return self.copied(value, lambda: make(made), left.changed > before)

        return rebuild

    def members(self, value: Any, keys: list[Any], values: list[Any], make: Callable[[Any], Any]) -> Rebuild:
        rebuilds = []
        self.write("{")
        for at, (key, member) in enumerate(zip(keys, values, strict=True)):
            if at:
                self.write(",")
            rebuild_key = self.key(key)
            self.write(":")
            rebuilds.append((rebuild_key, self.node(member)))
        self.write("}")

        def rebuild(left: Left) -> Any:
            before = left.changed
            made: dict[Any, Any] = {}
            numbers: dict[Any, int] = {}
            for rebuild_key, rebuild_value in rebuilds:
                key = _free(made, numbers, rebuild_key(left))
                made[key] = rebuild_value(left)
            return self.copied(value, lambda: make(made), left.changed > before)

        return rebuild

    def key(self, key: Any) -> Rebuild:
        if isinstance(key, (bytes, memoryview)):
            return self.plain(key)
        return self.leaf(quoted(str(key)), key)

    def plain(self, value: Any) -> Rebuild:
        """A value that holds no others."""
        leaf = leaf_of(value)
        return self.other(value) if leaf is None else self.leaf(leaf[0], value, leaf[1])

    def leaf(self, text: str, value: Any, become: Callable[[str], Any] = str) -> Rebuild:
        self.hurry()
        self.write(text)

        def rebuild(left: Left) -> Any:
            replaced = left.next()
            return value if replaced is None else become(replaced)

        return rebuild

    def other(self, value: Any) -> Rebuild:
        """An object of a kind that is not known is what it says."""
        return self.leaf(quoted(str(value)), value)

    def copied(self, value: Any, make: Callable[[], Any], changed: bool) -> Any:
        """What stands for a part; `changed` says whether anything in it was replaced."""
        return make()

    def past(self) -> Rebuild:
        """What stands for a part that is too much."""
        raise PastLimit

    def write(self, text: str) -> None:
        self.length += len(text)
        # Of UTF-8 there are no fewer bytes.
        if self.length > self.most_bytes:
            raise PastLimit
        self.document.append(text)

    def hurry(self) -> None:
        if self.end is not None and time.monotonic() > self.end:
            raise PastLimit


def _free(made: dict[Any, Any], numbers: dict[Any, int], key: Any) -> Any:
    """The key, with a number where two keys became the same. `numbers` holds the last of each."""
    free = key
    while free in made:
        numbers[key] = numbers.get(key, 1) + 1
        number = f"#{numbers[key]}"
        free = key + number.encode() if isinstance(key, bytes) else f"{key}{number}"
    return free
