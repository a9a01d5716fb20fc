"""`sentinel baseline`"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import Any

from sentinel._tree import BaselineEntry, TreeSummary
from sentinel.cli import options, tree
from sentinel.cli.output import CLEAN, FAILED, FOUND, complain, shown


def add_to(commands: Any) -> None:
    """Adds the command."""
    parser = options.command(
        commands,
        "baseline",
        "Note what is found now, so that a scan reports only what is new.",
        "A baseline holds keyed fingerprints, never a value. Keep its key away from it.",
        "sentinel baseline create --key ~/.sentinel.key --out baseline.json src/",
    )
    inner = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    create = options.command(
        inner,
        "create",
        "Write a baseline of all that is found.",
        "The key is made if there is none. Exit code 2 when a file could not be read.",
        "sentinel baseline create --key ~/.sentinel.key --out baseline.json src/",
    )
    create.add_argument("--out", required=True, metavar="FILE", help="the baseline to write")
    _add_options(create, run_create)
    audit = options.command(
        inner,
        "audit",
        "Compare a baseline with what is found.",
        "Prints findings that are new, and findings of the baseline that are there no more.\n"
        "Exit code 1 when there is a new one, 2 when a file could not be read.",
        "sentinel baseline audit --key ~/.sentinel.key --baseline baseline.json src/",
    )
    audit.add_argument("--baseline", required=True, metavar="FILE", help="the baseline")
    audit.add_argument("--json", action="store_true", help="print one JSON object")
    _add_options(audit, run_audit)


def run_create(arguments: argparse.Namespace) -> int:
    """Carries `baseline create` out."""
    summary = options.scanner(arguments).create_baseline(
        arguments.path, baseline=arguments.out, **_choices(arguments)
    )
    print(f"{summary.findings} found in {summary.scanned} files", file=sys.stderr)
    return _code(summary, CLEAN)


def run_audit(arguments: argparse.Namespace) -> int:
    """Carries `baseline audit` out."""
    audit = options.scanner(arguments).audit_baseline(
        arguments.path, baseline=arguments.baseline, **_choices(arguments)
    )
    if arguments.json:
        print(json.dumps(asdict(audit)))
    else:
        for word, entries in (("new", audit.new), ("gone", audit.gone)):
            for entry in entries:
                print(f"{word}: {_shown(entry)}")
        sys.stdout.flush()
        print(f"{len(audit.kept)} kept, {len(audit.gone)} gone, {len(audit.new)} new", file=sys.stderr)
    return _code(audit.summary, FOUND if audit.new else CLEAN)


def _add_options(parser: argparse.ArgumentParser, run: Any) -> None:
    parser.add_argument("path", nargs="+", metavar="PATH", help="a file or a folder")
    parser.add_argument("--key", required=True, metavar="FILE", help="the key of the baseline")
    tree.add_to(parser)
    options.add_rules(parser)
    options.runs(parser, run)


def _choices(arguments: argparse.Namespace) -> dict[str, Any]:
    return {
        "key_file": arguments.key,
        "ignore": not arguments.no_ignore,
        "exclude": arguments.exclude,
        "max_bytes": arguments.max_bytes,
        "threads": arguments.threads,
    }


def _shown(entry: BaselineEntry) -> str:
    return f"{shown(entry.path)}:{entry.line}: {entry.type} {entry.fingerprint[:12]}"


def _code(summary: TreeSummary, code: int) -> int:
    if summary.failed:
        complain(f"{summary.failed} not readable")
        return FAILED
    return code
