import json
from dataclasses import asdict, replace
from pathlib import Path

from click import style, unstyle

from reportqa.cli.output import (
    audit_text,
    inspection_text,
    json_line,
    ready_text,
    summary_text,
)
from reportqa.cli.terminal import WIDTH
from reportqa.ingest.build import Summary
from reportqa.ingest.inspection import Piece
from reportqa.ingest.parse_report import LeftOutKind, ParseReport, report_on_skipped

SUMMARY = Summary(
    "g", True, 2, 1, 1234, 0.55, {"a.txt": "is empty."}, {"b.pdf": ("Page 3 has no text.", "Page 4 too.")},
    read=1, embedded=1200, left_out={"running header": 24, "hidden row": 1},
)  # fmt: skip


def test_summary_counts_and_names_what_was_left_out() -> None:
    assert summary_text(SUMMARY).split("\n") == [
        "Indexed 2 files, 1 page, 1,234 passages in 0.6 seconds (read 1 file, embedded 1,200 passages).",
        "1 file skipped:",
        "  a.txt: is empty.",
        "1 file read in part:",
        "  b.pdf: Page 3 has no text. Page 4 too.",
        'Not in the text: 24 running headers and 1 hidden row. "reportqa audit" says where and what to do.',
    ]


def test_summary_of_an_index_that_was_up_to_date_says_so() -> None:
    text = summary_text(replace(SUMMARY, built=False))
    assert text.startswith("Up to date: 2 files, 1 page, 1,234 passages in 0.6 seconds.\n")


def test_summary_as_json_is_one_line() -> None:
    line = json_line(asdict(replace(SUMMARY, skipped={"a\nb.txt": "is empty."})))
    assert "\n" not in line
    assert json.loads(line)["skipped"] == {"a\nb.txt": "is empty."}
    assert json.loads(line)["files"] == 2
    assert (json.loads(line)["read"], json.loads(line)["embedded"]) == (1, 1200)


def test_ready_server_names_its_address_its_reports_and_three_questions(tmp_path: Path) -> None:
    text = ready_text("http://127.0.0.1:8000", ["One?", "Two?", "Three?", "Four?"], None, tmp_path)
    assert f"\nReports: {tmp_path}\n" in text
    assert "http://127.0.0.1:8000" in text
    assert "Three?" in text
    assert "Four?" not in text


def test_server_without_an_index_says_what_to_run() -> None:
    assert ready_text("http://x", (), 'Run "reportqa index".', Path()).endswith('Run "reportqa index".')


def test_server_without_the_reports_says_how_to_name_their_folder(tmp_path: Path) -> None:
    text = ready_text("http://x", (), None, tmp_path / "nowhere")
    assert f"There is no folder {tmp_path / 'nowhere'}, so pages are not shown as pictures." in text
    assert "--corpus" in text


def test_audit_begins_with_counts_and_keeps_to_the_width() -> None:
    account = ParseReport(
        "a.pdf",
        problems=("2 pages are pictures without text: 3, 7 of 20. " * 3,),
        notes=("Missing for a bibliography: the author.",),
        pages=20,
        characters=1234,
        headings=1,
        passages=5,
        left_out=(
            LeftOutKind("running header", 24, "Annual review " * 20),
            LeftOutKind("page number", 1, "iv"),
            LeftOutKind("hidden row", 1, "Oak 99", "make it visible"),
        ),
        origins={"title": "library.json", "author": "the file itself", "issued": "library.json", "abstract": "x"},
        language="en",
        seconds=0.25,
    )
    lines = unstyle(audit_text([report_on_skipped("b\n.pdf", "is empty."), account])).split("\n")
    assert lines[:5] == [
        "1 file read · 1 file skipped · 20 pages · 5 passages · 2 files with problems",
        "",
        "b\\x0a.pdf",
        "  ! Not indexed: it is empty.",
        "",
    ]
    assert max(map(len, lines)) <= WIDTH
    assert "    20 pages · 1,234 characters · 1 heading · 0 tables · 5 passages · language en · 0.2 s" in lines
    assert "    title and date from library.json; author from the file itself" in lines
    assert "  - Missing for a bibliography: the author." in lines
    assert "      1 page number, as “iv”" in lines
    assert lines[-1] == "      1 hidden row, as “Oak 99”; if it should be found, make it visible"
    assert lines[-3].startswith("      24 running headers, as “Annual review")


def test_marks_of_an_inspection_have_a_colour_and_the_text_has_none() -> None:
    pieces = [Piece("⟦page 1⟧\n", is_mark=True), Piece("Text.", is_mark=False)]
    assert inspection_text(pieces) == style("⟦page 1⟧\n", fg="cyan") + "Text."
