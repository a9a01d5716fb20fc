"""The functions that look at rules."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any

from sentinel import _sentinel
from sentinel._errors import InvalidPatternsError
from sentinel._records import Check, Draft, Verification, many


def draft_regex(evidence: str | Iterable[str]) -> Draft:
    """Drafts a regex from pieces of evidence: bare tokens, assignments, or lines that hold one.

    >>> import sentinel
    >>> seen = ["hsk_euw_9fK2mQ7xLw3RtZ8aB4cD", "hsk_use_Xp5VnT1yGh6JkM0oQ2sU", "hsk_aps_bC8dE3fG7hI1jK5lM9nO"]
    >>> sentinel.draft_regex(seen).regex
    '\\\\bhsk_[a-z]{3}_[0-9A-Za-z]{20}\\\\b'

    Raises InvalidInputError when nothing fixed is found in them, or the regex would be too broad.
    """
    return Draft._of(ask("draft_regex", evidence=[evidence] if isinstance(evidence, str) else list(evidence)))


def check_rules(yaml_text: str | bytes) -> list[Check]:
    """Checks every rule of a document in the format of `patterns.yaml` against its own examples.

    Raises InvalidPatternsError when the text is no such document.
    """
    return many(Check, ask("check_rules", text=_decoded(yaml_text)))


def measure_unplanned(yaml_text: str | bytes) -> dict[str, tuple[float, float]]:
    """How fast log text is scanned, in MB/s, without and with each rule of a document that is searched for in every
    byte: by the name of the rule. Takes a fraction of a second for each.

    Raises InvalidPatternsError when the text is no such document.
    """
    speeds = ask("measure_unplanned", text=_decoded(yaml_text))
    return {speed["rule"]: (speed["without"], speed["with"]) for speed in speeds}


def builtin_packs() -> list[tuple[str, str]]:
    """The built-in rule packs: name and document of each."""
    return [(name, text) for name, text in ask("builtin_packs")]


def verify_hyperlog(path: str | os.PathLike[str]) -> Verification:
    """Verifies the log in a database of SQLite. The store's key is not needed."""
    return Verification._of(ask("verify_hyperlog", path=os.fspath(path)))


def _decoded(yaml_text: str | bytes) -> str:
    if isinstance(yaml_text, str):
        return yaml_text
    try:
        return yaml_text.decode()
    except UnicodeDecodeError:
        # The exception would hold the text.
        raise InvalidPatternsError("read patterns: not UTF-8", "read patterns") from None


def ask(what: str, **arguments: Any) -> Any:
    """Asks the native module."""
    return json.loads(_sentinel.ask(json.dumps({"ask": what, **arguments})))


for _function in (draft_regex, check_rules):
    _function.__module__ = "sentinel"
