from pathlib import Path

import pytest

from reportqa.document import LeftOut, Page, Section, Table
from reportqa.ingest.content import Content
from reportqa.ingest.corpus import find_files
from reportqa.ingest.document_reader import describe_content, read_content
from reportqa.ingest.references.sidecar_files import Bibliography

SAMPLE = Path(__file__).resolve().parents[2] / "corpus"


@pytest.mark.parametrize("doc_id", find_files(SAMPLE)[0])
def test_document_is_the_same_from_bytes(doc_id: str) -> None:
    content = read_content(SAMPLE, doc_id)
    document = describe_content(content, doc_id, Bibliography())
    again = Content.from_bytes(content.to_bytes())
    assert (again, again.seconds) == (content, content.seconds)
    assert describe_content(again, doc_id, Bibliography()) == document


def test_every_field_and_every_character_come_back() -> None:
    content = Content(
        "0" * 64, "a\ud800\u2028\x00b", (Page(1, None, 0, 2), Page(2, "ii", 2, 5, True)), (Section("a", 1, 0),),
        (Table(0, 2, (("a", ""), ("b", "c"))),), (LeftOut("menu", "Home", 0), LeftOut("page number", "3", 2, 1)),
        {"title": "A", "issued": {"date-parts": [[2016, 7]]}, "author": [{}]}, ("One.", "Two."), None, 1.5,
        (b"", b"\x00\xff"),
    )  # fmt: skip
    assert Content.from_bytes(content.to_bytes()) == content


def test_content_does_not_depend_on_the_name(tmp_path: Path) -> None:
    for name in ("a.md", "other.md"):
        (tmp_path / name).write_text("# Lessons\n\nSome text.")
    assert read_content(tmp_path, "a.md") == read_content(tmp_path, "other.md")
