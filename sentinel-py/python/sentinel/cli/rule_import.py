"""`sentinel rules import`"""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import Any

from sentinel._errors import InvalidInputError, NotFoundError
from sentinel._functions import ask
from sentinel.cli import options
from sentinel.cli.output import CLEAN, FOUND, shown

_FORMATS = ("gitleaks", "kingfisher", "nosey_parker", "detect_secrets", "gitleaksignore")
_SUPPRESSIONS = ("detect_secrets", "gitleaksignore")


def add_to(commands: Any) -> None:
    """Adds the command."""
    parser = options.command(
        commands,
        "import",
        "Turn another tool's rules into patterns.yaml.",
        "Reads rules of Gitleaks and Betterleaks (TOML), Kingfisher and Nosey Parker (YAML). What cannot\n"
        "be taken over as it is, is said on standard error, by rule and field. Baselines of detect-secrets\n"
        "and .gitleaksignore files give a JSON array of suppressions instead. Exit code 1 when a rule or a\n"
        "suppression was left out.",
        "sentinel rules import .gitleaks.toml -o patterns.yaml",
    )
    parser.add_argument("file", metavar="FILE", help="the other tool's file, or - for standard input")
    parser.add_argument("--format", choices=_FORMATS, help="which tool wrote it; told by its name if left out")
    parser.add_argument("-o", "--output", metavar="FILE", help="write to a new FILE instead of standard output")
    parser.add_argument("--json", action="store_true", help="say what was not taken over as one JSON array")
    options.runs(parser, run)


def run(arguments: argparse.Namespace) -> int:
    """Carries the command out."""
    answer = ask("import_rules", text=_read(arguments.file), file=arguments.file, format=arguments.format)
    gives_suppressions = answer["format"] in _SUPPRESSIONS
    document = json.dumps(answer["suppressions"], indent=2) + "\n" if gives_suppressions else answer["yaml"]
    _write(document, arguments.output)
    notes = answer["notes"]
    if arguments.json:
        print(json.dumps(notes), file=sys.stderr)
    else:
        for note in notes:
            said = "{item}: {field}: {effect}: {reason}".format(**note)
            print(f"{shown(arguments.file)}: {shown(said)}", file=sys.stderr)
        count = len(answer["suppressions"] if gives_suppressions else answer["names"])
        print(f"{count} {'suppressions' if gives_suppressions else 'rules'}, {len(notes)} notes", file=sys.stderr)
    return FOUND if any(note["effect"] == "skipped" for note in notes) else CLEAN


def _read(path: str) -> str:
    try:
        if path == "-":
            return sys.stdin.buffer.read().decode()
        with open(path, "rb") as file:
            return file.read().decode()
    except FileNotFoundError:
        raise NotFoundError(f"{shown(path)}: no such file") from None
    except UnicodeDecodeError:
        # The exception would hold the text.
        raise InvalidInputError(f"import: {shown(path)}: not UTF-8") from None


def _write(document: str, path: str | None) -> None:
    if path is None:
        sys.stdout.write(document)
        return
    try:
        # A patterns.yaml that is there holds people's work.
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(document)
    except FileExistsError:
        raise InvalidInputError(f"import: {shown(os.fspath(path))}: it is there already") from None
