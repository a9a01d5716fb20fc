"""`sentinel rules test` and `sentinel rules explain`"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from sentinel._errors import NotFoundError
from sentinel._sentinel import MAX_INPUT_BYTES, Scanner, explain
from sentinel.cli import options
from sentinel.cli.output import CLEAN, FOUND

_SEARCH = {
    "literals": "tried only where one of its literals stands",
    "runs": "tried in long runs of one kind of character",
    "every_byte": "slow: run over every byte; `sentinel rules check` measures it",
    "backtracking": "slow: run over every byte by backtracking, because of look-around; "
    "`sentinel rules check` measures it",
}


def add_to(commands: Any) -> None:
    """Adds the commands."""
    test = options.command(
        commands,
        "test",
        "Try a rule on a text.",
        "Prints where the rule finds something, and what other rules find. Exit code 1 when the rule finds\n"
        "something. A shell remembers its command lines: give a real secret on standard input, as -.",
        "sentinel rules test JWT - < token.txt",
    )
    test.add_argument("rule", metavar="RULE", help="the name of a rule in force")
    test.add_argument("text", metavar="TEXT", help="the text, or - for standard input")
    options.add_rules(test)
    options.runs(test, run_test)
    explanation = options.command(
        commands,
        "explain",
        "Say what a rule is, and how it is looked for.",
        "Examples are shown split by <|>, so that no scanner fires on them.",
        "sentinel rules explain JWT",
    )
    explanation.add_argument("rule", metavar="RULE", help="the name of a rule in force")
    explanation.add_argument("--json", action="store_true", help="print one JSON object")
    options.add_rules(explanation)
    options.runs(explanation, run_explain)


def run_test(arguments: argparse.Namespace) -> int:
    """Carries `rules test` out."""
    scanner = options.scanner(arguments)
    _explanation(scanner, arguments.rule)
    given = arguments.text
    text = sys.stdin.buffer.read(MAX_INPUT_BYTES + 1) if given == "-" else given.encode("utf-8", "surrogateescape")
    code = CLEAN
    for finding in scanner.scan(text):
        own = finding.type == arguments.rule
        code = FOUND if own else code
        place = f"{finding.line}:{finding.column}: bytes {finding.start} to {finding.end}"
        print(f"{place}: {finding.type} {finding.severity} {finding.preview}, by {finding.proof}")
    if code == CLEAN:
        print(f"{arguments.rule} finds nothing")
    return code


def run_explain(arguments: argparse.Namespace) -> int:
    """Carries `rules explain` out."""
    explained = _explanation(options.scanner(arguments), arguments.rule)
    if arguments.json:
        print(json.dumps(explained))
        return CLEAN
    rule = explained["rule"]
    print(f"{explained['name']}  {rule['severity']}  {rule['category']}  confidence {rule['confidence']}")
    lines = [
        ("description", rule.get("description")),
        ("regex", rule["regex"]),
        ("value", "the group `secret`" if explained["value_is_group"] else "the whole match"),
        ("search", _SEARCH.get(explained["search"], explained["search"])),
        ("literals", " ".join(explained["literals"])),
        ("longest", "no bound" if explained["longest"] is None else f"{explained['longest']} bytes"),
        ("before", rule.get("before")),
        ("after", rule.get("after")),
        ("validate", " ".join(rule.get("validate", []))),
        ("entropy", rule.get("entropy") and f"at least {rule['entropy']} bits a byte"),
        ("provider", rule.get("provider")),
        ("revoke", rule.get("revoke")),
    ]
    lines += [("component", part["rule"]) for part in rule.get("components", [])]
    lines += [("example", repr(text)) for text in rule.get("examples", [])]
    lines += [("not", repr(text)) for text in rule.get("counterexamples", [])]
    lines += [("reference", text) for text in rule.get("references", [])]
    for name, text in lines:
        if text:
            print(f"  {name:12}{text}")
    return CLEAN


def _explanation(scanner: Scanner, rule: str) -> dict[str, Any]:
    explained: dict[str, Any] | None = json.loads(explain(scanner, rule))
    if explained is None:
        raise NotFoundError("rules: no rule of this name is in force; --pii and --rules add rules")
    return explained
