"""Objects: they are walked once, the core says what becomes of their leaves, and a copy is made."""

from __future__ import annotations

import copy
import dataclasses
import json
import math
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sentinel._results import Redacted
    from sentinel._sentinel import Scanner

Rebuild = Callable[[dict[int, str]], Any]
"""Makes the copy of a part, from what becomes of leaves by their numbers."""


def redact(scanner: Scanner, value: Any) -> Redacted[Any]:
    """A redacted copy of an object. See Scanner.redact."""
    walk = _Walk()
    try:
        rebuild = walk.node(value)
    except (RecursionError, _Cycle):
        return scanner._withheld("limit_exceeded")
    except Exception:  # noqa: BLE001 - code of the object's own class; what it says may hold a value
        return scanner._withheld("internal")
    result = scanner._redact_leaves("".join(walk.document))
    if isinstance(result.text, str):
        return result
    try:
        return dataclasses.replace(result, text=rebuild(result.text))
    except Exception:  # noqa: BLE001 - as above
        return scanner._withheld("internal")


class _Cycle(Exception):
    """An object holds itself."""


class _Walk:
    """Writes the JSON document that stands for an object."""

    def __init__(self) -> None:
        self.document: list[str] = []
        self.leaves = 0
        self.inside: set[int] = set()

    def node(self, value: Any) -> Rebuild:
        parts = _parts(value)
        if parts is None:
            text, become = _leaf(value)
            return self.leaf(text, value, become)
        if id(value) in self.inside:
            raise _Cycle
        self.inside.add(id(value))
        keys, values, make = parts
        rebuild = self.elements(values, make) if keys is None else self.members(keys, values, make)
        self.inside.discard(id(value))
        return rebuild

    def leaf(self, text: str, value: Any, become: Callable[[str], Any] = str) -> Rebuild:
        number = self.leaves
        self.leaves += 1
        self.document.append(text)
        return lambda replaced: become(replaced[number]) if number in replaced else value

    def elements(self, values: list[Any], make: Callable[[Any], Any]) -> Rebuild:
        rebuilds = []
        self.document.append("[")
        for at, value in enumerate(values):
            self.document.append("," if at else "")
            rebuilds.append(self.node(value))
        self.document.append("]")
        return lambda replaced: make([rebuild(replaced) for rebuild in rebuilds])

    def members(self, keys: list[Any], values: list[Any], make: Callable[[Any], Any]) -> Rebuild:
        rebuilds = []
        self.document.append("{")
        for at, (key, value) in enumerate(zip(keys, values, strict=True)):
            self.document.append("," if at else "")
            rebuild_key = self.leaf(json.dumps(str(key), ensure_ascii=False), key)
            self.document.append(":")
            rebuilds.append((rebuild_key, self.node(value)))
        self.document.append("}")

        def rebuild(replaced: dict[int, str]) -> Any:
            made: dict[Any, Any] = {}
            for rebuild_key, rebuild_value in rebuilds:
                made[_free(made, rebuild_key(replaced))] = rebuild_value(replaced)
            return make(made)

        return rebuild


def _free(made: dict[Any, Any], key: Any) -> Any:
    """The key, with a number where two keys became the same."""
    number, free = 1, key
    while free in made:
        number += 1
        free = f"{key}#{number}"
    return free


def _parts(value: Any) -> tuple[list[Any] | None, list[Any], Callable[[Any], Any]] | None:
    """The keys, if it has keys, and values of what holds others, and what makes a copy of them; None for a leaf."""
    if isinstance(value, Mapping):
        return list(value.keys()), list(value.values()), dict
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        named: Any = type(value)
        return list(named._fields), list(value), lambda made: named._make(made.values())
    if isinstance(value, (list, tuple, set, frozenset)):
        kind = next(kind for kind in (list, tuple, set, frozenset) if isinstance(value, kind))
        return None, list(value), kind
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [field.name for field in dataclasses.fields(value) if hasattr(value, field.name)]
        return fields, [getattr(value, name) for name in fields], lambda made: _changed(value, fields, made)
    if hasattr(type(value), "model_copy") and hasattr(type(value), "model_fields"):
        members = {**vars(value), **(getattr(value, "__pydantic_extra__", None) or {})}
        names = list(members)
        # A field's name cannot change.
        return names, list(members.values()), lambda made: value.model_copy(update=dict(zip(names, made.values(), strict=True)))
    return None


def _changed(value: Any, fields: Iterable[str], made: dict[Any, Any]) -> Any:
    """A copy of a dataclass, frozen or not; its own code does not run."""
    changed = copy.copy(value)
    for name, part in zip(fields, made.values(), strict=True):
        object.__setattr__(changed, name, part)
    return changed


def _leaf(value: Any) -> tuple[str, Callable[[str], Any]]:
    """The JSON of a leaf, and what makes its kind of a text."""
    if value is None or isinstance(value, bool):
        return json.dumps(value), str
    if isinstance(value, str):
        return json.dumps(str.__str__(value), ensure_ascii=False), str
    if isinstance(value, (bytes, bytearray)):
        # Bytes that are not UTF-8 are read one by one.
        encoding = "utf-8" if _is_utf8(value) else "latin-1"
        return json.dumps(value.decode(encoding), ensure_ascii=False), lambda text: text.encode(encoding, "replace")
    if isinstance(value, int):
        return int.__repr__(value), str
    if isinstance(value, float):
        return (float.__repr__(value) if math.isfinite(value) else "null"), str
    if isinstance(value, Decimal):
        return (str(value) if value.is_finite() else "null"), str
    return json.dumps(str(value), ensure_ascii=False), str


def _is_utf8(value: bytes | bytearray) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True
