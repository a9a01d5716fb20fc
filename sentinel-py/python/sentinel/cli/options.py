"""Options that several commands share."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from sentinel._sentinel import Scanner


def command(commands: Any, name: str, help: str, details: str, example: str) -> argparse.ArgumentParser:
    """A subcommand whose help shows an example."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=help,
        description=f"{help}\n\n{details}".strip(),
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return parser


def runs(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    """Says which function carries the command out."""
    parser.set_defaults(run=run)


def add_rules(parser: argparse.ArgumentParser) -> None:
    """Options that choose the rules."""
    parser.add_argument(
        "--rules", action="append", default=[], metavar="FILE", help="add the rules in FILE; may be repeated"
    )
    parser.add_argument("--pii", action="store_true", help="add the built-in rules for personal data")
    parser.add_argument("--no-builtin", action="store_true", help="leave the built-in rules out")


def scanner(arguments: argparse.Namespace) -> Scanner:
    """The scanner that the options ask for."""
    return Scanner(rules=arguments.rules, builtin=not arguments.no_builtin, pii=arguments.pii)
