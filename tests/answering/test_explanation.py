import json
import math

import pytest

from reportqa.answer import State
from reportqa.answering.composer import CERTAIN
from reportqa.answering.confidence import PASSAGE
from reportqa.answering.engine import Engine
from reportqa.answering.explanation import FEATURE_NAMES, SIGNAL_NAMES, Explanation
from reportqa.search.fusion import NAMES, PARTS
from reportqa.settings import Settings
from support.answers import QUESTION, SCHEMA

QUESTIONS = [
    QUESTION,
    "Recomendations on govenance for CCGs",
    "How many practices does AT Medics run and when was GP Care founded?",
    "Who won the 1998 football World Cup?",
]


@pytest.fixture(scope="module", params=QUESTIONS)
def explanation(engine: Engine, request: pytest.FixtureRequest) -> Explanation:
    return engine.explain(request.param, k=4)


def test_explained_answer_is_the_answer_without_explanation(engine: Engine, explanation: Explanation) -> None:
    plain = engine.ask(explanation.answer.question, k=4).to_dict()
    assert {**explanation.answer.to_dict(), "milliseconds": 0} == {**plain, "milliseconds": 0}


def test_object_fits_the_schema(explanation: Explanation) -> None:
    SCHEMA.validate(json.loads(json.dumps(explanation.to_dict())))


def test_score_is_the_sum_of_its_parts(explanation: Explanation) -> None:
    for search in explanation.searches:
        assert [passage.rank for passage in search.passages] == [1, 2, 3, 4]
        for passage in search.passages:
            parts = [*(share.share for share in passage.shares), *passage.others.values()]
            assert sum(parts) == pytest.approx(passage.score, abs=1e-4)
            assert passage.others["in_unit"] <= 1e-6


def test_share_is_at_least_the_weight_times_the_own_value(explanation: Explanation) -> None:
    for search in explanation.searches:
        for share in (share for passage in search.passages for share in passage.shares):
            assert share.share >= share.weight * share.value - 1e-5


def test_ranks_go_by_the_own_value(explanation: Explanation) -> None:
    for search in explanation.searches:
        for number in range(len(NAMES)):
            column = [passage.shares[number] for passage in search.passages]
            values = sorted((share.value for share in column), reverse=True)
            assert all(values[share.rank - 1] == share.value for share in column)


def test_confidence_is_the_sum_of_its_factors(explanation: Explanation) -> None:
    calibration = explanation.calibration
    for search in explanation.searches:
        assert {factor.name for factor in search.factors} == set(PASSAGE)
        logit = calibration.passage.intercept + sum(factor.product for factor in search.factors)
        assert logit == pytest.approx(search.logit)
        assert search.confidence == pytest.approx(1 / (1 + math.exp(-calibration.scale * logit - calibration.shift)))
    least = min(search.confidence for search in explanation.searches)
    answer = explanation.answer
    if answer.state is State.ANSWERS:
        # A list may be sure where its passages are not.
        assert answer.confidence in {least, max(least, CERTAIN)}
    else:
        assert answer.confidence <= least


def test_number_is_that_of_the_citation_with_the_passage(explanation: Explanation) -> None:
    citations = explanation.answer.citations
    for passage in (passage for search in explanation.searches for passage in search.passages):
        assert passage.number is None or passage.citation.quote in citations[passage.number - 1].quote
        assert passage.number is not None or all(passage.citation.quote not in one.quote for one in citations)


def test_every_part_of_a_question_is_explained(engine: Engine) -> None:
    searches = engine.explain(QUESTIONS[2]).searches
    assert [search.question for search in searches] == [
        "How many practices does AT Medics run",
        "when was GP Care founded?",
    ]


def test_question_is_shown_as_it_was_searched(engine: Engine) -> None:
    (search,) = engine.explain(QUESTIONS[1]).searches
    assert search.question == "recommendations on governance for CCGs"
    assert search.variants == ("recommendations on governance for clinical commissioning groups",)
    assert {word.word for word in search.words} == {"recommendations", "governance", "CCGs"}
    assert [word.weight for word in search.words] == sorted((word.weight for word in search.words), reverse=True)


def test_words_that_no_passage_has_are_marked(engine: Engine) -> None:
    (search,) = engine.explain("How tall is the “Eiffel” tower of Modality?").searches
    assert {word.word: word.known for word in search.words} == {
        "tall": False,
        "Eiffel": False,
        "tower": False,
        "Modality": True,
    }


def test_reason_names_the_largest_differences(engine: Engine) -> None:
    (search,) = engine.explain(QUESTION).searches
    first, second = search.passages[:2]
    assert search.reason is not None
    assert search.reason.startswith(f"The first passage is {first.score - second.score:.2f} before the second")
    assert 1 <= sum(name in search.reason for name in SIGNAL_NAMES.values()) <= 3


def test_one_passage_needs_no_reason(engine: Engine) -> None:
    (search,) = engine.explain(QUESTION, k=1).searches
    assert search.reason is None


def test_every_part_of_a_score_and_every_feature_has_a_name() -> None:
    assert tuple(SIGNAL_NAMES) == PARTS
    assert tuple(FEATURE_NAMES) == PASSAGE


@pytest.mark.slow
def test_own_calibration_is_explained(doubtful: Settings) -> None:
    explanation = Engine.open(doubtful).explain("How many registered patients?")
    assert (explanation.calibration.scale, explanation.calibration.shift) == (0.5, -0.25)
