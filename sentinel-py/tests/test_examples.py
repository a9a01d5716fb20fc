"""The examples in Python run, and say what they are to say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples" / "python"


def test_an_agent_edits_a_file_and_sees_no_secret() -> None:
    run = subprocess.run([sys.executable, EXAMPLES / "env_agent.py"], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, "it fails"
    lines = run.stdout.splitlines()
    assert lines[0].startswith("the agent sees: AWS_ACCESS_KEY_ID=«sn:AWS_ACCESS_KEY:")
    assert lines[1:] == [
        "written: 2 values are back",
        "refused: mask",
        "refused: placeholder",
        "refused: forged_token",
    ]
