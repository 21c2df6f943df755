"""What is lost in reading is counted by the summary of a build, and named by `audit` with what to do."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from reportqa.cli import main
from support import marked_markup, marked_office

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("exports")]


def test_summary_and_audit_name_what_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    for case in (*marked_markup.cases()[:1], *marked_office.cases()):
        (tmp_path / "corpus" / case.name).write_bytes(case.data)
    folders = ["--index", str(tmp_path / "index")]
    built = CliRunner().invoke(main, ["index", "--corpus", str(tmp_path / "corpus"), *folders])
    assert built.exit_code == 0, built.output
    counted = " ".join(built.stdout.split())
    audited = " ".join(CliRunner().invoke(main, ["audit", *folders]).stdout.split())
    for kind, advice in (("hidden sheet", "make it visible"), ("comment", "write it into the text"),
                         ("embedded file", "save it in the corpus folder"), ("tracked deletion", "reject the change"),
                         ("picture", "describe it in the text"), ("hidden slide", "make it visible")):  # fmt: skip
        assert kind in counted
        assert kind in audited
        assert f"if it should be found, {advice}" in audited
