"""Policies, evidence and counters, as Python sees them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import sentinel

KEY = "AKIA" + "QYLPMN5HHHFPZAM2"


def test_a_callback_says_what_stands_for_a_finding() -> None:
    seen: list[tuple[str, str, str, str]] = []

    def said(*finding: str) -> str:
        seen.append(finding)
        return "<gone>"

    scanner = sentinel.Scanner(policy=sentinel.Policy("default: callback", callback=said))
    done = scanner.redact(f"key={KEY} user=7")
    assert done.text == "key=<gone> user=7"
    assert seen == [("AWS_ACCESS_KEY", "secret", "HIGH", "AKIA****AM2")]
    assert done.replacements.counts() == {("AWS_ACCESS_KEY", "callback"): 1}


@pytest.mark.parametrize("failing", [lambda *_: 1 / 0, lambda *_: None, lambda: "", lambda *_: "\ud800"])
def test_a_callback_that_fails_gives_the_marker(failing: object) -> None:
    scanner = sentinel.Scanner(policy=sentinel.Policy("default: callback", callback=failing))  # type: ignore[arg-type]
    done = scanner.redact(f"key={KEY} user=7")
    assert done.text == "[REDACTED:ERROR]"
    assert done.error is not None and KEY not in repr(done.error) and "user=7" not in str(done.error)
    assert scanner.counters.failed == 1 and scanner.counters.redacted == 0
    with scanner.stream() as stream:
        text = stream.push(f"key={KEY} user=7")
    assert text + stream.rest == "[REDACTED:ERROR]"


def test_counters_count() -> None:
    scanner = sentinel.Scanner(policy=sentinel.Policy("rules: {GITHUB_TOKEN: block}"), max_input_bytes=1000)
    scanner.redact(f"é {KEY}")
    scanner.scan(KEY)
    scanner.redact("ghp_" + "zmE0ZDZM8J9lQRRGI28hq55rn55TQO0HRLR9")
    scanner.redact("x" * 1001)
    assert scanner.counters.to_dict() == {
        "calls": 4,
        "bytes": 3 + 20 + 20 + 40 + 1001,
        "found": 3,
        "redacted": 1,
        "blocked": 1,
        "limited": 1,
        "failed": 0,
    }
    assert scanner.withheld == 1


def test_replacements_are_a_sequence_of_places_in_the_unit_of_the_text() -> None:
    done = sentinel.redact(f"🔑={KEY} é {KEY}!")
    assert len(done.replacements) == 2
    assert [one.input for one in done.replacements] == [(2, 22), (25, 45)]
    assert done.replacements[-1] == done.replacements[1] and done.replacements[-1].output == (30, 55)
    with pytest.raises(IndexError):
        done.replacements[2]
    with pytest.raises(IndexError):
        done.replacements[-3]
    assert done.replacements.input_offset(55) == 45 and done.replacements.output_offset(45) == 55
    assert done.to_dict()["replacements"][0] == {
        "type": "AWS_ACCESS_KEY",
        "treatment": "placeholder",
        "input": [2, 22],
        "output": [2, 27],
    }


def test_a_policy_shows_no_key() -> None:
    key = "a key of pseudonyms that nobody may see"
    policy = sentinel.Policy("default: pseudonym", pseudonym_keys={"k1": key})
    assert key not in repr(policy) and key not in repr(sentinel.Scanner(policy=policy))
    with pytest.raises(sentinel.InvalidInputError) as raised:
        sentinel.Policy(pseudonym_keys={"k1": key[:31]})
    assert key[:31] not in str(raised.value) and raised.value.context["field"] == "pseudonym_keys"


def test_replacements_are_a_sequence() -> None:
    done = sentinel.redact(f"a {KEY} b {KEY} c {KEY}").replacements
    all_of_them = list(done)
    first, second, third = all_of_them
    assert isinstance(done, Sequence) and len(done) == 3
    assert done[0:2] == [first, second] and done[::-1] == [third, second, first] and done[5:] == []
    assert done[-1] == third and list(reversed(done)) == done[::-1]
    assert second in done and "x" not in done
    assert done.index(second) == 1 and done.index(third, -1) == 2 and done.count(first) == 1
    match done:
        case [one, *_]:
            assert one == first
    for missing in (lambda: done.index(first, 1), lambda: done.index(KEY)):
        with pytest.raises(ValueError, match="no such replacement") as raised:
            missing()
        assert KEY not in repr(raised.value), "the message quotes what was asked for"
    for outside in (3, -4):
        with pytest.raises(IndexError):
            done[outside]
