import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.bibliography import describe, is_junk_title, read_library
from reportqa.cleaning import vocabulary
from reportqa.errors import ParseError
from strategies import any_text, doc_ids, fast, prose


def title_of(
    doc_id: str, library: dict[str, Any] | None = None, file: dict[str, Any] | None = None, *texts: str
) -> str:
    return str(describe(doc_id, library, file or {}, texts, vocabulary(" ".join(texts)))["title"])


@fast
@given(doc_ids, st.lists(st.one_of(prose, any_text), max_size=3), any_text)
def test_every_document_has_a_title_on_one_line(doc_id: str, headings: list[str], own: str) -> None:
    title = title_of(doc_id, None, {"title": own}, *headings)
    assert title == " ".join(title.split())
    assert title or not doc_id.strip()


def test_title_of_the_library_goes_before_that_of_the_file() -> None:
    assert title_of("a.pdf", {"title": "True title"}, {"title": "Title in the file"}, "A heading") == "True title"
    assert title_of("a.pdf", {"publisher": "P"}, {"title": "Title in the file"}, "A heading") == "Title in the file"


def test_junk_title_of_a_file_is_passed_over_for_its_heading() -> None:
    assert title_of("scan0001.pdf", None, {"title": "Microsoft Word - final2.docx"}, "A heading") == "A heading"


def test_file_name_is_the_title_of_last_resort() -> None:
    assert title_of("2016/annual-report.txt") == "annual report"


@pytest.mark.parametrize("title", ["Microsoft Word - a.docx", "untitled", "Document1", "report.indd", "x", "", "print"])
def test_title_that_a_program_wrote_is_junk(title: str) -> None:
    assert is_junk_title(title)


@pytest.mark.parametrize("title", ["Is Bigger Better?", "Documents of the inquiry", "Book keeping in practices", "NHS"])
def test_title_that_an_author_wrote_is_kept(title: str) -> None:
    assert not is_junk_title(title)


def test_fields_of_the_library_go_before_those_of_the_file() -> None:
    item = describe("a.pdf", {"title": "T", "publisher": "L"}, {"publisher": "F", "language": "en"}, (), {})
    assert (item["publisher"], item["language"], item["id"]) == ("L", "en", "a.pdf")


def test_items_of_the_library_are_found_by_the_file_that_they_name(tmp_path: Path) -> None:
    items = [{"id": "one", "custom": {"file": "sub/a.pdf"}}, {"id": "b.pdf"}, {"id": "c.pdf", "custom": "text"}]
    (tmp_path / "library.json").write_text(json.dumps(items))
    assert list(read_library(tmp_path)) == ["sub/a.pdf", "b.pdf", "c.pdf"]


def test_missing_library_describes_nothing(tmp_path: Path) -> None:
    assert read_library(tmp_path) == {}


@pytest.mark.parametrize("content", [b"", b"{", b"{}", b"[1]", b"null", b"\xff\xfe\x00", b"[" * 100_000])
def test_broken_library_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "library.json").write_bytes(content)
    with pytest.raises(ParseError, match=r"Mend it; until then titles come from the files\."):
        read_library(tmp_path)


def test_half_a_character_in_the_library_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "library.json").write_text('[{"id": "a.txt", "title": "Half \\ud800 title"}]')
    assert read_library(tmp_path)["a.txt"]["title"] == "Half ? title"
