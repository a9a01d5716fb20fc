"""Streams as a host uses them; that they equal the whole text is what the vectors and the core's tests show."""

from __future__ import annotations

import asyncio
import gc
import io
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest
import sentinel

KEY = "AKIA" + "QYLPMN5HHHFPZAM2"


def test_pieces_of_a_str_count_code_points() -> None:
    with sentinel.Scanner().stream() as stream:
        text = "".join(stream.push(character) for character in f"é🔑\nkey={KEY} end")
    assert text + stream.rest == "é🔑\nkey=[REDACTED:AWS_ACCESS_KEY] end"
    (found,) = stream.findings
    assert (found.start, found.end, found.line, found.column) == (7, 27, 2, 5)


def test_what_was_found_can_be_forgotten() -> None:
    stream = sentinel.Scanner().stream(format="lines")
    stream.push(f"key={KEY}\n")
    assert (len(stream.findings), len(stream.replacements)) == (1, 1)
    stream.forget()
    assert (stream.findings, stream.replacements) == ([], [])
    stream.push(f"key={KEY}\n")
    assert [finding.line for finding in stream.findings] == [2]


def test_what_has_no_end_does_not_keep_what_was_found() -> None:
    def kept() -> int:
        gc.collect()
        return sum(isinstance(known, sentinel.Finding) for known in gc.get_objects())

    before = kept()
    writer = sentinel.RedactingWriter(io.StringIO())
    pieces = sentinel.Scanner().stream_iter((f"key={KEY}\n" for _ in range(200)), "lines")
    for _ in range(100):
        writer.write(f"key={KEY}\n")
        next(pieces)
    assert kept() - before < 10


def test_bytes_may_be_cut_inside_a_character() -> None:
    stream = sentinel.Scanner().stream()
    given = [stream.push(bytes([byte])) for byte in f"é {KEY}".encode()]
    assert b"".join([*given, stream.finish()]) == "é [REDACTED:AWS_ACCESS_KEY]".encode()


def test_what_is_final_is_given_on_demand() -> None:
    rules = "patterns: {KEY: {regex: 'key_[a-z]{4}'}}"
    stream = sentinel.Scanner.from_yaml(rules, builtin=False).stream()
    assert stream.push("ok. ") + stream.flush() == "ok. "
    assert stream.held == 0


def test_a_finished_stream_takes_nothing_more() -> None:
    stream = sentinel.Scanner().stream()
    assert stream.push("a") + stream.finish() + stream.finish() == "a"
    with pytest.raises(sentinel.InvalidInputError):
        stream.push("b")


def test_all_pieces_are_of_one_type() -> None:
    stream = sentinel.Scanner().stream()
    stream.push("a")
    with pytest.raises(TypeError):
        stream.push(b"b")  # type: ignore[type-var,unused-ignore]
    assert stream.finish() == "a"


def test_past_a_limit_the_rest_is_withheld() -> None:
    stream = sentinel.Scanner(max_input_bytes=10).stream()
    assert stream.push("more than ten characters") == "[REDACTED:LIMIT]"
    assert stream.push(KEY) + stream.finish() == ""
    assert isinstance(stream.error, sentinel.LimitExceededError)


def test_a_rule_without_a_bound_is_refused() -> None:
    scanner = sentinel.Scanner.from_yaml("patterns: {FAR: {regex: 'a(?=.*b)c?'}}")
    with pytest.raises(sentinel.UnsupportedError, match="FAR"):
        scanner.stream()


def test_what_is_held_back_is_not_shown() -> None:
    stream = sentinel.Scanner().stream()
    stream.push("password=" + "hunter2x")
    assert "hunter2x" not in repr(stream)


def test_an_iterator_gives_redacted_pieces() -> None:
    scanner = sentinel.Scanner()
    assert "".join(scanner.stream_iter(f"é {KEY} 🔑")) == "é [REDACTED:AWS_ACCESS_KEY] 🔑"
    assert list(scanner.stream_iter([b"a " + KEY.encode() + b"\n", b"b"], "lines")) == [
        b"a [REDACTED:AWS_ACCESS_KEY]\n",
        b"b",
    ]
    with pytest.raises(sentinel.InvalidInputError, match="format"):
        scanner.stream_iter([], "words")


def test_an_asynchronous_iterator_gives_redacted_pieces() -> None:
    async def pieces() -> AsyncIterator[str]:
        for piece in ("key=AKIA", "QYLPMN5HHH", "FPZAM2 ", "done"):
            await asyncio.sleep(0)
            yield piece

    async def all_of_them() -> list[str]:
        return [text async for text in sentinel.Scanner().astream(pieces())]

    assert "".join(asyncio.run(all_of_them())) == "key=[REDACTED:AWS_ACCESS_KEY] done"


def test_each_piece_of_bytes_is_whole_characters() -> None:
    stream = sentinel.Scanner().stream()
    given = [stream.push(bytes([byte])).decode() for byte in f"é🔑 {KEY} 🔑é".encode()]
    assert "".join(given) + stream.finish().decode() == "é🔑 [REDACTED:AWS_ACCESS_KEY] 🔑é"


def test_a_writer_redacts_lines_and_writes_the_rest_when_it_is_closed() -> None:
    out = io.StringIO()
    with sentinel.RedactingWriter(out) as writer:
        print("key=", KEY, sep="", file=writer)
        assert out.getvalue() == "key=[REDACTED:AWS_ACCESS_KEY]\n"
        print("and", KEY, end="", file=writer)
    assert out.getvalue().endswith("\nand [REDACTED:AWS_ACCESS_KEY]") and not out.closed
    with pytest.raises(ValueError, match="closed"):
        writer.write("more")
    assert not writer.isatty() and not hasattr(writer, "buffer")
    with pytest.raises(io.UnsupportedOperation):
        writer.fileno()


def test_a_traceback_on_standard_error_is_redacted() -> None:
    code = "import sentinel, sys; sys.stderr = sentinel.RedactingWriter(sys.stderr); raise ValueError('AKIA' + sys.argv[1])"
    done = subprocess.run([sys.executable, "-c", code, KEY[4:]], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "ValueError: [REDACTED:AWS_ACCESS_KEY]" in done.stderr and KEY not in done.stderr
