import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.datatypes import Hit, Passage, Sentence
from reportqa.reader import MAX_SENTENCES, Reading, read
from reportqa.sentences import split_sentences
from reportqa.terms import question_terms
from strategies import fast, prose

cosines = st.floats(-1, 1, allow_nan=False)


def hit_of(text: str, score: float, cosines: tuple[float, ...], prefix: str = "") -> Hit:
    sentences = tuple(split_sentences(text))
    passage = Passage(text, 0, len(text), 0, "", prefix, sentences)
    return Hit(0, passage, score, {"dense": max(cosines)}, {}, cosines)


def text_of(hit: Hit, sentence: Sentence) -> str:
    return hit.passage.doc_id[sentence.start : sentence.end]


def read_plainly(question: str, hits: list[Hit]) -> Reading:
    return read(question_terms(question), hits, text_of, lambda term: 1.0 + len(term) / 10)


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
def test_sentences_come_from_the_hits_best_first(question: str, hits: list[Hit]) -> None:
    reading = read_plainly(question, hits)
    assert len(reading.sentences) <= MAX_SENTENCES
    for found in reading.sentences:
        assert found.sentence in hits[found.hit].passage.sentences
    scores = [found.score for found in reading.sentences]
    assert scores == sorted(scores, reverse=True)
    assert len({(found.hit, found.sentence) for found in reading.sentences}) == len(reading.sentences)


@fast
@given(prose, hit_lists())
def test_confidence_is_a_probability(question: str, hits: list[Hit]) -> None:
    confidence = read_plainly(question, hits).confidence
    assert 0 <= confidence <= 1
    assert math.isfinite(confidence)


@fast
@given(prose, hit_lists())
def test_reading_that_answers_has_a_sentence(question: str, hits: list[Hit]) -> None:
    reading = read_plainly(question, hits)
    assert reading.sentences or not reading.answerable


def test_no_hits_answer_nothing() -> None:
    reading = read_plainly("Who?", [])
    assert (reading.sentences, reading.answerable) == ((), False)
    assert reading.confidence < 0.01


def test_sentence_with_the_words_of_the_question_goes_first() -> None:
    hit = hit_of("Lists vary widely. Modality had 87,556 patients. Staff were content.", 1.0, (0.5, 0.5, 0.5))
    (found,) = read_plainly("How many patients did Modality have?", [hit]).sentences
    assert text_of(hit, found.sentence) == "Modality had 87,556 patients."


def test_sentence_nearer_in_meaning_goes_first_among_equal_words() -> None:
    hit = hit_of("It grew fast. It shrank later.", 1.0, (0.2, 0.8))
    assert text_of(hit, read_plainly("Expansion?", [hit]).sentences[0].sentence) == "It shrank later."


def test_sentence_of_a_better_hit_goes_first_among_equals() -> None:
    hits = [hit_of("It grew.", 1.0, (0.5,)), hit_of("It grew!", 0.6, (0.5,))]
    assert read_plainly("What grew?", hits).sentences[0].hit == 0


def test_word_in_the_heading_counts_half() -> None:
    def confidence(text: str, prefix: str = "") -> float:
        return read_plainly("staff satisfaction", [hit_of(text, 1.0, (0.5,), prefix)]).confidence

    nowhere = confidence("They were content.")
    in_heading = confidence("They were content.", "Report - Staff. ")
    in_text = confidence("Staff were content.")
    assert nowhere < in_heading < in_text


@pytest.mark.parametrize(
    ("cosine", "text", "answerable"), [(0.8, "Staff were paid.", True), (0.1, "Rain fell.", False)]
)
def test_near_sentence_answers_and_a_far_one_does_not(cosine: float, text: str, answerable: bool) -> None:
    assert read_plainly("How were staff paid?", [hit_of(text, 1.0, (cosine,))]).answerable is answerable
