"""`sentinel scan`"""

from __future__ import annotations

import argparse
import sys
from typing import Any

from sentinel._errors import InvalidInputError
from sentinel.cli import jsonl, options, tree
from sentinel.cli.output import CLEAN, FAILED, FOUND
from sentinel.cli.progress import Status
from sentinel.cli.report import FORMATS


def add_to(commands: Any) -> None:
    """Adds the command."""
    parser = options.command(
        commands,
        "scan",
        "Find secrets in files and folders.",
        "Inside a repository, what .gitignore leaves out is left out; so is what .ignore and\n"
        ".sentinelignore files name, and .git. Other hidden files are scanned. Binary files, symbolic\n"
        "links and special files below a folder are skipped, and so are files past 16 MiB; a file that\n"
        "is named itself is scanned up to 64 MiB, whatever it holds. Offsets and columns count bytes;\n"
        "in a file in UTF-16, those of its text as UTF-8. A finding in a file is left out when\n"
        "the word sentinel:allow stands on its line; names of rules after it leave out those alone.\n"
        "Exit code 1 when something is found.",
        "sentinel scan --pii src/ config.yaml\n  journalctl | sentinel scan -",
    )
    parser.add_argument("path", nargs="*", metavar="PATH", help="a file, a folder, or - for standard input")
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--format",
        choices=sorted(FORMATS),
        default="text",
        help="what is printed: a line for each finding; one JSON object; or a JSON object a line for each file "
        "with findings and each that was not scanned; SARIF 2.1.0; or a report as of Gitleaks, with previews for values",
    )
    form.add_argument("--json", dest="format", action="store_const", const="json", help="as --format json")
    form.add_argument(
        "--jsonl",
        action="store_true",
        help='read lines {"id", "text"} from the files or standard input; print one line for each: '
        '{"id", "findings"}, and "error" for a line that cannot be scanned',
    )
    tree.add_to(parser)
    tree.add_suppression_to(parser)
    options.add_rules(parser)
    options.runs(parser, run)


def run(arguments: argparse.Namespace) -> int:
    """Carries the command out."""
    if arguments.jsonl:
        return jsonl.run(options.scanner(arguments), arguments.path or [tree.STDIN])
    if not arguments.path:
        raise InvalidInputError("scan: no PATH is given; - is standard input")
    scanner, status = options.scanner(arguments), Status()
    printer = FORMATS[arguments.format](scanner, status)
    found = failed = False
    try:
        for report in tree.reports(scanner, arguments, status.draw if status.on else None):
            printer.file(report)
            found = found or bool(report.findings)
            failed = failed or report.error is not None
    except KeyboardInterrupt:
        # What was found until now is worth having.
        sys.stdout.flush()
        raise
    finally:
        status.clear()
    printer.end()
    return FAILED if failed else FOUND if found else CLEAN
