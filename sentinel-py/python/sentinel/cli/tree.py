"""What a scan reads: files, folders and standard input, each with its report."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from itertools import groupby

from sentinel._errors import SentinelError
from sentinel._sentinel import MAX_INPUT_BYTES, Scanner
from sentinel._tree import FileReport, TreeProgress

STDIN = "-"


def add_to(parser: argparse.ArgumentParser) -> None:
    """Options that choose files."""
    parser.add_argument(
        "--no-ignore", action="store_true", help="scan what .gitignore, .ignore and .sentinelignore leave out"
    )
    parser.add_argument(
        "--max-bytes", type=_size, metavar="N", help="skip files larger than N bytes (16 MiB below a folder)"
    )
    parser.add_argument("--threads", type=_count, metavar="N", help="scan on N threads")
    parser.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar="GLOB",
        help="leave out what GLOB names below each PATH, as in .gitignore; may be repeated",
    )


def add_suppression_to(parser: argparse.ArgumentParser) -> None:
    """Options that leave out what people know of."""
    parser.add_argument(
        "--no-allow", action="store_true", help="report findings on lines with the word sentinel:allow too"
    )
    parser.add_argument("--baseline", metavar="FILE", help="leave out the findings in FILE; needs --key")
    parser.add_argument("--key", metavar="FILE", help="the key of the baseline")


def reports(
    scanner: Scanner, arguments: argparse.Namespace, progress: Callable[[TreeProgress], None] | None
) -> Iterator[FileReport]:
    """A report for every file of every path, in the order of the paths."""
    obey = not arguments.no_ignore
    for is_input, paths in groupby(arguments.path, STDIN.__eq__):
        if is_input:
            yield from (_standard_input(scanner) for _ in paths)
            continue
        with scanner.scan_tree(
            list(paths),
            gitignore=obey,
            ignore=obey,
            sentinelignore=obey,
            max_bytes=arguments.max_bytes,
            threads=arguments.threads,
            exclude=arguments.exclude,
            allow_markers=not arguments.no_allow,
            baseline=arguments.baseline,
            key_file=arguments.key,
            progress=progress,
        ) as tree:
            yield from tree


def _standard_input(scanner: Scanner) -> FileReport:
    data = sys.stdin.buffer.read(MAX_INPUT_BYTES + 1)
    try:
        return FileReport(STDIN, len(data), scanner.scan(data), None, None, None)
    except SentinelError as error:
        return FileReport(STDIN, len(data), [], None, error, None)


def _size(text: str) -> int:
    return _number(text, 0, (1 << 64) - 1)


def _count(text: str) -> int:
    return _number(text, 1, 1024)


def _number(text: str, least: int, most: int) -> int:
    number = int(text)
    if not least <= number <= most:
        raise argparse.ArgumentTypeError(f"expected a number from {least} to {most}")
    return number
