import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.answering.confidence import FEATURES, shipped
from reportqa.answering.reader import MAX_SENTENCES, Evidence, Reading, read
from reportqa.document import Passage
from reportqa.search import PartResult
from reportqa.search.answer_type import ExpectedAnswer, counted_in
from reportqa.search.fusion import ADDED
from reportqa.search.hit import Hit
from reportqa.search.question import Question
from reportqa.text import question_terms, split_sentences
from support.strategies import fast, prose

cosines = st.floats(-1, 1, allow_nan=False)


def hit_of(text: str, score: float, cosines: tuple[float, ...], prefix: str = "") -> Hit:
    sentences = tuple(split_sentences(text))
    passage = Passage(text, 0, len(text), 0, "", prefix, sentences)
    return Hit(
        0,
        passage,
        text,
        score,
        {"dense": max(cosines), "title": 0.0, "heading": 0.0},
        dict.fromkeys(ADDED, 0.0),
        cosines,
    )


def read_plainly(question: str, hits: list[Hit]) -> Reading:
    parsed = Question.parse(question)
    weights = {term: 1.0 + len(term) / 10 for term in question_terms(parsed.text)}
    return read(parsed, hits, ExpectedAnswer(parsed.kind, counted_in(parsed.text), weights))


@st.composite
def hit_lists(draw: st.DrawFn) -> list[Hit]:
    hits = []
    for _ in range(draw(st.integers(0, 4))):
        text = draw(prose.filter(lambda text: bool(split_sentences(text))))
        n = len(split_sentences(text))
        hits.append(hit_of(text, draw(st.floats(0, 2)), tuple(draw(st.lists(cosines, min_size=n, max_size=n)))))
    return sorted(hits, key=lambda hit: -hit.score)


@fast
@given(prose, hit_lists())
def test_sentences_come_from_the_hits_in_reading_order(question: str, hits: list[Hit]) -> None:
    reading = read_plainly(question, hits)
    assert len(reading.sentences) <= MAX_SENTENCES
    for found in reading.sentences:
        assert found.sentence in hits[found.rank].passage.sentences
    for hit in {found.rank for found in reading.sentences}:
        starts = [found.sentence.start for found in reading.sentences if found.rank == hit]
        assert starts == sorted(starts)
    assert not reading.sentences or reading.best in reading.key
    assert len({(found.rank, found.sentence) for found in reading.sentences}) == len(reading.sentences)


@fast
@given(prose, hit_lists())
def test_features_are_finite_and_give_a_probability(question: str, hits: list[Hit]) -> None:
    features = read_plainly(question, hits).features
    assert set(features) == set(FEATURES)
    assert all(math.isfinite(value) for value in features.values())
    for judgement in (shipped().corpus, shipped().passage, shipped().sentence):
        assert 0 <= shipped().probability(judgement, features) <= 1


@fast
@given(prose, hit_lists())
def test_every_hit_has_a_key_sentence(question: str, hits: list[Hit]) -> None:
    key = read_plainly(question, hits).key
    assert [found.rank for found in key] == list(range(len(hits)))
    assert all(found.sentence in hits[found.rank].passage.sentences for found in key)


def test_no_hits_answer_nothing() -> None:
    reading = read_plainly("Who?", [])
    assert (reading.sentences, reading.key, reading.excerpts) == ((), (), ())
    assert shipped().probability(shipped().corpus, reading.features) < shipped().related


def test_sentence_with_a_figure_goes_first_where_a_number_is_asked_for() -> None:
    hit = hit_of("The study analysed quality indicators. The study analysed 15 quality indicators.", 1.0, (0.8, 0.75))
    assert hit.text_of(read_plainly("How many quality indicators did the study analyse?", [hit]).best.sentence) == (
        "The study analysed 15 quality indicators."
    )


def test_sentence_that_begins_with_it_comes_with_the_one_before() -> None:
    hit = hit_of("GP Care is a federation. It was founded in 2006. Rain fell.", 1.0, (0.3, 0.9, 0.1))
    shown = [hit.text_of(found.sentence) for found in read_plainly("When was it founded?", [hit]).sentences]
    assert shown == ["GP Care is a federation.", "It was founded in 2006."]


def test_sentence_comes_with_the_one_before_when_it_says_these() -> None:
    hit = hit_of("Trust and time were short. To overcome some of these challenges, staff met. Rain fell.", 1.0,
                 (0.3, 0.9, 0.1))  # fmt: skip
    shown = [hit.text_of(found.sentence) for found in read_plainly("What challenges were there?", [hit]).sentences]
    assert shown == ["Trust and time were short.", "To overcome some of these challenges, staff met."]


