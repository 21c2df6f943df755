"""The systemd units, checked by systemd itself."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "deploy"
ANALYZE = shutil.which("systemd-analyze")
pytestmark = pytest.mark.skipif(ANALYZE is None and not os.environ.get("CI"), reason="systemd-analyze is not installed")
MOST_EXPOSED = 2.0
"""Of 10; below it systemd calls a unit "OK"."""


def analyze(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([str(ANALYZE), *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", ["reportqa.service", "reportqa-backup.service", "reportqa-backup.timer"])
def test_unit_is_correct(name: str, tmp_path: Path) -> None:
    for path in FOLDER.glob("reportqa*"):
        # The program is not installed on the machine of the tests.
        (tmp_path / path.name).write_text(path.read_text().replace("/opt/reportqa/bin/reportqa", "/bin/true"))
    done = analyze("verify", "--man=no", str(tmp_path / name))
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_unit_with_an_error_is_found(tmp_path: Path) -> None:
    (tmp_path / "bad.service").write_text("[Service]\nExecStart=/no/such/program\nProtectSistem=strict\n")
    said = analyze("verify", "--man=no", str(tmp_path / "bad.service")).stderr
    assert "ProtectSistem" in said
    assert "/no/such/program" in said


@pytest.mark.parametrize("name", ["reportqa.service", "reportqa-backup.service"])
def test_unit_is_hardened(name: str) -> None:
    said = analyze("security", "--offline=true", "--no-pager", str(FOLDER / name)).stdout
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", said)
    assert found, said
    assert float(found[1]) < MOST_EXPOSED
