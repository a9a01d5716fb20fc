"""The command: other tools' rules in, other tools' reports out, and what a rule is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_cli import command

GITLEAKS = """
[[rules]]
id = "house-token"
regex = '''token=(hsk_[0-9a-f]{8})'''
path = '''\\.env$'''

[[rules]]
id = "files"
path = '''id_rsa$'''
"""


def test_rules_of_another_tool_are_imported_and_used(tmp_path: Path) -> None:
    source, patterns = tmp_path / "house.toml", tmp_path / "patterns.yaml"
    source.write_text(GITLEAKS)
    printed, errors = command("rules", "import", source, "-o", patterns, code=1)
    assert not printed
    assert "house-token: path: ignored: " in errors and "files: regex: skipped: " in errors
    assert errors.endswith("1 rules, 2 notes\n")
    found, _ = command("scan", "--no-builtin", "--rules", patterns, "-", stdin=b"token=" + b"hsk_0123abcd", code=1)
    assert b"HOUSE_TOKEN" in found
    assert "there already" in command("rules", "import", source, "-o", patterns, code=2)[1]
    printed, errors = command("rules", "import", "--json", "--format", "gitleaks", "-", stdin=source.read_bytes(), code=1)
    assert printed == patterns.read_bytes() and {note["effect"] for note in json.loads(errors)} == {"ignored", "skipped"}


def test_suppressions_are_imported_as_json(tmp_path: Path) -> None:
    source = tmp_path / ".gitleaksignore"
    source.write_text("# known\nsrc/a.py:house-token:7\n")
    printed, errors = command("rules", "import", source, code=0)
    assert json.loads(printed) == [{"path": "src/a.py", "line": 7, "rule": "house-token"}]
    assert errors == "1 suppressions, 0 notes\n"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("rules.txt", "x", "field: format"),
        ("rules.toml", "a = [hunter2", "line: 1"),
        ("rules.toml", "[[rules]]\nregex = 'hunter2'", "rules[0].id"),
        ("rules.toml", "\xff", "not UTF-8"),
    ],
)
def test_bad_documents_are_errors(tmp_path: Path, name: str, text: str, said: str) -> None:
    source = tmp_path / name
    source.write_text(text, encoding="latin-1")
    printed, errors = command("rules", "import", source, code=2)
    assert not printed and said in errors and "hunter2" not in errors
    assert "no such file" in command("rules", "import", tmp_path / "none.toml", code=2)[1]


def test_scan_gives_reports_of_other_tools_without_values(tmp_path: Path, aws_key: str) -> None:
    (tmp_path / "a b.env").write_text(f"x\nkey = {aws_key}\n")
    printed, _ = command("scan", "--format", "sarif", tmp_path, code=1)
    assert aws_key.encode() not in printed
    run = json.loads(printed)["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["AWS_ACCESS_KEY"]
    (result,) = run["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("/a%20b.env") and place["region"] == {"startLine": 2}
    printed, _ = command("scan", "--format", "gitleaks", tmp_path, code=1)
    assert aws_key.encode() not in printed
    (leak,) = json.loads(printed)
    assert (leak["RuleID"], leak["Secret"], leak["StartLine"]) == ("AWS_ACCESS_KEY", "AKIA****AM2", 2)
    assert command("scan", "--format", "gitleaks", "-", stdin=b"nothing", code=0)[0] == b"[]\n"


def test_a_rule_is_tried_on_a_text(aws_key: str) -> None:
    printed, _ = command("rules", "test", "AWS_ACCESS_KEY", "-", stdin=f"é {aws_key}".encode(), code=1)
    assert printed.decode() == "1:4: bytes 3 to 23: AWS_ACCESS_KEY HIGH AKIA****AM2, by structure\n"
    assert command("rules", "test", "AWS_ACCESS_KEY", "nothing", code=0)[0] == b"AWS_ACCESS_KEY finds nothing\n"
    assert "no rule of this name" in command("rules", "test", "NONE", "x", code=2)[1]


def test_a_rule_is_explained(tmp_path: Path, aws_key: str) -> None:
    printed, _ = command("rules", "explain", "AWS_ACCESS_KEY", code=0)
    text = printed.decode()
    assert text.startswith("AWS_ACCESS_KEY  HIGH  secret  confidence ")
    for part in ("regex", "AKIA", "tried only where one of its literals stands", "example", "reference"):
        assert part in text
    # Its own examples are split: nothing fires on what is printed.
    assert command("scan", "-", stdin=printed, code=0)[0] == b""
    explained = json.loads(command("rules", "explain", "--json", "AWS_ACCESS_KEY", code=0)[0])
    assert explained["search"] == "literals" and explained["rule"]["severity"] == "HIGH"
    slow = tmp_path / "slow.yaml"
    slow.write_text("patterns: {PIN: {regex: '[a-z]{9}'}}")
    assert b"slow: run over every byte" in command("rules", "explain", "--rules", slow, "PIN", code=0)[0]
