"""Objects: they are walked once, the core says what becomes of their leaves, and a copy is made."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from sentinel._walk import Left, PastLimit, Walk

if TYPE_CHECKING:
    from sentinel._results import Redacted
    from sentinel._sentinel import Scanner


def redact(scanner: Scanner, value: Any) -> Redacted[Any]:
    """A redacted copy of an object. See Scanner.redact."""
    if isinstance(value, memoryview):
        return _redact_view(scanner, value)
    return redact_walked(scanner, value, Walk(scanner))


def redact_walked(scanner: Scanner, value: Any, walk: Walk) -> Redacted[Any]:
    """A redacted copy, made by this walk."""
    try:
        rebuild = walk.node(value)
        document = "".join(walk.document)
    except (RecursionError, PastLimit):
        return scanner._withheld("limit_exceeded")
    except Exception:  # noqa: BLE001 - code of the object's own class; what it says may hold a value
        return scanner._withheld("internal")
    result = scanner._redact_leaves(document)
    if isinstance(result.text, str):
        return result
    try:
        return dataclasses.replace(result, text=rebuild(Left(result.text, walk)))
    except PastLimit:
        return scanner._withheld("limit_exceeded")
    except Exception:  # noqa: BLE001 - as above
        return scanner._withheld("internal")


def _redact_view(scanner: Scanner, value: memoryview) -> Redacted[Any]:
    """As the bytes that it shows."""
    try:
        raw = value.tobytes()
    except ValueError:  # It was released.
        return scanner._withheld("internal")
    result: Redacted[Any] = scanner.redact(raw)
    return dataclasses.replace(result, text=value) if result.text == raw else result
