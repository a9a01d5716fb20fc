"""The examples in the documentation run."""

from __future__ import annotations

import doctest
from collections.abc import Iterator
from pathlib import Path
from types import GetSetDescriptorType

import sentinel


def documents() -> Iterator[tuple[str, str]]:
    yield "README.md", (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    yield "sentinel", sentinel.__doc__ or ""
    for name in sentinel.__all__:
        item = getattr(sentinel, name)
        yield name, getattr(item, "__doc__", None) or ""
        for attribute, value in vars(item).items() if isinstance(item, type) else ():
            # Fields are documented where they are declared.
            if callable(value) or isinstance(value, (property, staticmethod, GetSetDescriptorType)):
                yield f"{name}.{attribute}", getattr(value, "__doc__", None) or ""


def test_every_example_runs() -> None:
    runner, ran = doctest.DocTestRunner(), 0
    for name, text in documents():
        test = doctest.DocTestParser().get_doctest(text.replace("```", ""), {}, name, name, 0)
        ran += len(test.examples)
        runner.run(test)
    assert ran >= 15 and runner.failures == 0


def test_what_is_public_is_documented() -> None:
    for name, text in documents():
        last = name.rpartition(".")[2]
        assert text or last.startswith("_") or last == "MAX_INPUT_BYTES", f"{name} has no documentation"
