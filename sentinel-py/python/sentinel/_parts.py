"""What objects hold, and copies of them with other parts."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any, NamedTuple


class Parts(NamedTuple):
    """What something holds, and how it is copied."""

    keys: list[Any] | None
    """None where its values have no names."""
    values: list[Any]
    make: Callable[[Any], Any]
    """Makes a copy of a dict, or of a list where there are no keys. Its entries stand in the order of `values`."""


def parts_of(value: Any) -> Parts | None:
    """The parts of what holds others; None for a leaf."""
    if isinstance(value, Mapping):
        return Parts(list(value.keys()), list(value.values()), dict)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        named: Any = type(value)
        return Parts(list(named._fields), list(value), lambda made: named._make(made.values()))
    if isinstance(value, (list, tuple, set, frozenset)):
        kind = next(kind for kind in (list, tuple, set, frozenset) if isinstance(value, kind))
        return Parts(None, list(value), kind)
    if isinstance(value, type):
        return None
    if hasattr(type(value), "model_copy") and hasattr(type(value), "model_fields"):
        return _of_model(value)
    names = _fields_of(value)
    return None if names is None else _of_fields(value, names)


def _fields_of(value: Any) -> list[str] | None:
    """The fields that its class names; None for what is no record."""
    if dataclasses.is_dataclass(value):
        return [field.name for field in dataclasses.fields(value)]
    kind = type(value)
    # Of attrs.
    if isinstance(attributes := getattr(kind, "__attrs_attrs__", None), tuple):
        return [attribute.name for attribute in attributes]
    # Of pydantic 1: its fields are in its `__dict__`.
    if isinstance(private := getattr(kind, "__private_attributes__", None), dict) and hasattr(kind, "__fields__"):
        return list(private)
    return [] if isinstance(value, SimpleNamespace) else None


def _of_fields(value: Any, names: list[str]) -> Parts:
    """Its fields; then what is kept beside them: cached properties, and what its own code sets."""
    fields = [name for name in names if hasattr(value, name)]
    beside = [name for name in getattr(value, "__dict__", ()) if name not in fields]
    values = [getattr(value, name) for name in fields] + [vars(value)[name] for name in beside]

    def make(made: dict[Any, Any]) -> Any:
        """Frozen or not: its own code does not run."""
        changed = _other(value, copy.copy(value))
        for at, (name, part) in enumerate(zip(fields + beside, made.values(), strict=True)):
            if at < len(fields):
                object.__setattr__(changed, name, part)
            else:
                vars(changed)[name] = part
        return changed

    return Parts(fields + beside, values, make)


def _of_model(value: Any) -> Parts:
    """A pydantic model: its fields and cached properties, what `extra` allows, and private attributes."""
    extra = getattr(value, "__pydantic_extra__", None) or {}
    private = getattr(value, "__pydantic_private__", None) or {}
    # Names that the class gives cannot change; those of extra values came with the data.
    names = [*vars(value), *private]
    members = [*vars(value).items(), *private.items(), *extra.items()]

    def make(made: dict[Any, Any]) -> Any:
        changed = _other(value, value.model_copy())
        entries = list(made.items())
        for name, (_, part) in zip(names, entries, strict=False):
            held = changed.__pydantic_private__ if name in private else vars(changed)
            if name in held:
                held[name] = part
        if extra:
            object.__setattr__(changed, "__pydantic_extra__", dict(entries[len(names) :]))
        return changed

    return Parts([name for name, _ in members], [part for _, part in members], make)


def _other(value: Any, copied: Any) -> Any:
    """The copy. Some classes give the object itself, or one that shares what it holds: the object must stay as it is."""
    if copied is value:
        raise TypeError("no copy")
    held = getattr(value, "__dict__", None)
    shared = getattr(copied, "__dict__", None) is held
    if shared and isinstance(held, dict):
        object.__setattr__(copied, "__dict__", dict(held))
    return copied
