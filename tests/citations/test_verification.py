import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reportqa.citations.anchors import read_link
from reportqa.citations.plain_reference import page_names
from reportqa.citations.record import Anchor, Record
from reportqa.citations.verdict import Standing, Verdict
from reportqa.citations.verification import verify
from reportqa.document import Document, Page
from reportqa.ingest.document_reader import read_document
from reportqa.ingest.references.sidecar_files import Bibliography
from reportqa.text.tokens import is_figure
from support.mutations import KINDS, Mutation, cited, document_of, made_document, mutate
from support.strategies import documents, fast

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
NAMES = ("case-study-notes.txt", "is-scale-working.md", "large-scale-general-practice-digest.pdf", "press-release.html")
PAGES = (Page(3, "1", 0, 100), Page(4, "2", 100, 1000))
TEXT = "In April 2016 the partnership had 87,556 registered patients. It was founded in 2009 as a company of GPs."
DOCUMENT = document_of(TEXT, "report.pdf")


def anchors(document: Document, start: int, end: int) -> tuple[Anchor, Anchor]:
    """Return what a record of a citation and what its link know of it."""
    citation = cited(document, start, end)
    record = Record.from_object(Record.of(citation, document.item, "2026-11-22").to_dict())
    return record.anchor, read_link(citation.link)


def verdict_after(anchor: Anchor, mutation: Mutation) -> Verdict:
    if mutation.document is None:
        return verify(anchor, None)
    if mutation.document.doc_id != anchor.doc_id:
        return verify(anchor, None, [mutation.document])
    return verify(anchor, mutation.document)


def expected(anchor: Anchor, mutation: Mutation, quote: str) -> Standing:
    """Return the state by the rules, told from the texts alone."""
    document = mutation.document
    if document is None:
        return Standing.WITHDRAWN
    if document.doc_id != anchor.doc_id:
        return Standing.MOVED
    if mutation.kind == "nothing":
        return Standing.UNCHANGED
    places = [i for i in range(len(document.text)) if document.text.startswith(quote, i)]
    if places:
        on = [page_names(document.pages_of(place, place + len(quote))) for place in places]
        return Standing.UNCHANGED if page_names(anchor.pages) in on else Standing.MOVED
    return Standing.WITHDRAWN if mutation.kind == "delete the passage" else Standing.CHANGED


def check_case(random_: random.Random, document: Document, kind: str) -> bool:
    """Cite a range at random, change the document, and check the verdicts; False when it cannot be changed so."""
    words = random_.randint(5, 70)
    start = random_.randrange(len(document.text) - 60)
    end = min(start + words * 6, len(document.text))
    if not document.text[start:end].strip():
        return False
    mutation = mutate(random_, document, start, end, kind)
    if mutation is None:
        return False
    for anchor in anchors(document, start, end):
        verdict = verdict_after(anchor, mutation)
        shown = (kind, start, end, mutation.old, mutation.new, document.text[start:end], verdict)
        assert verdict.standing is expected(anchor, mutation, document.text[start:end]), shown
        if verdict.standing in {Standing.UNCHANGED, Standing.MOVED}:
            assert mutation.document is not None
            assert mutation.document.text[verdict.start : verdict.end] == document.text[start:end], shown
        if verdict.standing is Standing.CHANGED:
            assert "".join(part.quoted for part in verdict.parts) == document.text[start:end], shown
            assert any(mutation.new in part.current for part in verdict.parts if not part.same), shown
            assert verdict.changes_figure == is_figure(mutation.old), shown
    return True


@pytest.fixture(scope="module")
def corpus_documents() -> list[Document]:
    return [read_document(CORPUS, name, Bibliography()) for name in NAMES]


@pytest.mark.parametrize("kind", KINDS)
def test_every_change_gets_its_state(kind: str) -> None:
    random_ = random.Random(kind)  # noqa: S311, the same cases every time
    cases = 0
    while cases < 20:
        cases += check_case(random_, made_document(random_), kind)


@pytest.mark.slow
def test_hundreds_of_changes_get_their_states(corpus_documents: list[Document]) -> None:
    random_ = random.Random(6)  # noqa: S311
    cases = 0
    while cases < 300:
        document = random_.choice([*corpus_documents, made_document(random_), made_document(random_)])
        cases += check_case(random_, document, random_.choice(KINDS))


