"""Objects without end, and objects that are larger than they look: they are withheld before they are walked."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import pytest
import sentinel

KEY = "AKIA" + "QYLPMN5HHHFPZAM2"
PLACEHOLDER = "[REDACTED:AWS_ACCESS_KEY]"
LIMIT = "[REDACTED:LIMIT]"


def doubled(part: Any, levels: int) -> Any:
    """Each level holds the one below twice, as anchors in YAML can."""
    for _ in range(levels):
        part = [part, part]
    return part


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


def test_a_shared_part_is_redacted_at_each_place() -> None:
    @dataclass
    class Login:
        password: str

    part = {"login": Login("horse"), KEY: [KEY]}
    redacted = sentinel.redact(doubled(part, 3))
    made = {"login": Login("[REDACTED:PASSWORD]"), PLACEHOLDER: [PLACEHOLDER]}
    assert redacted.text == doubled(made, 3)
    assert len(redacted.findings) == 8 * 3, "each place counts"
    assert redacted.text[0][0][0] is not redacted.text[1][1][1], "a copy shares nothing"


@pytest.mark.parametrize("levels", [30, 60, 100])
@pytest.mark.parametrize("shape", [list, tuple, dict])
def test_parts_that_share_parts_do_not_outgrow_memory(levels: int, shape: type) -> None:
    scanner = sentinel.Scanner()
    part: Any = KEY
    for _ in range(levels):
        part = {"a": part, "b": part} if shape is dict else shape([part, part])
    started = time.monotonic()
    redacted = scanner.redact(part)
    assert redacted.text == LIMIT
    assert redacted.error is not None and redacted.error.code == "limit_exceeded"
    assert scanner.withheld == 1
    assert time.monotonic() - started < 10


def test_the_bytes_of_an_object_are_limited() -> None:
    scanner = sentinel.Scanner(max_input_bytes=1000)
    assert scanner.redact(["x" * 400] * 2).error is None
    for large in (["x" * 400] * 3, [["x" * 400]] * 3, {"x" * 1000: 1}, [b"x" * 1000], doubled("x", 9)):
        assert scanner.redact(large).text == LIMIT


def test_the_time_for_an_object_is_limited() -> None:
    scanner = sentinel.Scanner(max_time=0.2)
    assert scanner.redact([[KEY], {"a": 1}]).text == [[PLACEHOLDER], {"a": 1}]
    started = time.monotonic()
    assert scanner.redact([[n] for n in range(2_000_000)]).text == LIMIT
    assert scanner.redact(doubled("x", 20)).text == LIMIT
    assert time.monotonic() - started < 10
