"""Values that hold no others, as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from decimal import Decimal
from types import NoneType
from typing import Any

# Most leaves are of these; the others are told from what holds parts.
PLAIN = frozenset({str, int, float, bool, bytes, NoneType})


def leaf_of(value: Any) -> tuple[str, Callable[[str], Any]] | None:
    """The JSON of a leaf, and what makes its kind of a text; None for an object of another kind."""
    if value is None or isinstance(value, bool):
        return json.dumps(value), str
    if isinstance(value, str):
        return quoted(str.__str__(value)), str
    if isinstance(value, (bytes, bytearray, memoryview)):
        raw = value.tobytes() if isinstance(value, memoryview) else value
        # Bytes that are not UTF-8 are read one by one.
        encoding = "utf-8" if _is_utf8(raw) else "latin-1"
        return quoted(raw.decode(encoding)), lambda text: text.encode(encoding, "replace")
    if isinstance(value, int):
        return int.__repr__(value), str
    if isinstance(value, float):
        return (float.__repr__(value) if math.isfinite(value) else "null"), str
    if isinstance(value, Decimal):
        return (str(value) if value.is_finite() else "null"), str
    return None


def quoted(text: str) -> str:
    """The JSON of a string."""
    return json.dumps(text, ensure_ascii=False)


def _is_utf8(value: bytes | bytearray) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True