@fast
@given(documents(), st.data())
def test_any_range_of_any_document_is_unchanged(document: Document, data: st.DataObject) -> None:
    assume(document.text)
    start = data.draw(st.integers(0, len(document.text) - 1))
    end = data.draw(st.integers(start + 1, len(document.text)))
    assume(document.text[start:end].strip())
    for anchor in anchors(document, start, end):
        verdict = verify(anchor, document)
        assert verdict.standing is Standing.UNCHANGED
        assert document.text[verdict.start : verdict.end] == document.text[start:end]
        # Another name for the same bytes: moved, and in the same place.
        renamed = verify(anchor, None, [replace(document, doc_id="elsewhere.pdf")])
        assert (renamed.standing, renamed.doc_id) == (Standing.MOVED, "elsewhere.pdf")


@pytest.mark.slow
def test_long_quote_is_traced_by_its_ends(corpus_documents: list[Document]) -> None:
    document = corpus_documents[2]
    link = anchors(document, 5000, 7000)[1]
    assert len(link.quote) + len(link.tail) == 600
    changed = document.text[:6000] + "Quite another sentence. " + document.text[6000:]
    verdict = verify(link, document_of(changed, document.doc_id, document.pages))
    assert verdict.standing is Standing.CHANGED
    assert verdict.incomplete
    moved = document_of("Before. " + document.text, document.doc_id)
    assert verify(link, moved).start == 5008


def test_words_that_stand_twice_are_unchanged_while_the_named_page_has_them() -> None:
    text = f"{TEXT:<100}{TEXT}"
    document = document_of(text, "report.pdf", PAGES)
    anchor = anchors(document, 0, 60)[0]
    once = document_of(" " * 60 + text[60:], "report.pdf", PAGES)
    assert verify(anchor, document).start == 0
    assert verify(anchor, once).standing is Standing.MOVED
    assert page_names(verify(anchor, once).pages) == ("2", "2", True)
    shifted = document_of(" " * 20 + TEXT, "report.pdf", PAGES)
    assert verify(anchor, shifted).standing is Standing.UNCHANGED


@pytest.mark.parametrize(
    ("old", "new", "standing"),
    [
        ("the partnership", "The “partnership”".lower(), Standing.UNCHANGED),
        ("partnership had", "partner-\nship had", Standing.UNCHANGED),
        ("87,556", "87556", Standing.UNCHANGED),
        ("87,556", "87,566", Standing.CHANGED),
        ("87,556", "£87,556", Standing.CHANGED),
        ("87,556", "87,556%", Standing.CHANGED),
        ("87,556", "−87,556", Standing.CHANGED),
        ("had", "had not", Standing.CHANGED),
        ("partnership", "practice", Standing.CHANGED),
    ],
)
def test_words_figures_and_signs_count_and_their_shape_does_not(old: str, new: str, standing: Standing) -> None:
    now = document_of(TEXT.replace(old, new), "report.pdf")
    for anchor in anchors(DOCUMENT, 0, 61):
        assert verify(anchor, now).standing is standing


def test_sign_that_is_put_before_the_first_figure_of_a_quote_changes_it() -> None:
    start = TEXT.index("87,556")
    now = document_of(TEXT.replace("87,556", "£87,556"), "report.pdf")
    for anchor in anchors(DOCUMENT, start, start + 26):
        verdict = verify(anchor, now)
        assert verdict.standing is Standing.CHANGED


def test_single_word_that_was_changed_is_found_by_what_stands_around_it() -> None:
    start = TEXT.index("registered")
    now = document_of(TEXT.replace("registered", "listed"), "report.pdf")
    for anchor in anchors(DOCUMENT, start, start + len("registered")):
        verdict = verify(anchor, now)
        assert verdict.standing is Standing.CHANGED
        assert [(part.quoted, part.current) for part in verdict.parts] == [("registered", "listed")]


def test_link_without_words_is_vouched_for_by_the_bytes_of_the_file() -> None:
    bare = Anchor("report.pdf", DOCUMENT.sha256, 3, 9, "")
    assert verify(bare, DOCUMENT).standing is Standing.UNCHANGED
    assert verify(bare, document_of(f"{TEXT} More.", "report.pdf")).standing is Standing.WITHDRAWN
