"""What rules cost, and what becomes of one that costs too much."""

from __future__ import annotations

from typing import Any

import pytest
import sentinel

RULES = """
patterns:
  KEY: {regex: 'key_[a-z]{4}', entropy: 2.2}
  ALL: {regex: '[a-z0-9]{9}'}
  NEVER: {regex: 'never_[a-z]+'}
"""


def scanner(**options: Any) -> sentinel.Scanner:
    return sentinel.Scanner.from_yaml(RULES, builtin=False, **options)


@pytest.mark.parametrize("as_bytes", [False, True])
def test_a_profile_counts_what_each_rule_did(as_bytes: bool) -> None:
    text = "key_abcd key_aaaa key_12\n123456789 é\n"
    profile = scanner().profile(text.encode() if as_bytes else text)
    assert profile.bytes == len(text.encode()) and profile.nanoseconds > 0
    costs = {cost.rule: cost for cost in profile.rules}
    assert sorted(costs) == ["ALL", "KEY"]
    key = costs["KEY"]
    assert (key.candidates, key.regex_runs, key.matches, key.refused, key.searched_bytes) == (2, 2, 1, 1, 16)
    assert costs["ALL"].candidates == 0 and costs["ALL"].searched_bytes == profile.bytes
    assert [cost.nanoseconds for cost in profile.rules] == sorted((c.nanoseconds for c in costs.values()), reverse=True)
    shown = profile.to_dict()
    assert shown["rules"][0]["rule"] in costs and shown["bytes"] == profile.bytes


def test_a_text_past_the_limit_has_no_profile() -> None:
    with pytest.raises(sentinel.LimitExceededError):
        scanner(max_input_bytes=8).profile("123456789")
    with pytest.raises(TypeError):
        scanner().profile(None)  # type: ignore[arg-type]


@pytest.mark.parametrize("disable", [False, True])
def test_a_rule_over_its_budget_is_reported_and_may_turn_itself_off(disable: bool) -> None:
    # No rule keeps a budget of a nanosecond.
    slow = scanner(rule_budget=1e-9, disable_slow_rules=disable)
    slow.scan("123456789")
    assert slow.slow_rules() == [], "less than a MiB says nothing"
    slow.scan("123456789 " + " " * (1 << 20))
    assert len(slow.scan("123456789")) == (0 if disable else 1)
    (rule,) = slow.slow_rules()
    assert (rule.rule, rule.disabled, rule.skipped > 0) == ("ALL", disable, disable)
    assert rule.nanoseconds_per_mib > 1 and rule.to_dict()["disabled"] is disable
    assert scanner().slow_rules() == []


def test_a_wrong_budget_is_named() -> None:
    for field, options in (
        ("rule_budget", {"rule_budget": -1.0}),
        ("rule_budget", {"rule_budget": float("nan")}),
        ("disable_slow_rules", {"disable_slow_rules": True}),
    ):
        with pytest.raises(sentinel.InvalidInputError) as raised:
            scanner(**options)
        assert raised.value.context["field"] == field


def test_a_record_that_becomes_too_long_is_withheld(aws_key: str) -> None:
    with sentinel.open("memory://", max_output_bytes=20) as s:
        outcome = s.process(f"key={aws_key}")
        assert outcome.text == "[REDACTED:LIMIT]" and outcome.entry is not None
        assert outcome.error is not None and outcome.error.context["field"] == "max_output_bytes"
