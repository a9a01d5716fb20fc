"""Errors: their kinds and codes, and that they name what is wrong and quote nothing."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sentinel

USER = "u:hunter2"
CODES = {
    sentinel.InvalidInputError: "invalid_input",
    sentinel.InvalidRuleError: "invalid_rule",
    sentinel.InvalidPatternsError: "invalid_patterns",
    sentinel.LimitExceededError: "limit_exceeded",
    sentinel.NotFoundError: "not_found",
    sentinel.ConflictError: "conflict",
    sentinel.StorageError: "storage",
    sentinel.NetworkError: "network",
    sentinel.TamperedError: "tampered",
    sentinel.UnsupportedError: "unsupported",
    sentinel.InternalError: "internal",
    sentinel.ForbiddenError: "forbidden",
}


def test_each_kind_has_a_class_and_a_code() -> None:
    for kind, code in CODES.items():
        assert issubclass(kind, sentinel.SentinelError) and kind.code == code
        error = kind("read: wrong", "read", {"field": "x"}, True)
        again = pickle.loads(pickle.dumps(error))
        assert again.to_dict() == error.to_dict()
        assert (str(again), again.operation, again.context, again.retryable) == ("read: wrong", "read", {"field": "x"}, True)


DOCUMENTS: dict[str, tuple[str, type[sentinel.SentinelError], list[str]]] = {
    "broken YAML": ("patterns: [hunter2\n", sentinel.InvalidPatternsError, ["line"]),
    "unknown field": ("patterns: {A: {regex: x, severty: hunter2}}", sentinel.InvalidPatternsError, ["severty"]),
    "wrong type": ("patterns: {A: {regex: x, active: hunter2}}", sentinel.InvalidPatternsError, ["active"]),
    "bad regex": ("patterns: {HOUSE: {regex: 'a('}}", sentinel.InvalidRuleError, ["HOUSE", "regex"]),
    "unknown validator": ("patterns: {HOUSE: {regex: 'abcd', validate: [magic]}}", sentinel.InvalidRuleError, ["HOUSE"]),
    "unknown component": (
        "patterns: {HOUSE: {regex: 'abcd', components: [{rule: GONE}]}}",
        sentinel.InvalidRuleError,
        ["HOUSE", "GONE"],
    ),
}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_wrong_rules_are_named(document: str, tmp_path: Path) -> None:
    text, kind, names = DOCUMENTS[document]
    file = tmp_path / "patterns.yaml"
    file.write_text(text)
    calls: list[Callable[[], object]] = [
        lambda: sentinel.Scanner.from_yaml(text, builtin=False),
        lambda: sentinel.Scanner(file, builtin=False),
        lambda: sentinel.open("memory://", patterns=file, builtin=False),
    ]
    for call in calls:
        with pytest.raises(kind) as raised:
            call()
        shown = str(raised.value)
        assert all(name in shown for name in names), shown
        assert "hunter2" not in shown + repr(raised.value)
        assert raised.value.operation and not raised.value.retryable


def test_a_rules_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(sentinel.NotFoundError) as missing:
        sentinel.Scanner(tmp_path / "none.yaml")
    assert missing.value.context == {"file": str(tmp_path / "none.yaml")}
    with pytest.raises(sentinel.StorageError) as folder:
        sentinel.Scanner(tmp_path)
    assert folder.value.context["file"] == str(tmp_path) and folder.value.retryable
    file = tmp_path / "latin.yaml"
    file.write_bytes("patterns: {A: {regex: 'caf\xe9'}}".encode("latin-1"))
    with pytest.raises(sentinel.InvalidPatternsError) as latin:
        sentinel.Scanner([file])
    assert latin.value.context["file"] == str(file)
    file.write_text("patterns: {A: {regx: a}}")
    with pytest.raises(sentinel.InvalidPatternsError) as field:
        sentinel.Scanner(file)
    assert field.value.context["file"] == str(file) and "regx" in str(field.value)


@pytest.mark.parametrize("url", ["", "sqlite://", f"postgres://{USER}@h/db", "sentinel.db", "memory://x"])
def test_a_wrong_url_is_refused_and_not_quoted(url: str) -> None:
    with pytest.raises(sentinel.InvalidInputError) as raised:
        sentinel.open(url)
    assert raised.value.context["field"] == "url" and "hunter2" not in str(raised.value)


def test_a_webhook_needs_url_and_secret() -> None:
    weak = "whsec_" + "aHVudGVyMg=="
    wrong = [
        ({"webhook_url": "http://127.0.0.1:1/"}, "webhook_secret"),
        ({"webhook_secret": weak}, "webhook_url"),
        ({"webhook_url": "http://127.0.0.1:1/", "webhook_secret": weak}, "secret"),
        ({"webhook_url": "http://example.com/", "webhook_secret": "whsec_" + "QUFB" * 8}, "url"),
    ]
    for options, field in wrong:
        with pytest.raises(sentinel.InvalidInputError) as raised:
            sentinel.open("memory://", **options)  # type: ignore[arg-type]
        assert raised.value.context["field"] == field
        assert weak[6:] not in str(raised.value)


def test_a_store_that_cannot_be_made(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    for url in (f"sqlite://{file}/below/sentinel.db", f"sqlite://{tmp_path}/none/sentinel.db"):
        with pytest.raises(sentinel.StorageError) as raised:
            sentinel.open(url)
        assert raised.value.retryable and "sentinel.db" in raised.value.context["file"]


def test_a_full_disk_passes_nothing_on(store_url: str, aws_key: str) -> None:
    # A limit on the size of files stands for a disk that is full.
    program = """
