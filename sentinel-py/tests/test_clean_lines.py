"""What a call gives for a text in which nothing is found, as most lines of a log are."""

from __future__ import annotations

import copy
import dataclasses
import gc
import pickle
import sys
import threading
from typing import Any

import pytest
import sentinel

TEXTS: list[str | bytes] = ["", "user=7", "é日🔑 user=7", b"", b"user=7 \xff", "x" * 5000, b"x" * 5000]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{type(text).__name__}-{len(text)}")
def test_the_very_object_comes_back(text: str | bytes) -> None:
    scanner = sentinel.Scanner()
    assert scanner.redact(text).text is text
    assert sentinel.redact(text).text is text
    assert scanner.scan(text) == []


def test_the_very_document_comes_back() -> None:
    for document in ('{"user": 7}', b'{"user": 7}', '{"user": "é"}'):
        redacted = sentinel.Scanner().redact_json(document)
        assert redacted.text is document and redacted.findings == [] and redacted.error is None


def test_what_is_mutable_or_cannot_be_encoded_is_copied() -> None:
    given = bytearray(b"user=7")
    text = sentinel.redact(given).text
    given[:] = b"other!"
    assert text == b"user=7"
    assert sentinel.redact("user \ud800").text == "user \ufffd"


def test_each_result_is_its_own() -> None:
    one, other = sentinel.redact("user=7"), sentinel.redact("user=7")
    one.findings.append(None)  # type: ignore[arg-type]
    assert other.findings == [] and sentinel.redact("user=7").findings == []
    found = sentinel.scan("user=7")
    found.append(None)  # type: ignore[arg-type]
    assert sentinel.scan("user=7") == []


def test_a_result_is_the_dataclass_that_its_class_says(aws_key: str) -> None:
    fields = ["text", "findings", "error", "replacements"]
    for text in ("user=7", f"key={aws_key}"):
        made = sentinel.redact(text)
        assert type(made) is sentinel.Redacted and dataclasses.is_dataclass(made)
        assert [field.name for field in dataclasses.fields(made)] == list(sentinel.Redacted.__match_args__) == fields
        by_hand: Any = sentinel.Redacted(made.text, made.findings, made.error, made.replacements)
        assert made == by_hand and repr(made) == repr(by_hand) and made.to_dict() == by_hand.to_dict()
        assert made == copy.copy(made) == pickle.loads(pickle.dumps(made)) == dataclasses.replace(made)
        assert dataclasses.replace(made, text="other").text == "other"
        with pytest.raises(dataclasses.FrozenInstanceError):
            made.text = "other"  # type: ignore[misc]
        with pytest.raises((AttributeError, TypeError)):
            made.more = 1  # type: ignore[attr-defined]
        assert gc.is_tracked(made)


def test_results_are_let_go() -> None:
    texts = ["user=%d" % number for number in range(200)]
    keep = [sentinel.redact(text) for text in texts]
    counts = [sys.getrefcount(text) for text in texts]
    del keep
    assert [count - 1 for count in counts] == [sys.getrefcount(text) for text in texts]
    before = sys.getrefcount(None)
    for _ in range(1000):
        sentinel.redact("user=7")
    assert abs(sys.getrefcount(None) - before) < 500


def test_a_cycle_through_a_result_is_collected() -> None:
    class Text(str):
        pass

    text = Text("user=7")
    redacted = sentinel.redact(text)
    assert redacted.text is text
    text.result = redacted  # type: ignore[attr-defined]
    gone = []

    class Witness:
        def __del__(self) -> None:
            gone.append(True)

    text.witness = Witness()  # type: ignore[attr-defined]
    del text, redacted
    gc.collect()
    assert gone == [True]


def test_threads_share_a_scanner_for_short_texts(aws_key: str) -> None:
    scanner = sentinel.Scanner()
    wrong = []

    def work(number: int) -> None:
        for turn in range(300):
            clean = f"user={number} turn={turn}"
            if scanner.redact(clean).text is not clean:
                wrong.append(clean)
            if scanner.redact(f"{clean} {aws_key}").text != f"{clean} [REDACTED:AWS_ACCESS_KEY]":
                wrong.append(clean)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert (scanner.counters.calls, scanner.counters.found) == (2400, 1200)
