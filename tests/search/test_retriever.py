import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as settings_of_examples
from hypothesis import strategies as st

from reportqa.embedding import Embedder
from reportqa.errors import DocumentNotFound, NoDocumentFits
from reportqa.index import generations, open_generation
from reportqa.index.ann import build_nearest
from reportqa.index.filters import Filters
from reportqa.index.library import Library
from reportqa.index.passage_store import PassageStore
from reportqa.index.vectors import PASSAGES_FILE, VectorIndex
from reportqa.ingest.build import Summary
from reportqa.search.answer_type import ExpectedAnswer
from reportqa.search.hit import Hit
from reportqa.search.question import Question
from reportqa.search.retriever import Retriever
from reportqa.settings import Settings
from support.answers import QUESTION
from support.corpora import index_corpus

NAMES_OF_FILES = ("survey-briefing.pdf", "press-release.html", "is-scale-working.md", "case-study-notes.txt")


@pytest.fixture(scope="module")
def folder(settings: Settings, built: Summary) -> Path:
    return generations.folder(settings.index_dir, built.generation)


@pytest.fixture(scope="module")
def retriever(folder: Path, embedder: Embedder) -> Retriever:
    return Retriever(PassageStore.open(folder), embedder)


def test_hits_come_best_first_and_once(retriever: Retriever) -> None:
    hits = retriever.retrieve(QUESTION, 20)
    assert len(hits) == 20
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.row for hit in hits}) == 20


def test_fewer_hits_are_the_first_of_more(retriever: Retriever) -> None:
    more = retriever.retrieve(QUESTION, 20)
    for k in (0, 1, 5):
        assert retriever.retrieve(QUESTION, k) == more[:k]


def test_more_hits_than_passages_are_all_passages_or_their_duplicates(retriever: Retriever, built: Summary) -> None:
    hits = retriever.retrieve("general practice", 10_000)
    beside = sum(len(hit.duplicates) for hit in hits)
    assert len({hit.row for hit in hits}) == len(hits) <= built.passages
    assert len(hits) + beside >= built.passages


def test_each_sentence_of_a_hit_has_a_cosine(retriever: Retriever) -> None:
    for hit in retriever.retrieve(QUESTION, 10):
        assert len(hit.sentence_scores) == len(hit.passage.sentences)
        assert all(-1.01 <= score <= 1.01 for score in hit.sentence_scores)
        assert all(0 <= hit.signals[name] <= 1 for name in ("passage_words", "unit_words", "title"))


def test_text_of_a_passage_finds_that_passage_first_except_repeated_ones(retriever: Retriever, built: Summary) -> None:
    rows = list(range(0, built.passages, 15))
    found = []
    for row, passage in zip(rows, retriever.library.passages(rows), strict=True):
        document = retriever.library.document(passage.doc_id)
        (hit,) = retriever.retrieve(document.text[passage.start : passage.end], 1)
        found.append((hit.row, hit.passage) == (row, passage))
    assert sum(found) >= 0.9 * len(rows)


def test_only_the_documents_named_are_searched(retriever: Retriever) -> None:
    doc_ids = [summary.doc_id for summary in retriever.library.summaries()]
    for named in (doc_ids[:1], doc_ids[1:3], [doc_ids[0], doc_ids[0]]):
        hits = retriever.retrieve(QUESTION, 10_000, Filters(doc_ids=tuple(named)))
        wanted = sum(summary.passages for summary in retriever.library.summaries() if summary.doc_id in named)
        assert {hit.passage.doc_id for hit in hits} == set(named)
        assert len(hits) == wanted


some_filters = st.fixed_dictionaries(
    {},
    optional={
        "document": st.lists(st.sampled_from(NAMES_OF_FILES), min_size=1, max_size=4),
        "type": st.lists(st.sampled_from(["pdf", "html", "md", "txt", "docx"]), min_size=1, max_size=3),
    },
).map(Filters.of)


