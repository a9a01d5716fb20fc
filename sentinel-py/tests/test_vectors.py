"""The vectors that every language runs."""

from __future__ import annotations

import base64
import json
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import sentinel
from vault_vectors import vault

FOLDER = Path(__file__).parents[2] / "sentinel-core" / "tests" / "vectors"
SPLIT_MARK = "<|>"
LIMITS = ("max_input_bytes", "max_decoded_bytes", "max_output_bytes")


def cases() -> list[Any]:
    found = []
    for file in sorted(FOLDER.glob("*.json")):
        document = json.loads(file.read_text(encoding="utf-8").replace(SPLIT_MARK, ""))
        found += [pytest.param(case, id=f"{file.stem}: {case['name']}") for case in document["cases"]]
    return found


CASES = cases()


def test_there_are_vectors(capsys: pytest.CaptureFixture[str]) -> None:
    assert CASES
    with capsys.disabled():
        print(f"\n{len(CASES)} vectors in {len(list(FOLDER.glob('*.json')))} files")


@pytest.mark.parametrize("case", CASES)
def test_vector(case: dict[str, Any]) -> None:
    run = {"scan": scan, "redact": redact, "redact_json": redact_json, "preview": preview, "draft": draft, "error": error}
    run.update(stream=stream, feed=feed, vault=vault, redact_as=redact_as)
    assert case["op"] in run, "unknown op"
    run[case["op"]](case)


def scanner(case: dict[str, Any]) -> sentinel.Scanner:
    known = tuple(case.get("known", {}).items())
    limits = tuple((name, case[name]) for name in LIMITS if name in case)
    policy = (case.get("policy"), tuple(case.get("pseudonym_keys", {}).items()))
    paths = case.get("paths") and json.dumps(case["paths"])
    return build(case.get("rules"), case.get("pii", False), known, limits, policy, paths)


@cache
def build(
    rules: str | None,
    pii: bool,
    known: tuple[tuple[str, str], ...],
    limits: tuple[tuple[str, int], ...],
    policy: tuple[str | None, tuple[tuple[str, str], ...]],
    paths: str | None,
) -> sentinel.Scanner:
    options: dict[str, Any] = {"pii": pii, "known": dict(known), **dict(limits)}
    if policy[0] is not None:
        options["policy"] = sentinel.Policy(policy[0], pseudonym_keys=dict(policy[1]))
    if paths is not None:
        options["paths"] = json.loads(paths)
    if rules is None:
        return sentinel.Scanner(**options)
    return sentinel.Scanner.from_yaml(rules, builtin=False, **options)


def texts(case: dict[str, Any]) -> list[Any]:
    """The text in every type that it can be given in; bytes are the last."""
    if "base64" in case:
        return [base64.b64decode(case["base64"])]
    return [case["text"], case["text"].encode()]


def scan(case: dict[str, Any]) -> None:
    for text in texts(case):
        unit = "code_points" if isinstance(text, str) else "bytes"
        found = scanner(case).scan(text)
        shown = [
            {
                **{name: getattr(finding, name) for name in ("type", "category", "severity", "proof", "preview")},
                "place": [finding.start, finding.end],
                "line": finding.line,
                "column": finding.column,
            }
            for finding in found
        ]
        expected = [
            {
                **{name: finding[name] for name in ("type", "category", "severity", "proof", "preview")},
                "place": finding[unit],
                "line": finding["line"],
                "column": finding["column"][unit],
            }
            for finding in case["findings"]
        ]
        assert shown == expected
        for finding, wanted in zip(found, case["findings"], strict=True):
            if "components" in wanted:
                assert [part.type for part in finding.components] == wanted["components"]


def check_outcome(case: dict[str, Any], text: str | bytes, result: Any) -> None:
    expected = texts({"base64": case["redacted_base64"]} if "redacted_base64" in case else {"text": case["redacted"]})
    # A character that a rule cut in two is no longer one in a str.
    wanted = expected[-1] if isinstance(text, bytes) else expected[-1].decode("utf-8", "replace")
    assert result.text == wanted
    assert [finding.type for finding in result.findings] == case["types"]
    assert (result.error and result.error.code) == case.get("error")
    if "replacements" in case:
        unit = "code_points" if isinstance(text, str) else "bytes"
        shown = [(one.type, one.treatment, [*one.input, *one.output]) for one in result.replacements]
        assert shown == [(one["type"], one["treatment"], one[unit]) for one in case["replacements"]]


def redact(case: dict[str, Any]) -> None:
    for text in texts(case):
        result = scanner(case).redact(text)
        check_outcome(case, text, result)
        if "replacements" in case:
            for one in result.replacements:
                assert result.replacements.output_offset(one.input[0]) == one.output[0]
                assert result.replacements.input_offset(one.output[0]) >= one.input[0]
            assert sum(result.replacements.counts().values()) == len(result.replacements)


