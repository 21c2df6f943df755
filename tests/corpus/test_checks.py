import json
from datetime import date
from pathlib import Path

import pytest

from reportqa.corpus.checks import Checker, CheckResult, check_names
from reportqa.errors import InputError
from reportqa.index import Catalogue
from reportqa.ingest.build import Summary
from reportqa.settings import Settings
from support.briefings import DIGEST, MARKDOWN, PATIENTS


@pytest.fixture(scope="module")
def checker(settings: Settings, built: Summary) -> Checker:
    return Checker.open(settings)


def test_quotations_of_a_briefing_are_checked_worst_first(checker: Checker) -> None:
    result = checker.check_data("b.md", MARKDOWN.encode())
    assert result.is_wrong
    first, *_ = result.to_dicts()
    assert (first["file"], first["place"], first["outcome"]) == ("b.md", "paragraph 2", "changed number")
    assert not checker.check_data("b.md", f"“{PATIENTS}”".encode()).is_wrong


def test_citations_are_checked(checker: Checker, settings: Settings) -> None:
    link = Catalogue.open(settings).cite(DIGEST, 24293, 24359).link
    result = checker.check(f"http://127.0.0.1:8000{link}")
    assert not result.is_wrong
    (found,) = result.to_dicts()
    assert (found["state"], found["quote"]) == ("unchanged", PATIENTS)
    (_, verdict, now) = result.verdicts[0]
    assert verdict.doc_id == DIGEST
    assert now is not None


def test_changed_citation_is_wrong(checker: Checker, settings: Settings, tmp_path: Path) -> None:
    record = Catalogue.open(settings).record(DIGEST, 24293, 24359, taken=date(2026, 11, 30)).to_dict()
    changed = record | {"quote": PATIENTS.replace("87,556", "87,557"), "sha256": "0" * 64}
    path = tmp_path / "records.jsonl"
    path.write_text(f"{json.dumps(record)}\n\n{json.dumps(changed)}\n", encoding="utf-8")
    result = checker.check(str(path))
    assert [one["state"] for one in result.to_dicts()] == ["unchanged", "changed"]
    assert result.is_wrong


def test_copy_with_right_pages_is_written_beside_the_briefing(checker: Checker, tmp_path: Path) -> None:
    path = tmp_path / "b.md"
    path.write_text(MARKDOWN, encoding="utf-8")
    assert checker.check(str(path), fix=True).notes == (
        f"Wrote {tmp_path / 'b-corrected.md'}: p. 9 to p. 6, p. 7 to p. 6.",
    )
    path.write_text(f"“{PATIENTS}”", encoding="utf-8")
    assert checker.check(str(path), fix=True).notes == (f"{path} has no page number that can be corrected.",)


def test_one_that_cannot_be_read_does_not_stop_the_others(settings: Settings, built: Summary, tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_bytes(b"")
    (tmp_path / "right.md").write_text(f"“{PATIENTS}”", encoding="utf-8")
    names = [str(tmp_path / name) for name in ("empty.md", "gone.md", "right.md")]
    empty, gone, right = check_names(names, settings)
    assert isinstance(empty, InputError)
    assert str(empty).endswith("empty.md is empty. Save it again.")
    assert "cannot be read" in str(gone)
    assert isinstance(right, CheckResult)
    assert len(right.findings) == 1
