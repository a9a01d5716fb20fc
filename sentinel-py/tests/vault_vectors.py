"""Runs the vectors of vaults: steps with one vault, each with what it gives or the code of its error."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import sentinel


def vault(case: dict[str, Any]) -> None:
    options = dict(case["vault"])
    steps = options.pop("steps")
    opened = sentinel.Vault(**options)
    for step in steps:
        if "error" in step:
            with pytest.raises(sentinel.SentinelError) as raised:
                given(step, opened)
            check_error(step, raised.value)
            continue
        text, traces = given(step, opened)
        # Where it is wrong, the text may be a value: it is not shown.
        same = text == step["gives"]
        assert same, "the text is another"
        assert traces == step.get("traces")


@cache
def scanner() -> sentinel.Scanner:
    return sentinel.Scanner()


def given(step: dict[str, Any], vault: sentinel.Vault) -> tuple[str, list[list[Any]] | None]:
    if "tokenize" in step:
        scoped = vault.scoped(tenant=step.get("tenant", ""), session=step.get("session", ""))
        text = scanner().tokenize(step["tokenize"], scoped).text
        assert scanner().tokenize(step["tokenize"].encode(), scoped).text == text.encode()
        return text, None
    if "restore" in step:
        return vault.restore(step["restore"], step["grant"]).expose(), None
    guarded = sentinel.guard(
        step["guard"], step["sink"], vault=vault, grant=step.get("grant"), policy=step.get("policy")
    )
    return guarded.expose(), [[trace.kind, trace.action, trace.line] for trace in guarded.traces]


def check_error(step: dict[str, Any], error: sentinel.SentinelError) -> None:
    assert error.code == step["error"]
    for name in step.get("names", []):
        assert name in str(error)
    for hidden in step.get("hides", []):
        assert hidden not in str(error) and hidden not in repr(error)
