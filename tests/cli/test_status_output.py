from dataclasses import replace
from pathlib import Path

import pytest

from reportqa.cli.status_output import age_text, rollback_text, size_text, status_text, verification_text
from reportqa.index.integrity import Verification
from reportqa.index.manifest import FORMAT, Manifest
from reportqa.ingest.status import Changes, IndexStatus

UNCHANGED = Changes((), (), (), {})
STATUS = IndexStatus(
    "G2", "2016-07-19T10:00:00+00:00", 7200, "model", "int8", {"files": 1, "pages": 0, "passages": 1234},
    {"library.sqlite": 2048, "lexical": 100}, 3000, "G1", "2016-07-18T10:00:00+00:00", False, UNCHANGED,
)  # fmt: skip


def test_status_of_an_unchanged_corpus() -> None:
    assert status_text(STATUS, Path("reports")).split("\n") == [
        "In use:      generation G2, built 2 hours ago",
        "Contains:    1 file, 0 pages, 1,234 passages",
        "Reports:     reports",
        "Model:       model, int8",
        "Size:        2.9 KiB on disk; this generation: library.sqlite 2.0 KiB, lexical 100 bytes",
        "Before:      generation G1 of 2016-07-18 10:00 UTC",
        "Confidence:  as shipped",
        "The index is up to date.",
    ]


def test_status_names_the_language_model() -> None:
    lines = status_text(STATUS, Path("reports"), "m at 127.0.0.1:1; 5 of 9 tokens used today").split("\n")
    assert lines[7] == "Lang. model: m at 127.0.0.1:1; 5 of 9 tokens used today"


def test_status_names_what_has_changed_and_what_to_do() -> None:
    changes = Changes(("a",), (), tuple(f"f{n}" for n in range(25)), {"x.png": "is no report."}, ("ocr",))
    lines = status_text(replace(STATUS, changes=changes), Path("reports")).split("\n")
    assert lines[7:10] == ["New since the build: 1", "  a", "Removed since the build: 25"]
    assert "  f19" in lines
    assert "  f20" not in lines
    assert lines[-5:] == [
        "  … and 5 more",
        "Settings changed since the build: ocr.",
        "Not in the index: 1",
        "  x.png: is no report.",
        'Run "reportqa index" to update the index.',
    ]


def test_status_of_an_index_with_a_problem_and_nothing_else() -> None:
    found = replace(STATUS, changes=None, problem="There is no folder x.", generation_before=None, before=None)
    assert status_text(replace(found, own_calibration=True), Path("reports")).split("\n")[-3:] == [
        "Before:      none",
        "Confidence:  fitted to your own questions",
        "! There is no folder x.",
    ]


def test_verification_says_what_was_checked_and_what_is_wrong() -> None:
    sound = Verification("G", {"files": 27, "passages": 1234}, (), "")
    assert verification_text(sound) == "Checked generation G: files 27, passages 1,234.\nNo problems found."
    broken = replace(sound, problems=("a is missing",), remedy="Run x.")
    assert verification_text(broken).split("\n")[1:] == ["  ! a is missing."]


def test_rollback_says_what_is_in_use() -> None:
    manifest = Manifest(FORMAT, "G", "2016-07-19T10:00:00+00:00", "m", "", 1, {}, {"files": 2, "passages": 9}, {}, {})
    assert rollback_text(manifest) == (
        "Now in use: generation G of 2016-07-19 10:00 UTC, 2 files, 9 passages. A second rollback undoes this one."
    )


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 bytes"), (1536, "1.5 KiB"), (5 << 20, "5.0 MiB"), (3 << 40, "3,072.0 GiB")]
)
def test_sizes_are_in_their_largest_unit(size: int, text: str) -> None:
    assert size_text(size) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 seconds"), (1, "1 second"), (119, "1 minute"), (7200, "2 hours"), (200_000, "2 days")]
)
def test_ages_are_in_their_largest_unit(seconds: int, text: str) -> None:
    assert age_text(seconds) == text
