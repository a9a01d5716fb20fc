"""The command."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sentinel

MARKER = b"[REDACTED:LIMIT]"
USER = "u:hunter2"


def command(*arguments: str | Path, stdin: bytes = b"", code: int | None = None) -> tuple[bytes, str]:
    """Runs the command; gives what it printed."""
    done = subprocess.run([sys.executable, "-m", "sentinel", *arguments], input=stdin, capture_output=True, check=False)
    errors = done.stderr.decode()
    assert "Traceback" not in errors
    if code is not None:
        assert done.returncode == code, errors
    return done.stdout, errors


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["scan"],
        ["redact"],
        ["rules"],
        ["rules", "check"],
        ["rules", "list"],
        ["rules", "import"],
        ["rules", "test"],
        ["rules", "explain"],
        ["baseline"],
        ["baseline", "create"],
        ["baseline", "audit"],
        ["hyperlog", "verify"],
    ],
)
def test_every_help_shows_an_example(arguments: list[str]) -> None:
    printed, _ = command(*arguments, "--help", code=0)
    assert b"example:\n  " in printed and b"sentinel " + " ".join(arguments).encode() in printed


def test_the_console_script_is_installed() -> None:
    script = Path(sys.executable).parent / "sentinel"
    assert subprocess.run([script, "rules", "list"], capture_output=True, check=False).returncode == 0


def test_wrong_arguments_are_errors(tmp_path: Path) -> None:
    for arguments in ([], ["scan"], ["seek"], ["scan", "--json", "--jsonl", "."], ["rules", "check", "--x"]):
        printed, errors = command(*arguments, code=2)
        assert not printed and errors
    _, errors = command("scan", "--rules", tmp_path / "none.yaml", tmp_path, code=2)
    assert "none.yaml" in errors


@pytest.fixture
def tree(tmp_path: Path, aws_key: str) -> Path:
    tree = tmp_path / "tree"
    leak = f"# é\nkey = {aws_key}\n"
    for name in ("a.txt", ".git/b.txt", "target/b.txt", "sub/ä.txt"):
        file = tree / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(leak)
    (tree / ".gitignore").write_text("target/\n")
    (tree / "binary").write_bytes(b"\0" + leak.encode())
    (tree / "clean").write_text("nothing\n")
    (tree / "link").symlink_to(tree / "a.txt")
    return tree


def test_scan_prints_places(tree: Path, aws_key: str) -> None:
    printed, errors = command("scan", tree, code=1)
    lines = printed.decode().splitlines()
    assert lines == [f"{tree}/{name}:2:7: AWS_ACCESS_KEY HIGH AKIA****AM2" for name in ("a.txt", "sub/ä.txt")]
    assert errors == "2 found in 4 files, 1 binary skipped, 1 symbolic link skipped\n"
    printed, _ = command("scan", "--no-ignore", "--threads", "2", tree, code=1)
    assert [line.split(":")[0] for line in printed.decode().splitlines()] == [
        f"{tree}/{name}" for name in ("a.txt", "sub/ä.txt", "target/b.txt")
    ]
    assert command("scan", tree / "clean", code=0)[0] == b""
    assert command("scan", tree / "link", "-", stdin=aws_key.encode(), code=1)[0].count(b"\n") == 2


def test_scan_gives_json(tree: Path, aws_key: str) -> None:
    printed, errors = command("scan", "--json", tree, code=1)
    report = json.loads(printed)
    assert [finding["path"] for finding in report["findings"]] == [f"{tree}/a.txt", f"{tree}/sub/ä.txt"]
    finding = report["findings"][0]
    assert (finding["type"], finding["start"], finding["end"]) == ("AWS_ACCESS_KEY", 11, 31)
    assert (report["files"], report["skipped"], report["errors"], errors) == (4, 2, [], "")
    skipped = [{"path": f"{tree}/binary", "reason": "binary"}, {"path": f"{tree}/link", "reason": "symbolic_link"}]
    assert report["skipped_files"] == skipped
    assert aws_key.encode() not in printed


def test_scan_gives_json_lines(tree: Path, aws_key: str) -> None:
    (tree / "wide").write_text(f"key={aws_key}", encoding="utf-16")
    printed, errors = command("scan", "--format", "jsonl", tree, tree / "none", "-", stdin=aws_key.encode(), code=2)
    reports = [json.loads(line) for line in printed.splitlines()]
    shown = [(report["path"].removeprefix(f"{tree}/"), len(report["findings"]), report["skipped"]) for report in reports]
    assert shown == [
        ("a.txt", 1, None),
        ("binary", 0, "binary"),
        ("link", 0, "symbolic_link"),
        ("sub/ä.txt", 1, None),
        ("wide", 1, None),
        ("none", 0, None),
        ("-", 1, None),
    ]
    assert [report["encoding"] for report in reports][4:] == ["utf-16le", None, None]
    assert reports[5]["error"] == "not_found" and errors == "" and aws_key.encode() not in printed


def test_scan_says_what_is_too_large(tree: Path) -> None:
    printed, errors = command("scan", "--max-bytes", "30", tree, code=0)
    assert not printed and f"{tree}/a.txt: too large, not scanned" in errors and "too large skipped" in errors
    for wrong in (["--max-bytes", "-1"], ["--max-bytes", "x"], ["--threads", "0"], ["--json", "--format", "text"]):
        assert command("scan", *wrong, tree, code=2)[1]


@pytest.mark.skipif(os.name != "posix", reason="terminals are POSIX's")
def test_progress_is_drawn_on_a_terminal_alone(tree: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    arguments = [sys.executable, "-m", "sentinel", "scan", tree]
    environment = {**os.environ, "TERM": "xterm"}
    done = subprocess.run(arguments, stdout=-1, stderr=theirs, env=environment, check=False)
    os.close(theirs)
    drawn = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert done.returncode == 1 and done.stdout.count(b"\n") == 2
    assert "files, " in drawn and "MB/s" in drawn
    assert drawn.rpartition("\x1b[K")[2].startswith("2 found in 4 files"), "the line is taken away at the end"


def test_scan_goes_on_after_an_error(tree: Path) -> None:
    large = tree / "large"
    with large.open("wb") as file:
        file.truncate(0)
        file.write(b"x" * 9000)
        for _ in range(65):
            file.write(b"x" * (1 << 20))
    printed, errors = command("scan", tree / "none", large, tree / "a.txt", code=2)
    assert printed.count(b"\n") == 1
    assert f"{tree}/none: " in errors and f"{large}: " in errors and "2 not readable" in errors
    report = json.loads(command("scan", "--json", large, code=2)[0])
    assert report["errors"] == [{"path": str(large), "code": "limit_exceeded"}]


def test_scan_chooses_rules(tmp_path: Path, aws_key: str) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text("patterns: {HOUSE_A: {regex: 'hsa_[0-9]{8}'}}")
    second.write_text("patterns: {HOUSE_B: {regex: 'hsb_[0-9]{8}'}}")
    text = f"{aws_key} hsa_12345678 hsb_12345678 card 4012 8888 8888 1881".encode()

    def types(*options: str | Path) -> list[str]:
        printed, _ = command("scan", "--json", *options, "-", stdin=text)
        return [finding["type"] for finding in json.loads(printed)["findings"]]

    assert types() == ["AWS_ACCESS_KEY"]
    assert types("--rules", first, "--rules", second, "--no-builtin") == ["HOUSE_A", "HOUSE_B"]
    assert types("--rules", second, "--pii") == ["AWS_ACCESS_KEY", "HOUSE_B", "CREDIT_CARD"]


def test_jsonl_answers_every_line(aws_key: str, tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": 1, "text": f"é {aws_key}", "ext": "py"}),
        json.dumps({"id": "b", "text": "nothing"}),
        "not json",
        json.dumps({"id": ["c"], "text": 7}),
        "",
        "[1]",
        "[" * 100_000,
        json.dumps({"text": f"\ud800 {aws_key}"}),
        '{"id": 2, "text": "\xff"}',
        json.dumps({"id": None, "text": ""}),
    ]
    data = "\n".join(lines).encode("latin-1")
    confidence = sentinel.Scanner().scan(aws_key)[0].confidence
    found = {"type": "AWS_ACCESS_KEY", "category": "secret", "start": 3, "end": 23, "confidence": confidence}
    bad = {"id": None, "error": "invalid_input", "findings": []}
    expected = [
        {"id": 1, "findings": [found]},
        {"id": "b", "findings": []},
        bad,
        {**bad, "id": ["c"]},
        bad,
        bad,
        bad,
        {"id": None, "findings": [{**found, "start": 4, "end": 24}]},
        bad,
        {"id": None, "findings": []},
    ]
    printed, _ = command("scan", "--jsonl", stdin=data, code=2)
    assert [json.loads(line) for line in printed.splitlines()] == expected
    file = tmp_path / "in.jsonl"
    file.write_text(lines[0] + "\n")
    printed, _ = command("scan", "--jsonl", file, file, code=1)
    assert [json.loads(line) for line in printed.splitlines()] == expected[:1] * 2
    assert command("scan", "--jsonl", stdin=lines[1].encode(), code=0)
    assert command("scan", "--jsonl", stdin=b"", code=0) == (b"", "")


def test_redact_keeps_all_other_bytes(aws_key: str) -> None:
    text = b"a\r\n\xff\xfe key=%s \xc3\n\n\x00end" % aws_key.encode()
    printed, errors = command("redact", stdin=text, code=1)
    assert printed == text.replace(aws_key.encode(), b"[REDACTED:AWS_ACCESS_KEY]") and errors == ""
    assert command("redact", stdin=b"clean\n", code=0)[0] == b"clean\n"
    assert command("redact", stdin=b"", code=0)[0] == b""


def test_redact_finds_what_goes_on_in_the_next_line() -> None:
    secret = sentinel_like(3)
    texts = [
        f"env:\n  - name: DB_PASSWORD\n    value: {secret}\nend\n",
        f'{{\n "name": "DB_PASSWORD",\n "value": "{secret}"\n}}',
        f"export DB_PASSWORD=\\\n{secret}\nend\n",
        f"machine host.example.org\n  login ann\n  password {secret}\n",
    ]
    for text in texts:
        printed, errors = command("redact", stdin=text.encode(), code=1)
        assert printed == sentinel.redact(text.encode()).text and b"[REDACTED:" in printed and not errors


def test_redact_takes_long_lines() -> None:
    long, key, after = b"x=1, " * 60_000, pem(8), b"\nafter\n"
    hidden = key.split(b"\n")[1]
    for before in (b"", b"short\n", b"-----BEGIN NOTHING\n"):
        printed, errors = command("redact", stdin=before + long + key + after + key + after, code=1)
        # That it withholds nothing shows that each part went through as a whole.
        assert printed.startswith(before + long) and printed.endswith(after) and not errors
        assert printed.count(b"[REDACTED:") == 2 and hidden not in printed
    assert command("redact", stdin=long + b"\n" + long, code=0)[0] == long + b"\n" + long


def pem(lines: int) -> bytes:
    body = [sentinel_like(number) for number in range(lines)]
    label = "RSA PRIVATE KEY-----"
    return "\n".join(["-----BEGIN " + label, "MIIE" + body[0][4:], *body[1:], "-----END " + label]).encode()


def sentinel_like(number: int) -> str:
    """64 characters as a key's body has them."""
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/"
    return "".join(letters[(number * 37 + place * place * 11 + place * 5) % 64] for place in range(64))


