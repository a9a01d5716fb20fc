"""What `extra` adds to a record is one object: its names tell what its values are."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

import pytest
import sentinel

KEY = "AKIA" + "QYLPMN5HHHFPZAM2"
MASK = "[REDACTED:AWS_ACCESS_KEY]"
WORD = "Winter" + "2024!"
PASSWORD = "[REDACTED:PASSWORD]"
LIMIT = "[REDACTED:LIMIT]"
SCANNER = sentinel.Scanner()


def filtered(scanner: sentinel.Scanner = SCANNER, **extra: Any) -> dict[str, Any]:
    """The attributes of a record with this, after the filter."""
    record = logging.makeLogRecord({"msg": "said", **extra})
    assert sentinel.RedactingFilter(scanner).filter(record)
    assert record.getMessage() == "said"
    return {name: value for name, value in vars(record).items() if name in extra or name.startswith("[")}


@dataclass
class Login:
    name: str
    password: str


class Shows:
    def __init__(self, text: str, detail: str = "") -> None:
        self.text = text
        self.detail = detail or text

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.detail


def test_names_of_attributes_and_of_what_they_hold_mask() -> None:
    context = {"password": WORD, "Authorization": "Basic abc", "user": "ann"}
    extra = {"password": WORD, "ctx": context, "pin": 1234}
    made = filtered(**extra)
    assert made == SCANNER.redact(extra).text
    assert (WORD in str(made) or "abc" in str(made)) is False
    assert made["pin"] == "[REDACTED:ONE_TIME_CODE]" and made["ctx"]["user"] == "ann"
    assert filtered(raw={b"password": b"horse"}, seen=memoryview(KEY.encode())) == {
        "raw": {b"password": PASSWORD.encode()},
        "seen": MASK.encode(),
    }


def test_names_that_become_the_same_keep_their_values() -> None:
    other = "AKIA" + "Z3MSJV4WWRTQ7BXD"
    assert filtered(**{KEY: 1, other: 2, "deep": {KEY: 3, other: 4}}) == {
        MASK: 1,
        MASK + "#2": 2,
        "deep": {MASK: 3, MASK + "#2": 4},
    }


def test_an_object_stays_unless_it_shows_something() -> None:
    quiet, kept = Shows("nothing", "more of nothing"), Login("ann", "")
    made = filtered(quiet=quiet, kept=kept, says=Shows(f"<{KEY}>"), hides=Shows("nothing", f"<{KEY}>"), token=Shows("horse"))
    assert made["quiet"] is quiet and made["kept"] is kept
    assert made["says"] == made["hides"] == f"<{MASK}>"
    assert made["token"] == "[REDACTED:TOKEN]"


def test_an_object_with_fields_is_copied_with_masked_fields() -> None:
    given = Login("ann", "horse")
    made = filtered(login=given)["login"]
    assert made == Login("ann", PASSWORD) and given.password == "horse"

    @dataclass
    class Joined:
        start: str
        rest: str

        def __str__(self) -> str:
            return self.start + self.rest

    assert filtered(joined=Joined(KEY[:4], KEY[4:]))["joined"] == MASK


def test_past_a_limit_values_are_cut_off() -> None:
    deep: Any = KEY
    for _ in range(20):
        deep = [deep]
    shared: Any = [KEY]
    for _ in range(40):
        shared = [shared, shared]
    made = filtered(deep=deep, shared=shared, many=list(range(20_000)), plain="here", key=KEY)
    assert made["many"] == LIMIT and made["plain"] == "here" and made["key"] == MASK
    for name in ("deep", "shared"):
        assert LIMIT in str(made[name]) and (KEY in str(made[name])) is False
    assert filtered(**{f"name_{n}": n for n in range(20_000)})["name_7"] == LIMIT
    small = sentinel.Scanner(max_input_bytes=100)
    assert filtered(small, long="x" * 1000, short="y") == {"long": LIMIT, "short": LIMIT}


def test_what_blocks_the_text_blocks_all_attributes() -> None:
    scanner = sentinel.Scanner(policy=sentinel.Policy("default: block"))
    made = filtered(scanner, key=KEY, other="y")
    assert made["key"] == made["other"] and made["key"].startswith("[REDACTED:")


@pytest.mark.parametrize("name", ["taskName", "name", "threadName"])
def test_what_logging_itself_adds_stays(name: str) -> None:
    record = logging.LogRecord("checkout", logging.INFO, "pay.py", 7, "said", (), None)
    before = getattr(record, name, None)
    sentinel.RedactingFilter(SCANNER).filter(record)
    assert getattr(record, name, None) == before
