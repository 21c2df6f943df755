import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportqa.cli import main
from reportqa.ingest.build import Summary
from reportqa.settings import Settings
from support.briefings import MARKDOWN, PATIENTS

pytestmark = pytest.mark.usefixtures("exports")


def run(settings: Settings, *arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), env={"REPORTQA_INDEX": str(settings.index_dir)})


@pytest.fixture
def briefing(tmp_path: Path) -> Path:
    path = tmp_path / "briefing.md"
    path.write_text(MARKDOWN, encoding="utf-8")
    return path


def test_wrong_quotations_end_with_status_1_the_worst_first(settings: Settings, built: Summary, briefing: Path) -> None:
    result = run(settings, "verify", str(briefing))
    assert result.exit_code == 1
    assert result.stdout.index("! Changed number") < result.stdout.index("! Not found")
    assert "had [-87,656-] [+87,556+] registered" in " ".join(result.stdout.split())
    assert "  Word for word (" not in result.stdout
    assert "  Word for word (" in run(settings, "verify", "--all", str(briefing)).stdout


def test_correct_briefing_ends_with_status_0(settings: Settings, built: Summary, tmp_path: Path) -> None:
    path = tmp_path / "right.md"
    path.write_text(f"They say “{PATIENTS}” (reportqa project 2026, p. 6).", encoding="utf-8")
    result = run(settings, "verify", str(path))
    assert result.exit_code == 0
    assert " ".join(result.stdout.split()) == f"{path}: 1 quotation: 1 word for word on the page named."


def test_json_has_a_line_for_each_quotation(settings: Settings, built: Summary, briefing: Path) -> None:
    lines = [json.loads(line) for line in run(settings, "verify", "--json", str(briefing)).stdout.splitlines()]
    assert [line["outcome"] for line in lines] == [
        "changed number", "not found", "elsewhere", "elsewhere", "word for word", "word for word"
    ]  # fmt: skip
    assert lines[0]["differences"] == [{"quoted": "87,656", "stands": "87,556", "figure": True}]
    assert lines[2]["named"]["pages"] == ["9", "9"]
    assert lines[2]["places"][0]["pages"] == [{"physical": 10, "label": "6"}]


def test_fix_writes_a_copy_beside_the_briefing(settings: Settings, built: Summary, briefing: Path) -> None:
    result = run(settings, "verify", "--fix", str(briefing))
    copy = briefing.with_name("briefing-corrected.md")
    assert f"Wrote {copy}: p. 9 to p. 6, p. 7 to p. 6." in result.stderr
    assert briefing.read_text(encoding="utf-8") == MARKDOWN
    assert copy.read_text(encoding="utf-8") == MARKDOWN.replace("p. 9.", "p. 6.").replace("p. 7.", "p. 6.")


def test_one_bad_file_never_stops_the_others(settings: Settings, built: Summary, briefing: Path) -> None:
    folder = briefing.parent
    (folder / "empty.md").write_bytes(b"")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 nothing")
    (folder / "none.md").write_text("Nothing is quoted here.", encoding="utf-8")
    (folder / "new.json").write_text('{"version": 2}', encoding="utf-8")
    names = [str(folder), *(str(folder / n) for n in ("empty.md", "broken.docx", "none.md", "new.json", "gone.md"))]
    result = run(settings, "verify", *names, str(briefing))
    assert result.exit_code == 1
    said = result.stderr.splitlines()
    assert [line.removeprefix("Error: ").replace(f"{folder}/", "") for line in said] == [
        f"{folder} is a folder. Name the files in it.",
        "empty.md is empty. Save it again.",
        "broken.docx is not a valid Word file, or it is damaged. Open it, save it again as .docx and try again.",
        "none.md has no quotations of four words or more.",
        "new.json: This citation record has version 2; this reportqa reads up to version 1. Update it.",
        "gone.md cannot be read (No such file or directory).",
    ]
    assert "! Changed number" in result.stdout