@pytest.mark.parametrize("said", ["A super-partnership.", "What is that super-partnership?"])
def test_sentence_after_a_repetition_of_the_question_answers_it(said: str) -> None:
    hit = hit_of(f"Forms vary. {said} All partners joined one contract. Rain fell.", 1.0, (0.1, 0.9, 0.3, 0.1))
    reading = read_plainly("What is a super-partnership?", [hit])
    assert [hit.text_of(found.sentence) for found in reading.sentences] == ["All partners joined one contract."]


def test_sentence_with_the_exact_phrase_goes_first() -> None:
    hit = hit_of("Interest in conflicts grew. The “conflicts of interest” policy.", 1.0, (0.8, 0.7))
    assert read_plainly('Who wrote "conflicts of interest"?', [hit]).best.sentence.start > 0


def test_sentence_with_the_words_of_the_question_goes_first() -> None:
    hit = hit_of("Lists vary widely. Modality had 87,556 patients. Staff were content.", 1.0, (0.5, 0.5, 0.5))
    (found,) = read_plainly("How many patients did Modality have?", [hit]).sentences
    assert hit.text_of(found.sentence) == "Modality had 87,556 patients."


def test_sentence_nearer_in_meaning_goes_first_among_equal_words() -> None:
    hit = hit_of("Growth was fast. Decline came later.", 1.0, (0.2, 0.8))
    assert hit.text_of(read_plainly("Expansion?", [hit]).sentences[0].sentence) == "Decline came later."


def test_sentence_of_a_better_hit_goes_first_among_equals() -> None:
    hits = [hit_of("It grew.", 1.0, (0.5,)), hit_of("It grew!", 0.6, (0.5,))]
    assert read_plainly("What grew?", hits).sentences[0].rank == 0


def test_word_in_the_heading_counts_as_covered() -> None:
    def coverage(text: str, prefix: str = "") -> float:
        return read_plainly("staff satisfaction", [hit_of(text, 1.0, (0.5,), prefix)]).features["coverage"]

    assert coverage("They were content.") < coverage("They were content.", "Report - Staff. ")
    assert coverage("Staff were content.") == coverage("They were content.", "Report - Staff. ")


def test_name_that_the_best_passage_lacks_lowers_the_share_of_names() -> None:
    def names(text: str) -> float:
        return read_plainly("Who leads Harness Healthcare?", [hit_of(text, 1.0, (0.5,))]).features["names"]

    assert names("Modality is led by partners.") == 0
    assert names("Harness Healthcare is led by partners.") == 1


def test_sentence_with_the_whole_name_goes_before_one_with_its_words() -> None:
    hit = hit_of("Care by a GP takes work. GP Care works in Bristol.", 1.0, (0.6, 0.6))
    best = read_plainly("Where does GP Care work?", [hit]).best
    assert hit.text_of(best.sentence) == "GP Care works in Bristol."


def test_sentence_goes_before_a_heading_of_the_same_words() -> None:
    heading = "AT Medics, Harness and Modality Partnership"
    alone = hit_of(heading, 1.0, (0.6,))
    alone = replace(alone, passage=replace(alone.passage, heading=heading))
    told = hit_of("Modality has one contract, AT Medics has many.", 0.9, (0.5,))
    reading = read_plainly("Compare AT Medics and Modality", [alone, told])
    assert (reading.best.rank, reading.sentences[0].rank) == (1, 1)
    assert read_plainly("Compare AT Medics and Modality", [hit_of(heading, 1.0, (0.6,)), told]).best.rank == 0


@pytest.mark.parametrize(("cosine", "is_related"), [(0.6, True), (0.1, False)])
def test_passages_in_another_language_are_related_by_their_meaning(cosine: float, is_related: bool) -> None:
    parsed = Question.parse("Wie viele Patienten hatte die Praxis?")
    expected = ExpectedAnswer(parsed.kind, frozenset(), dict.fromkeys(question_terms(parsed.text), 1.0))
    hits = [hit_of("The practice had 12 patients.", 0.2, (cosine,))]
    plain = Evidence.of(PartResult(parsed, expected, hits), shipped())
    translated = Evidence.of(PartResult(parsed, expected, hits, is_translated=True), shipped())
    assert (translated.corpus >= shipped().related) is is_related
    assert translated.corpus >= plain.corpus
    assert (translated.passage, translated.sentence) == (plain.passage, plain.sentence)
