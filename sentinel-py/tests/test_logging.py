"""Records of `logging`: nothing of them gets past the filter, and no failure reaches the caller."""

from __future__ import annotations

import io
import logging
import logging.handlers
import queue
from typing import Any

import pytest
import sentinel

KEY = "AKIA" + "QYLPMN5HHHFPZAM2"
MASK = "[REDACTED:AWS_ACCESS_KEY]"
SCANNER = sentinel.Scanner()


def logged(say: Any, filtered: bool = True, form: str = "%(message)s") -> str:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logging.Formatter(form))
    if filtered:
        handler.addFilter(sentinel.RedactingFilter(SCANNER))
    logger = logging.Logger("checkout")
    logger.addHandler(handler)
    say(logger)
    return out.getvalue()


def failing(logger: logging.Logger) -> None:
    try:
        raise ValueError(f"bad key {KEY}")
    except ValueError:
        logger.exception("it failed")


class Shows:
    def __str__(self) -> str:
        return f"<{KEY}>"


SAID: list[Any] = [
    lambda logger: logger.warning(f"key={KEY}"),
    lambda logger: logger.warning("%s%s", KEY[:4], KEY[4:]),
    lambda logger: logger.warning("%(a)s", {"a": KEY}),
    lambda logger: logger.warning(Shows()),
    lambda logger: logger.warning("%r", [KEY]),
    failing,
]


@pytest.mark.parametrize("number", range(len(SAID)))
def test_what_is_said_is_redacted_wherever_it_stands(number: int) -> None:
    assert KEY in logged(SAID[number], filtered=False), "without the filter it gets out"
    text = logged(SAID[number])
    assert MASK in text and KEY[4:] not in text


def test_what_extra_adds_is_redacted() -> None:
    extra = {"plain": KEY, "deep": {"a": [{"b": (KEY, 7, None, True, 1.5)}], KEY: 1}, "raw": KEY.encode(), "shown": Shows()}
    form = "%(plain)s|%(deep)s|%(raw)s|%(shown)s"
    text = logged(lambda logger: logger.warning("x", extra=extra), form=form)
    assert text.count(MASK) == 5 and KEY not in text
    kept = {"number": 7, "list": [1, "a"], "thing": object}
    record = logging.makeLogRecord(kept)
    assert sentinel.RedactingFilter(SCANNER).filter(record)
    assert {name: getattr(record, name) for name in kept} == kept


def test_what_has_no_end_is_cut() -> None:
    loop: list[Any] = [KEY]
    loop.append(loop)
    text = logged(lambda logger: logger.warning("x", extra={"loop": loop}), form="%(loop)s")
    assert KEY not in text and "[REDACTED:LIMIT]" in text


def test_a_record_that_cannot_be_read_goes_out_withheld() -> None:
    class Broken:
        def __str__(self) -> str:
            raise RuntimeError(KEY)

    for say in (
        lambda logger: logger.warning("%d", KEY),
        lambda logger: logger.warning(Broken()),
        lambda logger: logger.warning("x", extra={"broken": Broken(), "other": KEY}),
    ):
        assert logged(say, form="%(message)s") == "[REDACTED:ERROR]\n"


def test_a_queue_is_given_redacted_records() -> None:
    records: queue.SimpleQueue[Any] = queue.SimpleQueue()
    handler = logging.handlers.QueueHandler(records)
    handler.addFilter(sentinel.RedactingFilter(SCANNER))
    logger = logging.Logger("checkout")
    logger.addHandler(handler)
    failing(logger)
    record = records.get()
    assert KEY not in str(vars(record)) and MASK in str(vars(record))


def test_a_formatter_redacts_all_that_is_written() -> None:
    inner = logging.Formatter("%(name)s %(message)s")
    formatter = sentinel.RedactingFormatter(inner, SCANNER)
    record = logging.makeLogRecord({"name": KEY, "msg": "%s", "args": (KEY,)})
    assert formatter.format(record) == f"{MASK} {MASK}"
    assert formatter.format(logging.makeLogRecord({"msg": "%d", "args": (KEY,)})) == "[REDACTED:ERROR]"


def test_only_records_of_the_named_logger_pass() -> None:
    only = sentinel.RedactingFilter(SCANNER, name="a")
    assert only.filter(logging.makeLogRecord({"name": "a.b"})) and not only.filter(logging.makeLogRecord({"name": "b"}))
