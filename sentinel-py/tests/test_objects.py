"""Objects in memory: a redacted copy, and what was given stays."""

from __future__ import annotations

import datetime
from collections import OrderedDict, namedtuple
from dataclasses import dataclass, field
from decimal import Decimal
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
        ({"body": '{"password": "horse"}'}, {"body": '{"password": "' + PASSWORD + '"}'}),
        ({KEY: 1, "A" + KEY[1:-1] + "3": 2}, {PLACEHOLDER: 1, "A" + KEY[1:-1] + "3": 2}),
        ({"d": Decimal("1.50"), "f": float("nan")}, None),
        (datetime.date(2026, 1, 2), datetime.date(2026, 1, 2)),
        (None, None),
        (12, 12),
    ],
    ids=repr,
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


def test_what_holds_itself_is_withheld() -> None:
    scanner = sentinel.Scanner()
    ring: dict[str, Any] = {"key": KEY}
    ring["ring"] = ring
    redacted = scanner.redact(ring)
    assert redacted.text == "[REDACTED:LIMIT]"  # type: ignore[comparison-overlap]
    assert redacted.error is not None and redacted.error.code == "limit_exceeded"
    assert scanner.withheld == 1
    shared = [KEY]
    assert scanner.redact([shared, shared]).text == [[PLACEHOLDER], [PLACEHOLDER]]


def test_what_is_too_deep_is_withheld() -> None:
    for depth in (200, 100_000):
        deep: Any = KEY
        for _ in range(depth):
            deep = [deep]
        assert sentinel.redact(deep).text == "[REDACTED:LIMIT]"


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


def test_pydantic_models_are_copied() -> None:
    pydantic = pytest.importorskip("pydantic")
    model = pydantic.create_model("Login", name=(str, ...), password=(str, ...), pin=(int, ...))
    given = model(name="ann", password="horse", pin=1234)
    redacted = sentinel.redact(given).text
    assert (redacted.name, redacted.password, redacted.pin) == ("ann", PASSWORD, "[REDACTED:ONE_TIME_CODE]")
    assert given.password == "horse" and type(redacted) is model


def test_paths_mask_and_keep() -> None:
    scanner = sentinel.Scanner(paths={"redact": ["$.user.*.note"], "keep": ["**.fixtures"]})
    given = {"user": {"a": {"note": 1}}, "fixtures": {"password": "sample"}}
    assert scanner.redact(given).text == {"user": {"a": {"note": "[REDACTED:PATH]"}}, "fixtures": {"password": "sample"}}
    with pytest.raises(sentinel.InvalidInputError, match="keep"):
        sentinel.Scanner(paths={"keep": ["a["]})
    with pytest.raises(sentinel.InvalidInputError):
        sentinel.Scanner(paths={"hide": ["a"]})
