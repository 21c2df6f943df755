from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from reportqa.answer import Answer, State
from reportqa.answering.composer import CERTAIN
from reportqa.answering.confidence import shipped
from reportqa.answering.engine import Engine
from reportqa.answering.reader import READ
from reportqa.answering.structures import MAX_GAP, Structure, StructurePiece, find_structure
from reportqa.document import Sentence
from reportqa.embedding import Embedder
from reportqa.index import EVERYTHING, Filters
from reportqa.search import Question
from reportqa.settings import Settings
from support.answers import check_answer
from support.attributed import BRIEFING
from support.corpora import index_corpus

MOORS = [f"Moor {name} | {height} m | {height // 9} grouse" for height, name in enumerate("ABCDEFGHIJKLMNOP", 500)]
TEXTS = {
    "ferries.md": "# Ferries of Lorne\n\n## Fleet\n\nThe fleet of Lorne has these three ferries:\n\n"
    "| | Isle of Lewis | Clansman | Coruisk |\n|---|---|---|---|\n| Built | 1995 | 1998 | 2003 |\n"
    "| Number of cars | 123 | 90 | 40 |\n\n## Crews\n\nThe crew of the Clansman sleeps on board.\n",
    "moors.md": "# Moors of Tarn\n\n## Heights\n\nThe height and the birds of each moor of Tarn are as follows:\n\n"
    "| Moor | Height | Birds |\n|---|---|---|\n" + "".join(f"| {moor} |\n" for moor in MOORS),
    "drains.md": "# Drains\n\n## Limitations\n\nWe could not look into the old drains below the market. Only four"
    " streets were seen. The sample of drains is small, and nobody should infer much from it.\n\n## Costs\n\nDrains"
    " cost £40,000 a street.\n",
    "hedges.md": "# Hedges\n\n## Recommendations\n\n- Plant one hedge a year.\n- Cut it in winter.\n- Pay for the"
    " ladders.\n\n## Birds\n\nWrens live in hedges all year. They eat insects.\n",
    "caves.txt": "RECOMMENDATIONS ON CAVES\n\nThe recommendations on caves are:\n\n- close them in winter;\n"
    "- count the bats;\n- light no fires;\f- sell no rocks; and\n- tell the council.\n",
}  # fmt: skip
BUILT, LIMITS = "When was the Clansman built?", "What are the limitations of the report on drains?"
HEDGES, CAVES = "What are the recommendations on hedges?", "What are the recommendations on caves?"
HEIGHT, UNSURE = "What is the height of Moor P?", "How many cars do the ferries of Lorne have?"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory, exports: Path) -> Settings:
    """Settings of an indexed corpus of TEXTS."""
    return index_corpus(tmp_path_factory.mktemp("structures"), TEXTS)


@pytest.fixture(scope="module")
def lorne(corpus: Settings, embedder: Embedder) -> Engine:
    return Engine.open(corpus, embedder)


@pytest.fixture(scope="module")
def strict(corpus: Settings, embedder: Embedder) -> Engine:
    """The same index with a calibration by which no passage is on any question."""
    return Engine.open(corpus, embedder, replace(shipped(), shift=-1000.0))


@pytest.fixture(scope="module")
def sure(corpus: Settings, embedder: Embedder) -> Engine:
    """The same index with a calibration by which every passage answers."""
    return Engine.open(corpus, embedder, replace(shipped(), shift=1000.0))


def find(engine: Engine, question: str, filters: Filters = EVERYTHING) -> Structure | None:
    evidence = engine._read(engine.searcher.search(question, READ, filters))
    asked = Question.parse(question)
    return find_structure(asked, evidence, State.RELATED, engine.catalogue, engine.searcher, filters)


def found(engine: Engine, question: str, filters: Filters = EVERYTHING) -> Structure:
    structure = find(engine, question, filters)
    assert structure
    return structure


def texts(engine: Engine, piece: StructurePiece, *, quoted: bool = False) -> list[str]:
    items = [item for item in piece.items if item in piece.quoted or not quoted]
    return [engine.catalogue.text(piece.doc_id, item.start, item.end) for item in items]


def assert_does_not_overlap(answer: Answer) -> None:
    for one, other in combinations(answer.citations, 2):
        assert one.doc_id != other.doc_id or one.end <= other.start or other.end <= one.start


