"""The package is typed, and its stubs are true."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(importlib.util.find_spec("mypy") is None, reason="mypy is not installed")


@pytest.mark.parametrize("arguments", [["mypy"], ["mypy.stubtest", "sentinel"]])
def test_types_hold(arguments: list[str]) -> None:
    folder = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
