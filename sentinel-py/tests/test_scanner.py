"""Scanning and redaction."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest
import sentinel


def test_the_first_line_a_user_writes(aws_key: str) -> None:
    redacted = sentinel.redact(f"key={aws_key} user=7")
    assert redacted.text == "key=[REDACTED:AWS_ACCESS_KEY] user=7"
    (finding,) = sentinel.scan(f"key={aws_key}")
    assert (finding.type, finding.start, finding.end) == ("AWS_ACCESS_KEY", 4, 24)
    assert finding.ruleset == sentinel.Scanner().digest


def test_offsets_are_code_points_of_str_and_bytes_of_bytes(aws_key: str) -> None:
    text = f"a\né🔑 {aws_key} 🔑"
    scanner = sentinel.Scanner()
    (of_str,) = scanner.scan(text)
    assert text[of_str.start : of_str.end] == aws_key
    assert (of_str.line, of_str.column) == (2, 4)
    (of_bytes,) = scanner.scan(text.encode())
    assert text.encode()[of_bytes.start : of_bytes.end] == aws_key.encode()
    assert (of_bytes.line, of_bytes.column) == (2, 8)
    assert scanner.scan(bytearray(text.encode())) == [of_bytes]


def test_a_text_comes_back_as_the_type_that_was_given(aws_key: str) -> None:
    scanner = sentinel.Scanner()
    assert scanner.redact(f"é {aws_key}").text == "é [REDACTED:AWS_ACCESS_KEY]"
    assert scanner.redact(b"\xff " + aws_key.encode() + b" \xfe").text == b"\xff [REDACTED:AWS_ACCESS_KEY] \xfe"
    for clean in ("nothing é", b"nothing \xff", ""):
        assert scanner.redact(clean).text == clean
    assert type(scanner.redact(bytearray(b"nothing")).text) is bytes


@pytest.mark.parametrize("wrong", [None, 7, ["a"], memoryview(b"a")])
def test_what_is_no_text_is_refused(wrong: object) -> None:
    with pytest.raises(TypeError, match="expected str, bytes or bytearray"):
        sentinel.scan(wrong)  # type: ignore[arg-type]


def test_lone_surrogates_do_not_hide_a_secret(aws_key: str) -> None:
    text = f"\ud800é\udfff key={aws_key} \udc80🔑"
    redacted = sentinel.redact(text)
    assert redacted.text == "\ufffdé\ufffd key=[REDACTED:AWS_ACCESS_KEY] \ufffd🔑"
    (finding,) = redacted.findings
    assert text[finding.start : finding.end] == aws_key
    assert finding.column == finding.start + 1
    assert sentinel.redact("\ud800").text == "\ufffd" and sentinel.scan(text) == redacted.findings
    with sentinel.open("memory://") as s:
        assert s.process(text).findings[0].start == finding.start
        assert aws_key not in s.process(text).text


def test_past_the_limit_a_text_is_withheld(aws_key: str) -> None:
    scanner = sentinel.Scanner(max_input_bytes=8)
    for text, marker in ((f"key={aws_key}", "[REDACTED:LIMIT]"), (aws_key.encode(), b"[REDACTED:LIMIT]")):
        redacted = scanner.redact(text)
        assert redacted.text == marker and redacted.findings == []
        assert isinstance(redacted.error, sentinel.LimitExceededError)
    with pytest.raises(sentinel.LimitExceededError):
        scanner.scan(aws_key)
    assert scanner.withheld == 3


def test_known_values_are_found_and_named() -> None:
    secret = "tiger" + "-lily-42"
    for value in (secret, secret.encode(), bytearray(secret.encode())):
        scanner = sentinel.Scanner(known={"db.password": value})
        assert scanner.redact(f"é {secret}").text == "é [REDACTED:DB_PASSWORD]"
        assert scanner.known_names() == ["DB_PASSWORD"]
    with sentinel.open("memory://", known={"db.password": secret}) as s:
        assert s.process(f"x {secret}").text == "x [REDACTED:DB_PASSWORD]"
        s.rules.reload()
        assert s.process(f"x {secret}").text == "x [REDACTED:DB_PASSWORD]"
    with pytest.raises(sentinel.InvalidInputError) as raised:
        sentinel.Scanner(known={"db.pin": secret[:7]})
    assert "DB_PIN" in str(raised.value) and secret[:7] not in repr(raised.value)


def test_known_values_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    value = "q9Xv2L" + "mT7pKd4RwZ"
    monkeypatch.setenv("CI_TOKEN", value)
    monkeypatch.setenv("DEBUG_TOKEN", "true")
    names = sentinel.Scanner(known_env=True).known_names()
    assert "CI_TOKEN" in names and "DEBUG_TOKEN" not in names and "HOME" not in names
    assert sentinel.Scanner().known_names() == []


def test_a_call_that_takes_too_long_is_withheld() -> None:
    scanner = sentinel.Scanner(max_time=0.0)
    redacted = scanner.redact("password=" + "Kd4RwZq9Xv2L")
    assert redacted.text == "[REDACTED:LIMIT]" and redacted.error is not None
    assert redacted.error.context["field"] == "max_time" and scanner.withheld == 1
    assert sentinel.Scanner(max_time=60.0).redact("all is well").error is None
    for wrong in (-1.0, float("nan"), float("inf")):
        with pytest.raises(sentinel.InvalidInputError):
            sentinel.Scanner(max_time=wrong)


def test_a_line_of_100_mb_is_withheld() -> None:
    line = "x" * 100_000_000
    redacted = sentinel.redact(line)
    assert redacted.text == "[REDACTED:LIMIT]"
    with pytest.raises(sentinel.LimitExceededError) as raised:
        sentinel.scan(line)
    assert raised.value.context == {
        "field": "max_input_bytes",
        "bytes": "100000000",
        "limit": str(sentinel.MAX_INPUT_BYTES),
    }


def test_rules_come_from_files_and_text(tmp_path: Path) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text("patterns: {HOUSE: {regex: 'hsk_[0-9]{8}', severity: LOW}}")
    second.write_text("patterns: {HOUSE: {regex: 'hsk_[0-9]{8}', severity: CRITICAL}}")
    text = "x hsk_12345678"
    assert sentinel.Scanner(first, builtin=False).scan(text)[0].severity == "LOW"
    assert sentinel.Scanner(rules=str(first)).scan(text)[0].severity == "LOW"
    both = sentinel.Scanner([first, str(second)], builtin=False)
    assert both.scan(text)[0].severity == "CRITICAL"
    assert [rule.name for rule in both.rules()] == ["HOUSE"]
    assert sentinel.Scanner.from_yaml(second.read_text(), builtin=False).digest == both.digest


def test_rules_tell_what_they_are() -> None:
    rules = {rule.name: rule for rule in sentinel.Scanner(pii=True).rules()}
    assert rules["AWS_ACCESS_KEY"].category == "secret"
    assert rules["AWS_ACCESS_KEY"].to_dict()["examples"]
    assert any(rule.category == "pii" for rule in rules.values())
    assert all(rule.category != "pii" for rule in sentinel.Scanner().rules())


def test_rules_are_checked() -> None:
    (check,) = sentinel.check_rules("patterns: {A: {regex: 'a_[0-9]{4}', examples: ['a_1234', 'a_12']}}")
    assert check.rule == "A"
    assert check.problems == ["examples[1] is not found"]
    assert check.notes


def test_a_regex_is_drafted(house_tokens: list[str]) -> None:
    draft = sentinel.draft_regex(house_tokens)
    assert draft.regex == r"\bhsk_[a-z]{3}_[0-9A-Za-z]{28}\b"
    assert (draft.samples, draft.matched) == (6, 6)
    assert sentinel.draft_regex(house_tokens[0]).samples == 1


def test_results_are_values(aws_key: str) -> None:
    redacted = sentinel.redact(f"key={aws_key}")
    for result in (redacted, redacted.findings[0], sentinel.Scanner(max_input_bytes=1).redact("ab")):
        again = pickle.loads(pickle.dumps(result))
        assert repr(again) == repr(result)
        assert again.to_dict() == result.to_dict() == copy.deepcopy(result).to_dict()
        with pytest.raises((AttributeError, TypeError)):
            result.text = "other"  # type: ignore[misc]
    assert sentinel.redact(f"key={aws_key}") == redacted