@pytest.mark.parametrize("question", [BUILT, HEIGHT, UNSURE, LIMITS, HEDGES, CAVES])
def test_pieces_are_items_in_order_on_one_page_without_long_gaps(lorne: Engine, question: str) -> None:
    structure = found(lorne, question)
    for piece in structure.pieces:
        outline = lorne.catalogue.outline(piece.doc_id)
        assert len({outline.pages_of(item.start, item.end)[:1] for item in piece.items}) == 1
        assert all(0 <= after.start - before.end <= MAX_GAP for before, after in pairwise(piece.items))
        assert piece.quoted <= set(piece.items)
    assert structure.pieces[0].quoted


def test_list_over_two_pages_has_a_piece_for_each(lorne: Engine) -> None:
    first, second = found(lorne, CAVES).pieces
    assert texts(lorne, second) == ["sell no rocks; and", "tell the council."]
    assert first.end < second.start


def test_row_is_quoted_with_what_is_just_above_its_table(lorne: Engine) -> None:
    (piece,) = found(lorne, BUILT).pieces
    announcement, row = texts(lorne, piece)
    assert announcement == "The fleet of Lorne has these three ferries:"
    assert texts(lorne, piece, quoted=True) == [row]
    assert "1998" in row


def test_row_far_below_what_announces_its_table_is_quoted_first(lorne: Engine) -> None:
    row, above = found(lorne, HEIGHT).pieces
    assert "515 m" in texts(lorne, row, quoted=True)[-1]
    assert texts(lorne, above)[0].endswith("as follows:")
    assert not above.quoted
    assert row.start - above.end > MAX_GAP
    answer = lorne.ask(HEIGHT)
    check_answer(lorne, answer)
    assert {one.citation for one in answer.sentences} == {1}
    # What is above the row is cited, to be read by itself.
    assert answer.citations[1].quote.endswith("as follows:")
    assert 2 not in answer.whole


def test_rows_are_all_quoted_where_no_cell_is_known(lorne: Engine) -> None:
    structure = found(lorne, UNSURE)
    assert not structure.certain
    assert all(piece.quoted == set(piece.items) for piece in structure.pieces)


def test_nearest_sentences_of_a_section_in_prose_are_quoted(lorne: Engine) -> None:
    (piece,) = found(lorne, LIMITS).pieces
    assert texts(lorne, piece)[0].startswith("We could not look")
    assert texts(lorne, piece)[-1].startswith("The sample of drains")
    assert 0 < len(piece.quoted) <= len(piece.items)
    evidence = lorne._read(lorne.searcher.search(LIMITS, READ))
    nearest = {one.sentence for one in evidence[0].reading.sentences if one.hit.passage.doc_id == "drains.md"}
    assert piece.quoted == nearest.intersection(piece.items)


def test_items_of_a_list_are_all_quoted(lorne: Engine) -> None:
    (piece,) = found(lorne, HEDGES).pieces
    assert texts(lorne, piece, quoted=True) == [
        "Plant one hedge a year.", "Cut it in winter.", "Pay for the ladders."
    ]  # fmt: skip


def test_section_that_goes_on_says_so(tmp_path: Path, exports: Path, embedder: Embedder) -> None:
    steps = "\n".join(f"- Plant tree number {number}." for number in range(20))
    engine = Engine.open(index_corpus(tmp_path, {"trees.md": f"# Trees\n\n## Recommendations\n\n{steps}\n"}), embedder)
    assert found(engine, "What are the recommendations on trees?").notes == ("The section goes on after this.",)
    engine.close()


@pytest.mark.parametrize("question", ["Where do wrens live?", "How much do drains cost a street?", "Wrens"])
def test_what_passages_answer_has_no_structure(lorne: Engine, question: str) -> None:
    assert find(lorne, question) is None


def test_part_of_a_question_is_answered_by_no_structure(sure: Engine) -> None:
    question = f"{BUILT} Where do wrens live?"
    assert find(sure, question) is None
    shown = [one.text for one in sure.ask(question).nearest]
    assert any("1998" in text for text in shown)
    assert any("Wrens live" in text for text in shown)


