"""Objects in memory: a redacted copy, and what was given stays."""

from __future__ import annotations

import datetime
from collections import OrderedDict, namedtuple
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Any

import pytest
import sentinel

KEY = "AKIA" + "QYLPMN5HHHFPZAM2"
PLACEHOLDER = "[REDACTED:AWS_ACCESS_KEY]"
PASSWORD = "[REDACTED:PASSWORD]"


@dataclass
class User:
    name: str
    password: str
    tags: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Frozen:
    api_key: str
    number: int


class Field(str, Enum):
    PASSWORD = "p"


class Plain(Enum):
    PASSWORD = 1


Pair = namedtuple("Pair", ["secret", "note"])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"a": KEY, "n": 1}, {"a": PLACEHOLDER, "n": 1}),
        ([KEY, (KEY, 2.5), None, True], [PLACEHOLDER, (PLACEHOLDER, 2.5), None, True]),
        ({KEY}, {PLACEHOLDER}),
        (frozenset({KEY, "a"}), frozenset({PLACEHOLDER, "a"})),
        ({"password": "horse", "pin": 1234}, {"password": PASSWORD, "pin": "[REDACTED:ONE_TIME_CODE]"}),
        ({"password": ""}, {"password": ""}),
        ({1: KEY, ("a", 2): "b"}, {1: PLACEHOLDER, ("a", 2): "b"}),
        (OrderedDict(token="t"), {"token": "[REDACTED:TOKEN]"}),
        (MappingProxyType({"token": "t"}), {"token": "[REDACTED:TOKEN]"}),
        (User("ann", "horse", [KEY]), User("ann", PASSWORD, [PLACEHOLDER])),
        (Frozen("v", 7), Frozen("[REDACTED:API_KEY]", 7)),
        (Pair("v", "n"), Pair("[REDACTED:SECRET]", "n")),
        ({"raw": KEY.encode() + b" x"}, {"raw": PLACEHOLDER.encode() + b" x"}),
        ({"raw": b"\xff " + KEY.encode()}, {"raw": b"\xff " + PLACEHOLDER.encode()}),
        ({b"password": b"horse", b"note": 1}, {b"password": PASSWORD.encode(), b"note": 1}),
        ({KEY.encode(): 1, b"\xff" + KEY.encode(): 2}, {PLACEHOLDER.encode(): 1, b"\xff" + PLACEHOLDER.encode(): 2}),
        ({memoryview(b"password"): memoryview(b"horse")}, {memoryview(b"password"): PASSWORD.encode()}),
        ({Field.PASSWORD: "horse", Plain.PASSWORD: "horse"}, {Field.PASSWORD: PASSWORD, Plain.PASSWORD: PASSWORD}),
        ({"body": '{"password": "horse"}'}, {"body": '{"password": "' + PASSWORD + '"}'}),
        ({"d": Decimal("1.50"), "f": float("nan")}, None),
        (datetime.date(2026, 1, 2), datetime.date(2026, 1, 2)),
        (None, None),
        (12, 12),
    ],
)
def test_a_copy_is_redacted_and_what_was_given_stays(given: Any, expected: Any) -> None:
    before = repr(given)
    redacted = sentinel.redact(given)
    assert redacted.error is None
    if expected is None and given is not None:
        assert repr(redacted.text) == before
    else:
        assert redacted.text == expected and type(redacted.text) is type(expected)
    assert repr(given) == before, "what was given changed"


def test_keys_that_become_the_same_keep_their_values() -> None:
    other = "AKIA" + "Z3MSJV4WWRTQ7BXD"
    assert sentinel.redact({KEY: 1, other: 2}).text == {PLACEHOLDER: 1, PLACEHOLDER + "#2": 2}
    raw = PLACEHOLDER.encode()
    assert sentinel.redact({KEY.encode(): 1, other.encode(): 2}).text == {raw: 1, raw + b"#2": 2}


def test_a_memoryview_is_read_as_the_bytes_that_it_shows() -> None:
    quiet, telling = memoryview(b"nothing"), memoryview(b"key " + KEY.encode())
    assert sentinel.redact(quiet).text is quiet
    redacted = sentinel.redact(telling)
    assert redacted.text == b"key " + PLACEHOLDER.encode() and redacted.findings[0].start == 4
    every_second = memoryview("".join(c + "_" for c in KEY).encode())[::2]
    inside = sentinel.redact([quiet, telling, every_second]).text
    assert inside[0] is quiet and inside[1:] == [redacted.text, PLACEHOLDER.encode()]
    telling.release()
    assert sentinel.redact(telling).text == "[REDACTED:ERROR]"


def test_an_object_that_fails_is_withheld_and_quoted_nowhere() -> None:
    class Broken:
        def __str__(self) -> str:
            raise RuntimeError(KEY)

    redacted = sentinel.redact({"a": Broken()})
    assert redacted.text == "[REDACTED:ERROR]"  # type: ignore[comparison-overlap]
    assert KEY not in repr(redacted) + str(redacted.error)


def test_other_objects_are_what_they_say() -> None:
    class Says:
        def __init__(self, text: str) -> None:
            self.text = text

        def __str__(self) -> str:
            return self.text

    quiet = Says("nothing")
    assert sentinel.redact([quiet, Says(f"key {KEY}")]).text == [quiet, f"key {PLACEHOLDER}"]


def test_paths_mask_and_keep() -> None:
    scanner = sentinel.Scanner(paths={"redact": ["$.user.*.note"], "keep": ["**.fixtures"]})
    given = {"user": {"a": {"note": 1}}, "fixtures": {"password": "sample"}}
    assert scanner.redact(given).text == {"user": {"a": {"note": "[REDACTED:PATH]"}}, "fixtures": {"password": "sample"}}
    with pytest.raises(sentinel.InvalidInputError, match="keep"):
        sentinel.Scanner(paths={"keep": ["a["]})
    with pytest.raises(sentinel.InvalidInputError):
        sentinel.Scanner(paths={"hide": ["a"]})
