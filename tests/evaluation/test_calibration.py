from dataclasses import replace

import numpy as np
import pytest

from reportqa.answering.confidence import CORPUS, FEATURES, PASSAGE, READER, SENTENCE, Calibration, Judgement, shipped
from reportqa.answering.engine import Engine
from reportqa.errors import InputError
from reportqa.evaluation.calibration import (
    ALONE,
    ANSWERS,
    MIN_QUESTIONS,
    RELATED,
    Example,
    examples,
    fit,
    matrix,
    refit,
    weigh_reader,
)
from reportqa.evaluation.datasets import Kind, KnownQuestion, QuestionSet, read_set
from reportqa.evaluation.measures import Floats
from reportqa.ingest.build import Summary
from reportqa.settings import Settings
from support.questionsets import SAMPLE

PLAIN = replace(shipped(), corpus=Judgement({"cosine": 10.0}, -5.0), made_from="")


def example(number: int, cosine: float, answered: bool) -> Example:
    features = {**dict.fromkeys(FEATURES, 0.5), "cosine": cosine}
    return Example(f"q{number}", features, answered, passage=answered, sentence=answered)


def drawn(questions: int, seed: int, shift: float = 0.0) -> list[Example]:
    """Questions whose cosine tells whether they are answered, but for some noise."""
    random = np.random.default_rng(seed)
    return [
        example(number, (0.7 if number % 2 else 0.4) + shift + float(random.normal(0, 0.12)), bool(number % 2))
        for number in range(questions)
    ]


def confidence(calibration: Calibration, found: list[Example]) -> Floats:
    return np.array([calibration.probability(calibration.corpus, one.features) for one in found])


@pytest.fixture(scope="module")
def opened(settings: Settings, built: Summary) -> Engine:
    return Engine.open(settings, calibration=shipped())


def test_question_is_asked_with_and_without_the_documents_that_answer_it(opened: Engine, engine: Engine) -> None:
    text = "How many main collaborations had a stated age in the 2015 survey?"
    questions = QuestionSet(
        "q",
        (
            KnownQuestion("a", text, Kind.ANSWERABLE, documents=("survey-briefing",)),
            KnownQuestion("b", "How tall is the Eiffel Tower?", Kind.OUTSIDE),
            KnownQuestion("c", "Who chaired AT Medics?", Kind.ADVERSARIAL, documents=("survey-briefing",)),
            KnownQuestion("d", "Why?", Kind.NEAR),
            KnownQuestion("e", "What is scale?", Kind.ANSWERABLE),
        ),
    )
    found = examples(questions, opened, lambda _steps: None)
    assert [(one.question_id, one.answered, one.made) for one in found] == [
        ("a", True, False), ("a", False, True), ("b", False, False), ("e", True, False),
    ]  # fmt: skip
    assert found[0].features == engine.examine(text).features
    with_document, without = confidence(shipped(), found[:2])
    assert without < with_document
    adversarial = examples(questions, opened, lambda _steps: None, near=True)
    assert [(one.question_id, one.answered) for one in adversarial if one.near] == [("c", False)]
    assert [one for one in adversarial if not one.near] == found


def test_example_says_whether_the_first_excerpt_and_its_nearest_sentences_answer(opened: Engine) -> None:
    text = "How many patients did Modality have in April 2016?"
    documents = ("large-scale-general-practice-digest",)
    nearest, around, elsewhere = (
        KnownQuestion(answer, text, Kind.ANSWERABLE, (answer,), {}, documents)
        for answer in ("87,556", "It was founded in 2009", "no such words")
    )
    # Nobody knows what answers without a string.
    unknown = KnownQuestion("unknown", text, Kind.ANSWERABLE, documents=documents)
    outside = KnownQuestion("outside", "How tall is the Eiffel Tower?", Kind.OUTSIDE)
    questions = QuestionSet("q", (nearest, around, elsewhere, unknown, outside))
    found = [one for one in examples(questions, opened, lambda _steps: None) if not one.made]
    assert [(one.question_id, one.passage, one.sentence) for one in found] == [
        ("87,556", True, True), ("It was founded in 2009", True, False), ("no such words", False, False),
        ("unknown", None, None), ("outside", False, False),
    ]  # fmt: skip
    assert {one.kind for one in found[:4]} == {"how_many"}


def test_what_other_documents_say_too_is_no_question_without_an_answer(opened: Engine) -> None:
    said, unsaid = (
        KnownQuestion(
            answer, "Which staff were the least satisfied?", Kind.ANSWERABLE, (answer,), {}, ("case-study-notes",)
        )
        for answer in ("salaried GPs", "porters")
    )
    found = examples(QuestionSet("q", (said, unsaid)), opened, lambda _steps: None)
    assert [(one.question_id, one.made) for one in found] == [
        ("salaried GPs", False), ("porters", False), ("porters", True),
    ]  # fmt: skip


def test_documents_on_the_same_subject_are_left_out_together(opened: Engine) -> None:
    question = KnownQuestion("a", "What is scale?", Kind.ANSWERABLE, documents=("survey-briefing",))
    found = examples(QuestionSet("q", (question,)), opened, lambda _steps: None, lambda _doc_id: "all")
    assert [one.made for one in found] == [False]


@pytest.mark.slow
def test_sample_questions_give_examples_of_either_kind(opened: Engine) -> None:
    steps: list[int] = []
    found = examples(read_set(SAMPLE), opened, steps.append)
    assert sum(steps) == 42
    assert sum(one.answered for one in found) == 34
    assert sum(not one.answered for one in found) > 20
    assert matrix(found, FEATURES).shape == (len(found), len(FEATURES))
    # Of a passage that answers, the nearest sentence may not; never the other way round.
    assert not any(one.sentence and not one.passage for one in found)
    calibration = fit({"sample": found})
    mean = [confidence(calibration, [one for one in found if one.answered == kind]).mean() for kind in (False, True)]
    assert mean[0] + 0.2 < mean[1]