@settings_of_examples(max_examples=25)
@given(some_filters, st.sampled_from([QUESTION, "Which staff were the most satisfied?", "zzz qqq"]))
def test_only_documents_that_fit_are_searched_and_all_of_them(
    retriever: Retriever, filters: Filters, question: str
) -> None:
    fitting = {traits.doc_id for traits in retriever.facets.documents if filters.matches(traits)}
    if not fitting:
        with pytest.raises(NoDocumentFits):
            retriever.retrieve(question, 5, filters)
        return
    everywhere = retriever.retrieve(question, 10_000)
    found = retriever.retrieve(question, 10_000, filters)
    assert {hit.passage.doc_id for hit in found} <= fitting
    assert {other.doc_id for hit in found for other in hit.duplicates} <= fitting
    # A passage that is not found is a duplicate of a hit in both.
    assert {hit.row for hit in everywhere if hit.passage.doc_id in fitting} <= {hit.row for hit in found}
    assert len(found) + sum(len(hit.duplicates) for hit in found) >= passages_in(retriever, fitting)


def passages_in(retriever: Retriever, doc_ids: set[str]) -> int:
    return sum(summary.passages for summary in retriever.library.summaries() if summary.doc_id in doc_ids)


@settings_of_examples(max_examples=25)
@given(some_filters, st.integers(1, 60))
def test_nearest_passages_under_a_filter_are_those_of_brute_force(
    retriever: Retriever, folder: Path, embedder: Embedder, filters: Filters, k: int
) -> None:
    fitting = {traits.doc_id for traits in retriever.facets.documents if filters.matches(traits)}
    layout, vectors = retriever.library.layout(), VectorIndex.open(folder)
    of_row = np.array(layout.doc_ids)[layout.documents]
    allowed = np.flatnonzero(np.isin(of_row, list(fitting)))
    query = embedder.embed_question(QUESTION)
    _, cosines = vectors.search(query, k, allowed)
    best = np.sort(vectors.scores(query, np.arange(len(vectors)))[allowed])[::-1][:k]
    assert cosines == pytest.approx(best, abs=1e-5)


def texts_of(retriever: Retriever, hits: list[Hit]) -> list[str]:
    return [" ".join(text.casefold().split()) for text in retriever.library.texts([int(hit.row) for hit in hits])]


def test_only_passages_with_the_exact_words_are_searched_where_there_are_any(retriever: Retriever) -> None:
    question = "What is said of Heroic Leadership?"
    hits = retriever.retrieve(question, 10, phrases=["Heroic Leadership"])
    assert hits
    assert all("heroic leadership" in text for text in texts_of(retriever, hits))
    assert retriever.has_phrase("Heroic Leadership")
    missing = ["heroic failure", "ership", "漢字", "?"]
    assert retriever.retrieve(question, 10, phrases=missing) == retriever.retrieve(question, 10)
    assert not any(map(retriever.has_phrase, missing))


def test_passages_with_all_phrases_come_before_those_with_one(retriever: Retriever) -> None:
    both = retriever.retrieve("change", 10, phrases=["concertive change", "peer pressure"])
    assert all("concertive change" in text and "peer pressure" in text for text in texts_of(retriever, both))
    one = retriever.retrieve("change", 50, phrases=["heroic leadership", "peer pressure"])
    assert all("heroic leadership" in text or "peer pressure" in text for text in texts_of(retriever, one))
    assert any("heroic leadership" in text for text in texts_of(retriever, one))
    assert any("peer pressure" in text for text in texts_of(retriever, one))


def test_filters_hold_for_phrases_too(retriever: Retriever) -> None:
    only = Filters(doc_ids=("survey-briefing.pdf",))
    assert not retriever.has_phrase("heroic leadership", only)
    hits = retriever.retrieve("heroic leadership", 5, only, phrases=["heroic leadership"])
    assert {hit.passage.doc_id for hit in hits} == {"survey-briefing.pdf"}