@pytest.mark.parametrize("question", [BUILT, HEIGHT, LIMITS, HEDGES])
def test_what_is_asked_for_by_name_answers_whatever_the_passages_do(
    lorne: Engine, strict: Engine, sure: Engine, question: str
) -> None:
    for engine in (lorne, strict, sure):
        answer = engine.ask(question)
        check_answer(engine, answer)
        assert answer.state is State.ANSWERS
        assert answer.confidence >= CERTAIN
        # Notes on the best passage are on something else.
        assert answer.notes == found(engine, question).notes
        assert_does_not_overlap(answer)


def test_what_is_less_certain_is_related(strict: Engine) -> None:
    answer = strict.ask(UNSURE)
    check_answer(strict, answer)
    assert answer.state is State.RELATED
    assert answer.confidence < shipped().answers
    assert answer.notes == found(strict, UNSURE).notes
    assert_does_not_overlap(answer)


def test_what_lacks_the_exact_words_of_a_question_is_not_claimed(sure: Engine) -> None:
    answer = sure.ask('When was the Clansman "built in Norway"?')
    assert answer.state is State.RELATED
    assert any("exact words “built in Norway”" in note for note in answer.notes)


@pytest.mark.parametrize("question", [BUILT, HEIGHT, UNSURE, LIMITS, HEDGES, CAVES])
@pytest.mark.parametrize("k", [1, 5])
def test_structure_is_cited_first_and_whole_whatever_k_is(lorne: Engine, question: str, k: int) -> None:
    answer, structure = lorne.ask(question, k=k), found(lorne, question)
    check_answer(lorne, answer)
    assert len(answer.citations) == max(k, len(structure.pieces)) or len(answer.citations) < k
    for piece, citation in zip(structure.pieces, answer.citations, strict=False):
        assert (piece.doc_id, piece.start, piece.end) == (citation.doc_id, citation.start, citation.end)
    shown = [Sentence(one.start, one.end) for one in answer.sentences]
    assert shown == [item for piece in structure.pieces if piece.quoted for item in piece.items]
    assert {(one.start, one.end) for one in answer.nearest} == {
        (item.start, item.end) for piece in structure.pieces for item in piece.quoted
    }


@pytest.mark.parametrize(
    ("question", "has_place"),
    [("Who is the author of Harbour dues explained?", True), ("Who wrote Museum visits in winter?", False)],
)
def test_fact_is_quoted_where_a_text_states_it(attributed_engine: Engine, question: str, has_place: bool) -> None:
    structure = found(attributed_engine, question)
    (fact,) = structure.facts
    places = [(piece.doc_id, piece.start, piece.end) for piece in structure.pieces]
    assert places == ([(fact.stated_in, fact.start, fact.end)] if has_place else [])
    answer = attributed_engine.ask(question)
    check_answer(attributed_engine, answer)
    assert answer.state is State.ANSWERS
    assert answer.facts == (fact,)
    assert bool(answer.sentences) == has_place
    # The passages found are cited in any case.
    assert len(answer.citations) > len(answer.sentences)
    assert_does_not_overlap(answer)


def test_facts_of_which_some_are_unknown_are_not_claimed(attributed_engine: Engine) -> None:
    answer = attributed_engine.ask("Which is the newest document?")
    check_answer(attributed_engine, answer)
    assert answer.state is State.RELATED
    assert [fact.doc_id for fact in answer.facts] == [BRIEFING]
    assert "2 documents without a date of publication could not be compared." in answer.notes


@pytest.mark.parametrize("shift", [-1000.0, 0.0, 1000.0])
def test_passages_are_shown_where_a_fact_is_not_recorded_and_do_not_answer(
    attributed: Settings, embedder: Embedder, shift: float
) -> None:
    engine = Engine.open(attributed, embedder, replace(shipped(), shift=shift))
    answer = engine.ask("Who wrote the staff survey?")
    check_answer(engine, answer)
    assert answer.state is not State.ANSWERS
    assert answer.facts == ()
    assert answer.notes[-1] == "The author of “Staff survey 2022” is not recorded."
    assert answer.citations


def test_facts_are_of_the_documents_that_match_the_filters(attributed_engine: Engine) -> None:
    ferries = Filters.of({"document": ["quay/ferries.txt"]})
    assert find(attributed_engine, "Who wrote Night staffing on acute wards?", ferries) is None
    (fact,) = attributed_engine.ask("Who wrote these documents?", filters=ferries).facts
    assert fact.value == "Tomasz Wren and Ines Calder"
