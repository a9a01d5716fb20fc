"""The command `sentinel`.

Exit codes: 0 when nothing is found, 1 when something is, 2 on an error.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from sentinel._errors import SentinelError
from sentinel.cli import baseline, hyperlog, redact, rules, scan
from sentinel.cli.output import FAILED, complain


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code. No traceback reaches the user: one may quote text."""
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever read the output has enough.
        _drop_output()
    except KeyboardInterrupt:
        _drop_output()
        return 130
    except SentinelError as error:
        complain(str(error))
    except OSError as error:
        _drop_output()
        complain(error.strerror or "input or output failed", error.filename)
    except Exception as error:
        _drop_output()
        complain(f"a defect of this program: {type(error).__name__}")
    return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sentinel",
        description="Finds and redacts secrets and personal data.",
        epilog="example:\n  sentinel scan src/\n\nexit codes: 0 nothing found, 1 something found, 2 error",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in (scan, redact, rules, baseline, hyperlog):
        command.add_to(commands)
    return parser


def _drop_output() -> None:
    """What is still buffered must not fail again when the interpreter ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        pass
