"""The built wheel, installed in an empty environment outside of the source tree."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import urllib.request
import venv
from pathlib import Path

import pytest

from reportqa.ingest.build import Summary
from reportqa.settings import Settings

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program `reportqa` of the wheel, with the dependencies of the test environment."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    environment = folder / "environment"
    venv.create(environment, with_pip=False, symlinks=True)
    packages = next((environment / "lib").glob("python*")) / "site-packages"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(packages), str(wheel)],
        check=True,
        capture_output=True,
    )
    (packages / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"], encoding="utf-8")
    return environment / "bin" / "python"


def run(python: Path, *arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(python), "-m", "reportqa", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={"PATH": os.environ["PATH"], **environment},
        check=False,
    )


def test_every_format_of_a_briefing_needs_no_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {"pypandoc", "typst"} <= {re.split(r"[-=<>]", one)[0] for one in project["dependencies"]}


@pytest.mark.slow
def test_wheel_has_its_pages_and_answers_from_any_folder(
    installed: Path, settings: Settings, built: Summary, tmp_path: Path
) -> None:
    where = subprocess.run(
        [str(installed), "-c", "import reportqa; print(reportqa.__file__)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert str(installed.parents[1]) in where.stdout
    answered = run(
        installed, "ask", "When was GP Care founded?", "--json", "--index", str(settings.index_dir), cwd=tmp_path
    )
    assert answered.returncode == 0, answered.stderr
    assert any("2006" in one["text"] for one in json.loads(answered.stdout)["answer"] if one["nearest"])


@pytest.mark.slow
def test_wheel_serves(installed: Path, settings: Settings, built: Summary, tmp_path: Path) -> None:
    arguments = ["serve", "--port", "0", "--index", str(settings.index_dir)]
    process = subprocess.Popen(
        [str(installed), "-m", "reportqa", *arguments],
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        assert address.startswith("http://127.0.0.1:")
        for path in ("/static/style.css", "/api/openapi.json"):
            with urllib.request.urlopen(f"{address}{path}", timeout=60) as response:  # noqa: S310, the server of this test
                assert response.status == 200
        with urllib.request.urlopen(f"{address}/ask?q=When+was+GP+Care+founded%3F", timeout=60) as response:  # noqa: S310, the server of this test
            assert "2006" in response.read().decode()
    finally:
        process.terminate()
        assert process.wait(timeout=30) == 0
        if process.stdout is not None:
            process.stdout.close()
