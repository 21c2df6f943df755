import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportqa.cli import main
from reportqa.cli.add_command import addition_text, ready_text
from reportqa.ingest import Addition
from support.commands import assert_refused

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("exports")]


def run(root: Path, *args: str) -> Result:
    result = CliRunner().invoke(main, args, env={"REPORTQA_ROOT": str(root), "REPORTQA_PROCESSES": "1"})
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_file_is_added_in_one_step_and_answers(tmp_path: Path) -> None:
    report = tmp_path / "modality.txt"
    report.write_text("In April 2016 Modality Partnership had 87,556 registered patients.\n")
    root = tmp_path / "root"
    added = run(root, "add", str(report))
    assert added.exit_code == 0
    first, *_, last = added.stdout.splitlines()
    assert first == "Added modality.txt: 66 characters."
    assert last == "Ready. To ask only this document, add --document modality.txt."
    assert "87,556" in run(root, "ask", "How many patients did Modality have in April 2016?", "--short").stdout

    again = run(root, "add", str(report))
    assert again.stdout.startswith(f"{report} is among your reports already, as modality.txt.\nUp to date: ")

    broken = tmp_path / "broken.pdf"
    broken.write_text("no PDF")
    other = tmp_path / "medics.txt"
    other.write_text("AT Medics had 135,000 patients in 2016.\n")
    mixed = run(root, "add", str(broken), str(other), "--json")
    assert mixed.exit_code == 1
    assert f"Error: 1 of 2 files not added:\n  {broken} " in mixed.stderr
    shown = json.loads(mixed.stdout)
    assert [one["name"] for one in shown["files"]] == [None, "medics.txt"]
    assert shown["summary"]["files"] == 2

    assert_refused(run(root, "add", str(broken)), 1, f"Error: {broken} ")
    assert run(root, "add", str(broken), "--json").stdout.endswith('"summary": null}\n')


def test_wrong_usage_is_refused(tmp_path: Path) -> None:
    assert_refused(run(tmp_path, "add"), 2, "FILE")
    assert_refused(run(tmp_path, "add", "a.pdf", "--replace", "--keep-both"), 2, "--replace or --keep-both")
    assert not (tmp_path / "corpus").exists()


def test_name_with_spaces_can_be_copied_to_the_command_line() -> None:
    assert ready_text(["a b.pdf"]) == "Ready. To ask only this document, add --document 'a b.pdf'."
    assert ready_text(["a.pdf", "b.pdf"]) == "Ready."


def test_pages_are_counted_where_there_are_any() -> None:
    assert addition_text(Addition("/a/b.pdf", "b.pdf", 12, 3456)) == "Added b.pdf: 12 pages, 3,456 characters."
    assert addition_text(Addition("/a/b.ris", "b.ris", references=2)) == "Added b.ris: 2 references."