@pytest.mark.slow
def test_fitted_probabilities_are_calibrated() -> None:
    found = drawn(400, 1)
    calibration = fit({"one": found, "two": drawn(40, 2)})
    given = confidence(calibration, found)
    answered = np.array([one.answered for one in found])
    assert abs(given.mean() - answered.mean()) < 0.05
    assert given[answered].mean() > 0.7
    assert given[~answered].mean() < 0.3
    assert (calibration.related, calibration.answers, calibration.alone) == (RELATED, ANSWERS, ALONE)
    assert calibration.made_from == "one, two"
    for judgement, names in (
        (calibration.corpus, CORPUS), (calibration.passage, PASSAGE), (calibration.sentence, SENTENCE),
    ):  # fmt: skip
        assert list(judgement.weights) == list(names)
        assert judgement.weights["title"] == pytest.approx(0, abs=1e-6)


def test_each_judgement_is_fitted_to_its_own_truth() -> None:
    found = drawn(200, 8)
    turned = fit({"one": [replace(one, passage=not one.answered) for one in found]})
    assert turned.corpus.weights["cosine"] > 0
    assert turned.passage.weights["cosine"] < 0
    assert turned.sentence.weights["cosine"] > 0


def test_passages_whose_truth_is_unknown_are_left_out_of_their_judgement_only() -> None:
    found = drawn(200, 9)
    unknown = [replace(one, passage=None) for one in drawn(200, 10, shift=0.5)]
    both, alone = fit({"one": found, "two": unknown}), fit({"one": found})
    assert both.passage == alone.passage
    assert both.corpus != alone.corpus


def test_questions_near_the_subject_count_for_passages_and_not_for_the_corpus() -> None:
    found = drawn(200, 11)
    near = [replace(one, answered=False, passage=False, sentence=False, near=True) for one in drawn(50, 12, shift=0.3)]
    both, alone = fit({"one": found + near}), fit({"one": found})
    assert both.corpus == alone.corpus
    assert both.passage != alone.passage


def test_every_set_and_either_kind_weighs_the_same() -> None:
    found = drawn(100, 3)
    answered = [one for one in found if one.answered]
    middle = example(0, 0.55, True).features

    def given(sets: dict[str, list[Example]]) -> float:
        calibration = fit(sets)
        return calibration.probability(calibration.corpus, middle)

    assert given({"one": found + 9 * answered}) == pytest.approx(given({"one": found}), abs=0.05)
    shifted = drawn(100, 4, shift=0.2)
    both = given({"one": found, "two": shifted})
    assert given({"one": found, "two": 9 * shifted}) == pytest.approx(both, abs=0.05)


def test_refit_moves_the_scale_to_the_questions_and_keeps_the_weights() -> None:
    found = drawn(200, 5, shift=0.2)
    own = refit(PLAIN, found, "mine")
    assert replace(own, scale=1.0, shift=0.0, made_from="") == PLAIN
    assert own.made_from == "mine"
    assert own.shift < -1
    answered = np.array([one.answered for one in found])
    assert confidence(PLAIN, found)[~answered].mean() > 0.6
    assert confidence(own, found)[~answered].mean() < 0.4


def test_few_questions_move_the_scale_less_than_many() -> None:
    few, many = (refit(PLAIN, drawn(size, 6, shift=0.3), "") for size in (2 * MIN_QUESTIONS, 400))
    assert many.shift < few.shift < 0


def test_scale_stays_above_zero_if_confidence_is_uninformative() -> None:
    found = [example(number, 0.9 if number % 2 else 0.1, not number % 2) for number in range(200)]
    assert refit(PLAIN, found, "").scale > 0


@pytest.mark.parametrize(("missing", "message"), [(True, "0 questions that the reports answer;"), (False, "0 .* not")])
def test_too_few_questions_are_refused(missing: bool, message: str) -> None:
    found = [one for one in drawn(100, 7) if one.answered != missing]
    with pytest.raises(InputError, match=f"{message}.* a calibration needs {MIN_QUESTIONS} or more"):
        refit(PLAIN, found, "")


def read_by(noise: float, questions: int = 60, shift: float = 0.0) -> list[Example]:
    """Questions whose passages a reader has read, with log odds that are right but for noise, and a shift."""
    random = np.random.default_rng(8)
    found = drawn(questions, 5)
    odds = [(3.0 if one.passage else -3.0) + shift + float(random.normal(0, noise)) for one in found]
    return [
        replace(one, features={**one.features, READER: odd}) for one, odd in zip(found, odds, strict=True)
    ]  # fmt: skip


def test_reader_counts_as_far_as_it_is_right() -> None:
    right, noisy = weigh_reader(PLAIN, read_by(0.5)), weigh_reader(PLAIN, read_by(30.0))
    assert right.reader_weight > 0.3 > noisy.reader_weight >= 0
    assert weigh_reader(PLAIN, drawn(60, 5)) == PLAIN


def test_shift_of_a_reader_is_taken_out() -> None:
    plain, shifted = (weigh_reader(PLAIN, read_by(0.5, 400, shift)) for shift in (0.0, 5.0))
    assert shifted.reader_shift < plain.reader_shift
    found = read_by(0.5, 400, 5.0)
    right = [(shifted.probability(shifted.passage, one.features) >= 0.5) == one.passage for one in found]
    assert np.mean(right) > 0.9


def test_few_questions_weigh_a_reader_less_than_many() -> None:
    few, many = (weigh_reader(PLAIN, read_by(1.0, size)) for size in (6, 400))
    assert few.reader_weight < many.reader_weight
