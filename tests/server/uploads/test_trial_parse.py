import time
from dataclasses import replace
from pathlib import Path

import pytest

from reportqa.server.uploads.trial_parse import Check, Checks
from reportqa.settings import Limits, Settings

PATIENCE = 120.0

pytestmark = pytest.mark.slow


def checked(checks: Checks, name: str) -> Check:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if (found := checks.find(name)) is not None and not found.is_running:
            return found
        time.sleep(0.02)
    pytest.fail(f"{name} is not checked.")


def test_trial_parse_reports_what_is_wrong(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Some text.")
    (tmp_path / "bad.pdf").write_bytes(b"no PDF file")
    (tmp_path / "page.txt").write_text("<!doctype html><p>A page.</p>")
    checks = Checks(settings, tmp_path)
    assert checks.find("good.txt") is None
    checks.begin(["good.txt", "bad.pdf"])
    assert checks.find("bad.pdf") is not None
    checks.begin(["page.txt", "gone.txt", "good.txt"])
    assert checked(checks, "good.txt") == Check(characters=10)
    assert str(checked(checks, "page.txt").problem).startswith("is a web page named .txt")
    assert checked(checks, "bad.pdf").problem
    assert checked(checks, "gone.txt").problem == "cannot be read (No such file or directory)."
    # A file that has been mended meanwhile may be checked again.
    (tmp_path / "page.txt").write_text("A page.")
    checks.begin(["page.txt"])
    assert checked(checks, "page.txt") == Check(characters=7)


def test_trial_parse_has_the_limits_of_a_build(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("word " * 1_000_000)
    checks = Checks(replace(settings, limits=Limits(output_mib=1)), tmp_path)
    checks.begin(["long.txt"])
    assert str(checked(checks, "long.txt").problem).startswith("holds more than 1 MiB of text")


def test_check_of_a_bibliography_counts_its_references(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "two.ris").write_text("TY  - RPRT\nTI  - One\nER  - \nTY  - RPRT\nTI  - Two\nER  - \n")
    (tmp_path / "none.ris").write_text("No reference.\n")
    checks = Checks(settings, tmp_path)
    checks.begin(["two.ris", "none.ris"])
    assert checked(checks, "two.ris") == Check(references=2)
    assert str(checked(checks, "none.ris").problem).startswith("has no readable reference")