import resource, sys, sentinel
url, head, tail = sys.argv[1:]
s = sentinel.open(url)
s.process("key=" + head + tail)
resource.setrlimit(resource.RLIMIT_FSIZE, (1024, resource.RLIM_INFINITY))
try:
    s.process("again=" + head + tail)
except sentinel.StorageError as error:
    assert head + tail not in str(error) and error.context["file"].endswith("sentinel.db")
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    s.process("later=" + head + tail)
    assert len(s.quarantine.entries()) == 2
    assert s.hyperlog.verify().entries == 2
    print("refused")
"""
    arguments = [sys.executable, "-c", program, store_url, aws_key[:4], aws_key[4:]]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("refused\n", "")


def test_a_key_belongs_to_its_store(store_url: str, tmp_path: Path, aws_key: str) -> None:
    with sentinel.open(store_url) as s:
        s.process(aws_key)
    key = tmp_path / "sentinel.key"
    original = key.read_text()
    key.write_text("00" * 32)
    with pytest.raises(sentinel.ConflictError):
        sentinel.open(store_url)
    key.unlink()
    with pytest.raises(sentinel.NotFoundError):
        sentinel.open(store_url)
    key.write_text(original)
    sentinel.open(store_url).close()


def test_what_does_not_exist_is_not_found() -> None:
    with sentinel.open("memory://") as s:
        for call in (
            lambda: s.quarantine.entry("log_1"),
            lambda: s.quarantine.open("log_1", by="alice", reason="look"),
            lambda: s.rules.approve("upd_1", by="alice"),
            lambda: s.rules.reject("upd_1", by="alice"),
        ):
            with pytest.raises(sentinel.NotFoundError):
                call()
        for field, wrong in (
            ("by", lambda: s.rules.approve("upd_1", by=" ")),
            ("status", lambda: s.quarantine.review("log_1", "SEEN", by="alice")),
            ("status", lambda: s.quarantine.entries(status="SEEN")),
            ("secret_type", lambda: s.feedback({"feedback_type": "uncertain"})),
            ("extra", lambda: s.feedback(secret_type="A", feedback_type="uncertain", extra="hunter2")),
            ("evidence", lambda: s.feedback(secret_type="A", feedback_type="uncertain", evidence={"hunter2": 1})),
        ):
            with pytest.raises(sentinel.InvalidInputError) as raised:
                wrong()
            assert raised.value.context["field"] == field and "hunter2" not in str(raised.value)


def test_a_report_that_cannot_be_read_is_quoted_nowhere() -> None:
    loop: list[object] = ["hunter2"]
    loop.append(loop)
    with sentinel.open("memory://") as s:
        for field, wrong in (
            (".", lambda: s.feedback('{"evidence": "hunter2', secret_type="A")),
            (".", lambda: s.feedback('["hunter2"]', secret_type="A")),
            (".", lambda: s.feedback("[" * 100_000 + "hunter2", secret_type="A")),
            (".", lambda: s.feedback({b"hunter2": 1})),  # type: ignore[dict-item]
            (".", lambda: s.feedback(b"hunter2")),  # type: ignore[arg-type]
            ("evidence", lambda: s.feedback(secret_type="A", feedback_type="missed_secret", evidence=[b"hunter2"])),
            ("evidence", lambda: s.feedback({"secret_type": "A", "evidence": loop})),
        ):
            with pytest.raises(sentinel.InvalidInputError) as raised:
                wrong()
            assert raised.value.context["field"] == field and raised.value.operation == "read feedback"
            assert raised.value.__context__ is None and raised.value.__cause__ is None
            assert ("hunter2" in repr(raised.value.to_dict())) is False


def test_a_closed_sentinel_says_so(store_url: str, aws_key: str) -> None:
    s = sentinel.open(store_url)
    s.close()
    s.close()
    with pytest.raises(sentinel.ConflictError):
        s.process(aws_key)
    with pytest.raises(sentinel.ConflictError):
        s.hyperlog.verify()