def test_redact_holds_a_block_together() -> None:
    key = pem(20)
    secret_lines = key.split(b"\n")[1:-1]
    junk = b"-----BEGIN NOTHING\n" + b"filler words in a line of a log\n" * 1500
    for before in (b"", b"x\n" * 40_000, junk, junk + junk):
        for gap in (b"", b"y" * 65_530 + b"\n"):
            text = before + gap + b"key: " + key + b"\nafter\n"
            printed, _ = command("redact", stdin=text, code=1)
            assert not any(line in printed for line in secret_lines), "a line of a key passes"
            assert printed.startswith(before) and printed.endswith(b"\nafter\n")
    cut = key[: len(key) // 2]
    printed, _ = command("redact", stdin=b"a\n" + cut, code=1)
    assert printed.startswith(b"a\n") and not any(line in printed for line in cut.split(b"\n")[1:-1])


def test_a_line_past_the_limit_becomes_the_marker() -> None:
    long = b"x" * (sentinel.MAX_INPUT_BYTES + 1)
    printed, errors = command("redact", stdin=b"a\n" + long + b"\nb\n" + long, code=2)
    assert printed == b"a\n" + MARKER + b"\nb\n" + MARKER
    assert errors == "sentinel: 2 lines withheld\n"
    key = pem(8)
    printed, _ = command("redact", stdin=long + key + b"\nafter\n", code=2)
    assert printed == MARKER + b"\nafter\n"


def test_redact_answers_at_once(aws_key: str) -> None:
    with subprocess.Popen([sys.executable, "-m", "sentinel", "redact"], stdin=-1, stdout=-1) as running:
        assert running.stdin and running.stdout
        running.stdin.write(b"key=%s\n" % aws_key.encode())
        running.stdin.flush()
        assert running.stdout.readline() == b"key=[REDACTED:AWS_ACCESS_KEY]\n"
        running.stdin.close()
        assert running.wait() == 1


def test_memory_is_flat() -> None:
    program = """
import resource, subprocess, sys
line = sys.argv[2].encode() + b"\\n"
with subprocess.Popen([sys.executable, "-m", "sentinel", *sys.argv[3:]], stdin=-1, stdout=subprocess.DEVNULL) as child:
    for _ in range(int(sys.argv[1])):
        child.stdin.write(line * 1000)
    child.stdin.close()
    child.wait()
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
    for line, options in (('{"id": 1, "text": "nothing to see"}', ["scan", "--jsonl"]), ("nothing to see", ["redact"])):
        peaks = []
        for thousands in (1, 200):
            arguments = [sys.executable, "-c", program, str(thousands), line, *options]
            peaks.append(int(subprocess.run(arguments, capture_output=True, check=True).stdout))
        assert peaks[1] < peaks[0] + 8_000, "kilobytes"


def test_rules_check(tmp_path: Path) -> None:
    printed, errors = command("rules", "check", code=0)
    assert "rules checked" in errors and b"problem" not in printed
    good, bad, broken = tmp_path / "good.yaml", tmp_path / "bad.yaml", tmp_path / "broken.yaml"
    good.write_text("patterns: {A: {regex: 'a_[0-9]{4}', examples: ['a_1234']}}")
    bad.write_text("patterns: {A: {regex: 'a_[0-9]{4}', examples: ['a_12']}, B: {regex: 'b('}}")
    broken.write_text("patterns: [")
    printed, _ = command("rules", "check", good, code=0)
    notes = ["has fewer than three examples or three counterexamples", "has no references"]
    assert printed.decode() == "".join(f"{good}: A: note: {note}\n" for note in notes)
    slow = tmp_path / "slow.yaml"
    slow.write_text("patterns: {PIN: {regex: '[a-z]{9}'}}")
    printed, _ = command("rules", "check", slow, code=0)
    assert "PIN: note: slow: no literal" in printed.decode()
    assert re.search(r"PIN: note: \d+ MB/s with it, \d+ MB/s without\n", printed.decode())
    printed, _ = command("rules", "check", good, bad, code=1)
    assert f"{bad}: A: problem: examples[0] is not found" in printed.decode() and b"B: problem: " in printed
    _, errors = command("rules", "check", broken, bad, code=2)
    assert str(broken) in errors
    _, errors = command("rules", "check", tmp_path / "none", code=2)
    assert "none" in errors
    good.write_text("patterns: {A: {regex: 'a_[0-9]{4}', components: [{rule: GONE}]}}")
    assert "GONE" in command("rules", "check", good, code=2)[1]


def test_rules_list() -> None:
    printed, _ = command("rules", "list", code=0)
    assert b"AWS_ACCESS_KEY " in printed and b"CREDIT_CARD" not in printed
    rules = json.loads(command("rules", "list", "--json", "--pii", code=0)[0])
    assert {"AWS_ACCESS_KEY", "CREDIT_CARD"} <= {rule["name"] for rule in rules}


def test_hyperlog_verify(tmp_path: Path, aws_key: str) -> None:
    file = tmp_path / "sentinel.db"
    with sentinel.open(f"sqlite://{file}") as s:
        s.process(aws_key)
        s.process(aws_key)
    (tmp_path / "sentinel.key").unlink()
    for url in (f"sqlite://{file}", str(file)):
        assert command("hyperlog", "verify", url, code=0)[0].startswith(b"2 entries hold; head 2 ")
    with sqlite3.connect(file) as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute("UPDATE hyperlog SET actor = 'person:mallory' WHERE sequence = 1")
    database.close()
    assert "sequence: 1" in command("hyperlog", "verify", file, code=1)[1]
    for wrong in (tmp_path / "none.db", "memory://", f"postgres://{USER}@h/db", "sqlite://"):
        printed, errors = command("hyperlog", "verify", wrong, code=2)
        assert not printed and errors and "hunter2" not in errors
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("arguments", [["rules", "list"], ["redact"], ["scan", "--jsonl"]])
def test_a_broken_pipe_is_quiet(arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    text = b'{"id": 1, "text": "nothing"}\n' * 10_000
    running = subprocess.run(
        [sys.executable, "-m", "sentinel", *arguments], input=text, stdout=writer, stderr=-1, check=False
    )
    os.close(writer)
    assert running.stderr == b"" and running.returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("arguments", [["rules", "list"], ["redact"], ["scan", "--jsonl"], ["scan", "--json", "-"]])
def test_a_full_disk_is_an_error(arguments: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        running = subprocess.run(
            [sys.executable, "-m", "sentinel", *arguments], input=b"{}\n", stdout=full, stderr=-1, check=False
        )
    assert running.returncode == 2 and running.stderr.startswith(b"sentinel: ")
    assert b"Traceback" not in running.stderr and b"Exception ignored" not in running.stderr
