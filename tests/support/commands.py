"""Runs of the command line in this process and in one of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from click.testing import Result

ROOT = Path(__file__).resolve().parents[2]

Run = Callable[..., Result]


def run_process(args: Sequence[str], env: dict[str, str], cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the program in a process without the REPORTQA_ variables of this one."""
    return subprocess.run(
        [sys.executable, "-m", "reportqa", *args],
        env={**{name: value for name, value in os.environ.items() if not name.startswith("REPORTQA_")}, **env},
        cwd=cwd, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def assert_refused(result: Result, status: int, message: str) -> None:
    """Check that a command printed nothing but an error, and ended with that status."""
    assert result.exit_code == status
    assert result.stdout == ""
    assert message in result.stderr
    assert "Traceback" not in result.stderr