def redact_json(case: dict[str, Any]) -> None:
    for text in texts(case):
        result = scanner(case).redact_json(text)
        assert result.text == (case["redacted"] if isinstance(text, str) else case["redacted"].encode())
        assert [finding.type for finding in result.findings] == case["types"]
        assert (result.error and result.error.code) == case.get("error")
    if "error" not in case:
        assert scanner(case).redact(json.loads(case["text"])).text == json.loads(case["redacted"])


def redact_as(case: dict[str, Any]) -> None:
    for text in texts(case):
        result = scanner(case).redact_as(case["shape"], text)
        check_outcome(case, text, result)
        assert scanner(case).redact_as(case["shape"], result.text).text == result.text


def stream(case: dict[str, Any]) -> None:
    for text in texts(case):
        expected = texts({"base64": case["redacted_base64"]} if "redacted_base64" in case else {"text": case["redacted"]})
        wanted = expected[-1] if isinstance(text, bytes) else expected[-1].decode("utf-8", "replace")
        with scanner(case).stream() as running:
            given = [running.push(piece) for piece in [text[:0], *pieces(text, case["chunks"])]]
        assert type(text)().join([*given, running.rest]) == wanted
        assert [finding.type for finding in running.findings] == case["types"]
        assert (running.error and running.error.code) == case.get("error")
        if "error" not in case:
            whole = scanner(case).redact(text)
            assert running.findings == whole.findings
            assert running.replacements == list(whole.replacements)


def feed(case: dict[str, Any]) -> None:
    for text in texts(case):
        with scanner(case).stream(case["format"]) as running:
            given = [running.push(piece) for piece in [text[:0], *pieces(text, case["chunks"])]]
        whole = type(text)().join([*given, running.rest])
        shown = whole if isinstance(whole, str) else whole.decode()
        assert (answer(shown, case["answer"]) if "answer" in case else shown) == case["redacted"]
        assert [finding.type for finding in running.findings] == case["types"]
        assert (running.error and running.error.code) == case.get("error")


def answer(events: str, name: str) -> str:
    """What the members of this name say, all in all, in the documents of events."""
    payloads = [line.removeprefix("data: ") for line in events.split("\n") if line.startswith("data: {")]
    return "".join(said(json.loads(payload), name) for payload in payloads)


def said(value: Any, name: str) -> str:
    if isinstance(value, dict):
        members = value.items()
        return "".join(item if key == name and isinstance(item, str) else said(item, name) for key, item in members)
    return "".join(said(item, name) for item in value) if isinstance(value, list) else ""


def pieces(text: Any, sizes: list[int]) -> list[Any]:
    """Pieces of these sizes, again and again: bytes of bytes, code points of a str."""
    cut, at = [], 0
    for size in cycle(sizes):
        if at >= len(text):
            return cut
        cut.append(text[at : at + size])
        at += size
    return cut


def preview(case: dict[str, Any]) -> None:
    for value in (case["value"], case["value"].encode()):
        assert sentinel.preview(value, case["keep_prefix"], case["keep_suffix"]) == case["preview"]


def draft(case: dict[str, Any]) -> None:
    if "error" in case:
        with pytest.raises(sentinel.SentinelError) as raised:
            sentinel.draft_regex(case["evidence"])
        assert raised.value.code == case["error"]
        return
    drafted = sentinel.draft_regex(case["evidence"])
    for name in ("regex", "samples", "matched", "confidence"):
        assert getattr(drafted, name) == case[name]


def error(case: dict[str, Any]) -> None:
    with pytest.raises(sentinel.SentinelError) as raised:
        call(case)
    assert raised.value.code == case["code"]
    text = str(raised.value)
    for name in case.get("names", []):
        assert name in text
    for hidden in case.get("hides", []):
        assert hidden not in text and hidden not in repr(raised.value)


def call(case: dict[str, Any]) -> None:
    match case["call"]:
        case "rules":
            sentinel.Scanner.from_yaml(case["rules"], builtin=False)
        case "known" | "policy" | "paths":
            scanner(case)
        case "scan":
            scanner(case).scan(case["text"])
        case "redact_as":
            scanner(case).redact_as(case["shape"], case["text"])
        case "feedback":
            with sentinel.open("memory://") as s:
                s.feedback(case["feedback"])
        case "open":
            sentinel.open(case["url"])
        case "approve":
            with sentinel.open("memory://") as s:
                s.rules.approve(case["id"], by=case["by"])
        case unknown:
            pytest.fail(f"unknown call {unknown}")
