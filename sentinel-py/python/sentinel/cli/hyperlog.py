"""`sentinel hyperlog`"""

from __future__ import annotations

import argparse
from typing import Any

from sentinel._errors import InvalidInputError, TamperedError
from sentinel._functions import verify_hyperlog
from sentinel.cli import options
from sentinel.cli.output import CLEAN, FOUND, complain


def add_to(commands: Any) -> None:
    """Adds the command."""
    parser = options.command(
        commands,
        "hyperlog",
        "Verify the log of decisions.",
        "",
        "sentinel hyperlog verify sqlite:///var/lib/app/sentinel.db",
    )
    inner = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    verify = options.command(
        inner,
        "verify",
        "Verify that the log is what was once written.",
        "Needs no key. Note the head elsewhere: a cut-off end shows only against a noted head.\n"
        "Exit code 1 when the log was tampered with.",
        "sentinel hyperlog verify /var/lib/app/sentinel.db",
    )
    verify.add_argument("url", metavar="URL", help="sqlite://FILE, or the path of the database")
    options.runs(verify, run_verify)


def run_verify(arguments: argparse.Namespace) -> int:
    """Carries `hyperlog verify` out."""
    path = arguments.url.removeprefix("sqlite://")
    if "://" in path or not path:
        # The URL may hold a password: it is not quoted.
        raise InvalidInputError("verify hyperlog: expected sqlite://FILE or a path (field: URL)")
    try:
        verification = verify_hyperlog(path)
    except TamperedError as error:
        complain(str(error))
        return FOUND
    print(f"{verification.entries} entries hold; head {verification.head.sequence} {verification.head.chain}")
    return CLEAN
