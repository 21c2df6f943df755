from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.citations.anchors import read_link
from reportqa.citations.record import Anchor
from reportqa.citations.verdict import Standing
from reportqa.errors import DocumentNotFound, IndexUnavailable, InputError
from reportqa.index.catalogue import Catalogue
from reportqa.ingest.build import Summary
from reportqa.settings import Settings
from support.strategies import fast

PRESS_RELEASE, DIGEST = "press-release.html", "large-scale-general-practice-digest.pdf"


@pytest.fixture(scope="module")
def catalogue(settings: Settings, built: Summary) -> Catalogue:
    return Catalogue.open(settings)


def test_documents_of_the_sample_are_listed_in_order(catalogue: Catalogue, built: Summary) -> None:
    documents = catalogue.documents()
    assert [document.doc_id for document in documents] == sorted(document.doc_id for document in documents)
    assert len(documents) == built.files
    assert sum(document.passages for document in documents) == built.passages
    assert sum(document.pages for document in documents) == built.pages


@fast
@given(st.data())
def test_citation_of_a_range_quotes_it_and_names_its_pages(catalogue: Catalogue, data: st.DataObject) -> None:
    doc_id = data.draw(st.sampled_from([document.doc_id for document in catalogue.documents()]))
    document = catalogue.document(doc_id)
    start = data.draw(st.integers(0, len(document.text) - 1))
    end = data.draw(st.integers(start + 1, len(document.text)))
    if document.text[start:end].isspace():
        return
    citation = catalogue.cite(doc_id, start, end)
    assert citation.quote == document.text[start:end] == catalogue.text(doc_id, start, end)
    assert bool(citation.pages) == bool(document.pages)
    if citation.pages:
        assert citation.pages[0].start <= start < citation.pages[0].end
        assert citation.pages[-1].start <= end - 1 < citation.pages[-1].end
    assert catalogue.cite(*read_link(citation.link).span) == citation


def test_citation_carries_what_the_library_knows(catalogue: Catalogue) -> None:
    citation = catalogue.cite(DIGEST, 0, 10)
    assert citation.title == "Large-scale general practice: a digest of the evidence"
    assert citation.authors == ("reportqa project",)
    assert (citation.publisher, citation.year) == ("reportqa sample corpus", 2026)
    assert citation.document_sha256 == catalogue.document(DIGEST).sha256


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 5), (-1, 5), (0, 10**9), (10**9, 10**9 + 1)])
def test_range_outside_the_text_is_refused(catalogue: Catalogue, start: int, end: int) -> None:
    with pytest.raises(InputError, match=f"{start}-{end} is not a range"):
        catalogue.cite(PRESS_RELEASE, start, end)


def test_range_of_white_space_is_refused(catalogue: Catalogue) -> None:
    gap = catalogue.document(PRESS_RELEASE).text.index("\n\n")
    with pytest.raises(InputError, match="only white space"):
        catalogue.cite(PRESS_RELEASE, gap, gap + 2)


def test_citation_of_a_document_that_has_changed_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(InputError, match="has changed since the link was made"):
        catalogue.cite(PRESS_RELEASE, 0, 5, "0" * 64)


def test_unknown_document_is_one_clear_error(catalogue: Catalogue) -> None:
    with pytest.raises(DocumentNotFound):
        catalogue.cite("nowhere.pdf", 0, 1)


def test_no_index_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable, match='Run "reportqa index" first'):
        Catalogue.open(Settings.from_env({}, root=tmp_path))


@pytest.mark.parametrize(("words", "is_named"), [(8, True), (5, False)])
def test_withdrawn_words_are_told_of_the_document_that_has_them_unless_they_are_few(
    catalogue: Catalogue, words: int, is_named: bool
) -> None:
    text = catalogue.document(DIGEST).text
    start = text.index("In April 2016 Modality")
    quote = " ".join(text[start:].split()[:words])
    verdict = catalogue.verify(Anchor("renamed-and-changed.pdf", "0" * 64, start, start + len(quote), quote))
    assert (verdict.standing, verdict.doc_id) == (Standing.WITHDRAWN, None)
    found = verdict.elsewhere and (verdict.elsewhere.doc_id, verdict.elsewhere.start, verdict.elsewhere.end)
    assert found == ((DIGEST, start, start + len(quote)) if is_named else None)


def test_words_that_no_document_has_are_nowhere_else(catalogue: Catalogue) -> None:
    quote = "Modality had two hundred practices in 2008, nine in 2014 and none after"
    assert catalogue.verify(Anchor(PRESS_RELEASE, "", 0, len(quote), quote)).elsewhere is None
