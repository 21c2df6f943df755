from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.answering.engine import Engine
from reportqa.answering.highlights import MARKED, NEAR_ENOUGH, marked_places
from reportqa.answering.reader import READ, Evidence, Reading, ScoredSentence
from reportqa.cli.progress_bars import showing_progress
from reportqa.document import Passage, Sentence
from reportqa.embedding import Embedder
from reportqa.index.filters import Filters
from reportqa.ingest.build import index
from reportqa.search import ExpectedAnswer, PartResult, Question
from reportqa.search.hit import Hit
from reportqa.server.app import create_app
from reportqa.settings import MAX_K, Settings
from support.corpora import ONE_PROCESS
from support.strategies import fast

QUESTION = "How many registered patients did the practice have?"
TOWNS = (
    "Ashby Barlow Colton Denby Elsham Fulford Garton Haxby Ilkley Kirkby Leyburn Malton Norton Otley Pickering Ripon"
    " Selby Thirsk Wetherby York"
).split()
SUBJECTS = ("telephones", "gardens", "windows", "paint", "bicycles", "carpets", "lamps", "bread", "rain", "music")
REPEATED = "The practice of the valley had 9,876 registered patients."


def evidence_of(scores: Sequence[float]) -> Evidence:
    """Return evidence of hits of one sentence each with these scores, their places ten characters apart."""
    key = []
    for rank, score in enumerate(scores):
        sentence = Sentence(10 * rank, 10 * rank + 9)
        passage = Passage("a.md", sentence.start, sentence.end, rank, "", "", (sentence,))
        key.append(ScoredSentence(rank, Hit(rank, passage, "A passage", score, {}, {}, (score,)), sentence, score))
    question = Question.parse("Who?")
    part = PartResult(question, ExpectedAnswer(question.kind, frozenset(), {}), [one.hit for one in key])
    return Evidence(part, Reading((), tuple(key), (), {}), 1.0, 1.0, 1.0)


@fast
@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=2 * READ))
def test_first_passages_and_those_close_to_the_best_are_highlighted(scores: list[float]) -> None:
    best = max(scores[:READ])
    found = marked_places([evidence_of(scores)], ())
    close = [rank for rank, score in enumerate(scores) if rank < READ or score >= NEAR_ENOUGH * best]
    assert found == [(10 * rank, 10 * rank + 9) for rank in close]


def test_passage_as_good_as_the_best_is_highlighted_and_a_far_worse_one_is_not() -> None:
    found = marked_places([evidence_of([0.5] * READ + [0.5, 0.1])], ())
    assert len(found) == READ + 1


@pytest.fixture(scope="module")
def own(settings: Settings, tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Settings:
    """An index of one report: twenty sections that answer, thirty that do not, and one answer that is repeated."""
    folder = tmp_path_factory.mktemp("marking")
    (folder / "corpus").mkdir()
    sections = [f"# {town}\n\nThe practice in {town} had {4000 + 137 * n:,} registered patients." for n, town in
                enumerate(TOWNS)]  # fmt: skip
    sections += [f"# Of {one}\n\nNobody in town {n} talks of {one} in winter." for n, one in enumerate(SUBJECTS * 3)]
    sections += [f"# Valley\n\n{REPEATED}", f"# Summary\n\n{REPEATED}"]
    (folder / "corpus" / "towns.md").write_text("\n\n".join(sections) + "\n")
    own = Settings.from_env(ONE_PROCESS, root=settings.root, corpus_dir=folder / "corpus", index_dir=folder / "index")
    with showing_progress() as progress:
        index(own, progress)
    return own


def quotes(engine: Engine, doc_id: str, places: Sequence[tuple[int, int]]) -> list[str]:
    text = engine.document(doc_id).text
    return [text[start:end] for start, end in places]


@pytest.mark.slow
def test_all_close_sentences_are_highlighted_and_no_others(own: Settings, embedder: Embedder) -> None:
    engine = Engine.open(own, embedder)
    found = quotes(engine, "towns.md", engine.places(QUESTION, "towns.md"))
    assert READ < len(found) <= MARKED
    assert sum("registered patients" in one for one in found) == len(found) == len(TOWNS) + 2
    assert found.count(REPEATED) == 2


@pytest.mark.slow
@pytest.mark.parametrize("question", [QUESTION, "When was GP Care founded?", "List the tools", "Who won in 1998?"])
def test_highlighted_sentences_include_the_answer(engine: Engine, question: str) -> None:
    for summary in engine.documents():
        doc_id = summary.doc_id
        places = engine.places(question, doc_id)
        assert places == sorted(set(places))
        assert all(0 <= start < end <= len(engine.document(doc_id).text) for start, end in places)
        answer = engine.ask(question, k=MAX_K, filters=Filters.of({"document": [doc_id]}))
        assert {(one.start, one.end) for one in answer.nearest} <= set(places)
        assert len(places) >= min(len(answer.citations), READ)


@pytest.mark.slow
def test_page_of_a_document_counts_and_highlights_them(own: Settings) -> None:
    page = create_app(own).test_client().get("/documents/towns.md", query_string={"q": QUESTION}).text
    assert f"{len(TOWNS) + 2} passages</a>" in page
    assert page.count('<mark class="hit">') == len(TOWNS) + 2
