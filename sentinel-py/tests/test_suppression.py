"""What people allow is not reported by scans of files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import sentinel


def command(*arguments: str | Path, code: int) -> tuple[str, str]:
    done = subprocess.run([sys.executable, "-m", "sentinel", *arguments], capture_output=True, check=False, text=True)
    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stderr
    return done.stdout, done.stderr


@pytest.fixture
def tree(tmp_path: Path, aws_key: str) -> Path:
    tree = tmp_path / "tree"
    (tree / "sub").mkdir(parents=True)
    (tree / "a.txt").write_text(f"key={aws_key}\n")
    (tree / "sub" / "b.txt").write_text(f"key={aws_key} # sentinel:allow AWS_ACCESS_KEY\n")
    return tree


def test_a_marker_leaves_a_finding_out_of_scans_and_never_out_of_redaction(tree: Path, aws_key: str) -> None:
    printed, errors = command("scan", tree, code=1)
    assert printed.count("\n") == 1 and errors == "1 found in 2 files, 1 suppressed\n"
    printed, _ = command("scan", "--no-allow", tree, code=1)
    assert printed.count("\n") == 2
    report = json.loads(command("scan", "--json", tree / "sub", code=0)[0])
    assert (report["findings"], report["suppressed"]) == ([], 1)
    assert aws_key not in sentinel.redact(f"key={aws_key} # sentinel:allow").text


def test_paths_are_excluded(tree: Path) -> None:
    assert command("scan", "--exclude", "a.*", "--exclude", "none/", tree, code=0)[0] == ""
    assert "exclude" in command("scan", "--exclude", "{", tree, code=2)[1]


def test_a_baseline_is_made_used_and_audited(tree: Path, tmp_path: Path, aws_key: str) -> None:
    key, baseline = tmp_path / "key", tmp_path / "baseline.json"
    _, errors = command("baseline", "create", "--key", key, "--out", baseline, tree, code=0)
    assert errors == "1 found in 2 files\n"
    assert aws_key not in baseline.read_text()
    known = ("--key", key, "--baseline", baseline)
    assert command("scan", *known, tree, code=0)[1] == "0 found in 2 files, 2 suppressed\n"
    assert command("baseline", "audit", *known, tree, code=0) == ("", "1 kept, 0 gone, 0 new\n")
    (tree / "a.txt").write_text(f"key={aws_key[:-1]}7\n")
    printed, errors = command("baseline", "audit", *known, tree, code=1)
    assert errors == "0 kept, 1 gone, 1 new\n"
    assert [line.split(": ")[0] for line in printed.splitlines()] == ["new", "gone"]
    audit = json.loads(command("baseline", "audit", "--json", *known, tree, code=1)[0])
    assert audit["new"][0]["type"] == "AWS_ACCESS_KEY" and aws_key[:-1] not in printed


def test_a_baseline_needs_its_key(tree: Path, tmp_path: Path) -> None:
    key, baseline = tmp_path / "key", tmp_path / "baseline.json"
    command("baseline", "create", "--key", key, "--out", baseline, tree, code=0)
    assert "key" in command("scan", "--baseline", baseline, tree, code=2)[1]
    other = tmp_path / "other"
    command("baseline", "create", "--key", other, "--out", tmp_path / "other.json", tree, code=0)
    assert "another key" in command("scan", "--baseline", baseline, "--key", other, tree, code=2)[1]
    assert command("scan", "--baseline", tmp_path / "none", "--key", key, tree, code=2)[1]


def test_objects_of_the_package(tree: Path, tmp_path: Path) -> None:
    scanner = sentinel.Scanner()
    baseline, key = tmp_path / "baseline.json", tmp_path / "key"
    assert scanner.create_baseline(tree, baseline=baseline, key_file=key).findings == 1
    audit = scanner.audit_baseline(tree, exclude=["a.txt"], baseline=baseline, key_file=key)
    assert [(entry.type, entry.line) for entry in audit.gone] == [("AWS_ACCESS_KEY", 1)]
    assert (audit.kept, audit.new, audit.summary.suppressed) == ([], [], 1)
