import json

from hypothesis import given
from hypothesis import strategies as st

from reportqa.document import Document, DocumentSummary, Page, Section
from support.strategies import documents, fast


@fast
@given(documents(), st.data())
def test_pages_of_a_range_contain_its_start_and_its_last_character(document: Document, data: st.DataObject) -> None:
    length = max(len(document.text), 1)
    start = data.draw(st.integers(0, length - 1))
    end = data.draw(st.integers(start + 1, length))
    pages = document.pages_of(start, end)
    if document.pages and document.text:
        assert pages[0].start <= start < pages[0].end
        assert pages[-1].start <= end - 1 < pages[-1].end
        assert [page.physical for page in pages] == sorted(page.physical for page in pages)
    else:
        assert pages == ()


@fast
@given(documents(), st.data())
def test_section_path_names_headings_above_the_place(document: Document, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, max(len(document.text) - 1, 0)))
    above = [section for section in document.sections if section.start <= start]
    path = document.section_path(start)
    assert bool(path) == bool(above)
    assert not above or path[-1] == above[-1].heading
    assert set(path) <= {section.heading for section in above}


def test_section_path_omits_sections_that_a_higher_heading_ended() -> None:
    sections = (Section("One", 1, 0), Section("One a", 2, 5), Section("Two", 1, 12), Section("Two deep", 3, 20))
    document = Document("a", "0", "text/plain", {"title": "T"}, "x" * 30, (), sections)
    assert document.section_path(6) == ("One", "One a")
    assert document.section_path(13) == ("Two",)
    assert document.section_path(25) == ("Two", "Two deep")


def test_range_over_a_page_break_has_both_pages() -> None:
    pages = (Page(1, "iv", 0, 10), Page(2, None, 10, 20))
    document = Document("a", "0", "text/plain", {"title": "T"}, "x" * 20, pages)
    assert document.pages_of(8, 12) == pages
    assert document.pages_of(8, 10) == pages[:1]
    assert document.pages_of(10, 10) == pages[1:]


def test_summary_of_a_document_links_to_it() -> None:
    summary = DocumentSummary("a b.pdf", "0" * 64, "application/pdf", {"title": "A"}, 3, 12, 4000, ())
    assert summary.to_dict()["link"] == "/documents/a%20b.pdf"
    assert json.loads(json.dumps(summary.to_dict()))["pages"] == 3