def test_variant_of_a_question_adds_to_its_hits(retriever: Retriever) -> None:
    plain, other = "What is an STP?", "What is a Sustainability and Transformation Partnership?"
    hits = retriever.retrieve(plain, 10, variants=[other])
    assert len({hit.row for hit in hits}) == len(hits) == 10
    for one in (*retriever.retrieve(plain, 3), *retriever.retrieve(other, 3)):
        same = next((hit for hit in hits if hit.row == one.row), None)
        if same is not None:
            # What fits one of them best counts.
            assert all(same.signals[name] >= one.signals[name] - 1e-6 for name in one.signals)
            assert all(a >= b - 1e-6 for a, b in zip(same.sentence_scores, one.sentence_scores, strict=True))
    assert retriever.retrieve(plain, 10, variants=[plain]) == retriever.retrieve(plain, 10)


def test_vectors_of_sentences_have_length_1(retriever: Retriever) -> None:
    first, second, *_ = retriever.retrieve(QUESTION, 5)
    own, other = retriever.sentence_vectors(first)[0], retriever.sentence_vectors(second)[0]
    assert own @ own == pytest.approx(1, abs=1e-2)
    assert -1.01 <= own @ other < 0.999


def test_unknown_document_is_one_clear_error(retriever: Retriever) -> None:
    with pytest.raises(DocumentNotFound, match=r'No document "nowhere\.pdf"'):
        retriever.retrieve(QUESTION, 5, Filters(doc_ids=("nowhere.pdf",)))


def test_unknown_words_find_the_closest_passages(retriever: Retriever) -> None:
    assert len(retriever.retrieve("zzz qqq 漢字", 5)) == 5


@pytest.mark.slow
def test_paragraph_that_a_report_repeats_is_shown_once(embedder: Embedder, tmp_path: Path) -> None:
    paragraph = "Federations of practices share a board and pool the risk of extended services between them."
    report = "\n\n".join(f"# Part {number}\n\n{paragraph}\n\nPart {number} ends." for number in range(4))
    store = open_generation(index_corpus(tmp_path, {"report.md": report}).index_dir).store
    hits = Retriever(store, embedder).retrieve("What do federations share?", 10)
    texts = [report[hit.passage.start : hit.passage.end] for hit in hits]
    assert len(texts) == len(set(texts))


def test_approximate_search_finds_the_same_in_a_small_index(
    retriever: Retriever, folder: Path, embedder: Embedder, tmp_path: Path
) -> None:
    grouped = Path(shutil.copytree(folder, tmp_path / "grouped"))
    build_nearest(grouped, np.load(grouped / PASSAGES_FILE), approximate_from=1)
    assert not VectorIndex.open(grouped).is_exact
    approximate = Retriever(PassageStore.open(grouped), embedder)
    only = Filters(doc_ids=("survey-briefing.pdf",))
    for question in (QUESTION, "Which staff were the most satisfied?", "What is an STP?"):
        for filters in (Filters(), only):
            found, expected = (one.retrieve(question, 10, filters) for one in (approximate, retriever))
            assert [hit.row for hit in found] == [hit.row for hit in expected]
            assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected], abs=1e-5)


def test_library_is_read_in_few_statements_however_many_hits_there_are(folder: Path, embedder: Embedder) -> None:
    statements: list[str] = []
    library = Library.open(folder, statements.append)
    retriever = Retriever(replace(PassageStore.open(folder), library=library), embedder)
    expected = ExpectedAnswer.of(Question.parse(QUESTION), retriever.vocabulary)
    counts = []
    for k in (1, 5, 50):
        statements.clear()
        assert len(retriever.retrieve(QUESTION, k, expected=expected)) == k
        counts.append(len(statements))
    assert max(counts) <= 8
    assert min(counts) == max(counts)
    library.close()
