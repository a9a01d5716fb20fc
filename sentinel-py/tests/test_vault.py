"""Vaults and the guard, where Python differs from the vectors."""

from __future__ import annotations

import pickle
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import sentinel


def grant(**fields: object) -> sentinel.Grant:
    until = datetime.now(timezone.utc) + timedelta(minutes=5)
    given = {"by": "machine:test", "sink": "file", "purpose": "a test", "until": until, "rules": "*", **fields}
    return sentinel.Grant(**given)  # type: ignore[arg-type]


def test_a_vault_in_a_file_is_opened_again(tmp_path: Path, aws_key: str) -> None:
    url = f"sqlite://{tmp_path}/sentinel.db"
    tokenized = sentinel.Scanner().tokenize(f"für key={aws_key}", sentinel.Vault(url))
    assert [finding.type for finding in tokenized.findings] == ["AWS_ACCESS_KEY"]
    restored = sentinel.Vault(url).restore(tokenized.text, grant())
    assert restored.expose() == f"für key={aws_key}"
    token = restored.tokens[0]
    assert tokenized.text[token.start : token.end].startswith("«sn:AWS_ACCESS_KEY:")
    with sentinel.open(url) as s:
        assert [entry.kind for entry in s.hyperlog.entries()] == ["tokens_restored"]
    assert aws_key.encode() not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_what_was_restored_is_not_printed_or_pickled(aws_key: str) -> None:
    vault = sentinel.Vault()
    text = sentinel.Scanner().tokenize(aws_key, vault).text
    restored = vault.restore(text, grant())
    guarded = sentinel.guard(text, "file", vault=vault, grant=grant())
    for held in (restored, guarded, vault):
        assert aws_key not in repr(held) and aws_key not in str(held)
    for held in (restored, guarded):
        with pytest.raises(TypeError):
            pickle.dumps(held)
    assert vault.counts == {"tokenized": 1, "failed": 0, "restored": 2, "refused": 0}
    assert guarded.restored == 1 and guarded.warnings == ()


def test_a_policy_gives_tokens_of_a_vault(aws_key: str) -> None:
    vault = sentinel.Vault()
    scanner = sentinel.Scanner(policy=sentinel.Policy("default: tokenize", vault=vault))
    text = scanner.redact(f"key={aws_key}").text
    assert text == sentinel.Scanner().tokenize(f"key={aws_key}", vault).text
    assert scanner.redact(text).text == text and scanner.scan(text) == []
    assert vault.restore(text, grant()).expose() == f"key={aws_key}"


def test_wrong_options_are_named() -> None:
    for options in ({"key": "hunter2"}, {"capacity": 0}, {"retention": -1.0}, {"url": "redis://hunter2"}):
        with pytest.raises(sentinel.InvalidInputError) as raised:
            sentinel.Vault(**options)  # type: ignore[arg-type]
        assert "hunter2" not in str(raised.value)
