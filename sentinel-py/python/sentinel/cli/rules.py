"""`sentinel rules`"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any

from sentinel._errors import NotFoundError, SentinelError
from sentinel._functions import builtin_packs, check_rules, measure_unplanned
from sentinel._sentinel import Scanner
from sentinel.cli import options, rule_import, rule_words
from sentinel.cli.output import CLEAN, FAILED, FOUND, complain, shown


def add_to(commands: Any) -> None:
    """Adds the command."""
    parser = options.command(
        commands, "rules", "Check, list, explain, try and import rules.", "", "sentinel rules check patterns.yaml"
    )
    inner = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    check = options.command(
        inner,
        "check",
        "Check rules against their own examples.",
        "Without a FILE the built-in rules are checked. Exit code 1 when a rule has a problem.",
        "sentinel rules check patterns.yaml",
    )
    check.add_argument("file", nargs="*", metavar="FILE", help="a document in the format of patterns.yaml")
    options.runs(check, run_check)
    listing = options.command(inner, "list", "List the rules in force.", "", "sentinel rules list --pii --json")
    listing.add_argument("--json", action="store_true", help="print one JSON array")
    options.add_rules(listing)
    options.runs(listing, run_list)
    rule_words.add_to(inner)
    rule_import.add_to(inner)


def run_check(arguments: argparse.Namespace) -> int:
    """Carries `rules check` out."""
    worst, checked = CLEAN, 0
    for name, text in _documents(arguments.file):
        try:
            checks, speeds = check_rules(text), measure_unplanned(text)
        except SentinelError as error:
            complain(str(error), name)
            worst = FAILED
            continue
        for check in checks:
            checked += 1
            for problem in check.problems:
                print(f"{shown(name)}: {check.rule}: problem: {problem}")
                worst = max(worst, FOUND)
            for note in check.notes:
                print(f"{shown(name)}: {check.rule}: note: {note}")
            if check.rule in speeds:
                without, with_it = speeds[check.rule]
                print(f"{shown(name)}: {check.rule}: note: {with_it:.0f} MB/s with it, {without:.0f} MB/s without")
    if worst == CLEAN:
        # Each is right on its own; some may name others that are not there.
        Scanner(rules=arguments.file, pii=True)
    sys.stdout.flush()
    print(f"{checked} rules checked", file=sys.stderr)
    return worst


def run_list(arguments: argparse.Namespace) -> int:
    """Carries `rules list` out."""
    rules = options.scanner(arguments).rules()
    if arguments.json:
        # Examples look like secrets, and would be found wherever the list is kept.
        hidden = ("examples", "counterexamples")
        print(json.dumps([{k: v for k, v in rule.to_dict().items() if k not in hidden} for rule in rules]))
        return CLEAN
    width = max((len(rule.name) for rule in rules), default=0)
    for rule in rules:
        print(f"{rule.name:{width}}  {rule.severity:8}  {rule.category:6}  {rule.description}".rstrip())
    return CLEAN


def _documents(files: list[str]) -> Iterator[tuple[str, str | bytes]]:
    if not files:
        yield from builtin_packs()
    for path in files:
        try:
            with open(path, "rb") as file:
                yield path, file.read()
        except FileNotFoundError:
            raise NotFoundError(f"{shown(path)}: no such file") from None
