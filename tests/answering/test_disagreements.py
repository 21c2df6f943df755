from dataclasses import replace
from typing import get_args

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.answering.disagreements import MIN_SIMILARITY, FigureClaim, disagreeing_claims, figures
from reportqa.search.question import Question
from reportqa.search.question_kind import FIGURE_KINDS, Kind
from reportqa.text import terms
from support.strategies import fast, texts

QUESTION = "How many patients did Modality have in April 2016?"
ALIKE = np.array([1.0, 0.0], np.float32)
kinds = st.sampled_from(get_args(Kind))
claims = st.lists(
    st.builds(
        FigureClaim,
        doc_id=st.sampled_from(["a", "b", "c"]),
        text=st.sampled_from(
            ["It had 87,556 patients.", "It had 87556.", "About 80,000 patients.", "Many.", "In 2016."]
        ),
        about=st.just(frozenset(["modal"])),
        citation=st.integers(1, 5),
        vector=st.just(ALIKE),
    ),
    max_size=5,
)


def at_cosine(cosine: float) -> npt.NDArray[np.float32]:
    """Return a unit vector with that cosine to ALIKE."""
    return np.array([cosine, np.sqrt(1 - cosine**2)], np.float32)


def claim(doc_id: str, text: str, cosine: float = 1.0, heading: str = "Modality") -> FigureClaim:
    return FigureClaim(doc_id, 1, text, frozenset(terms(f"{heading} {text}")), at_cosine(cosine))


def disagreeing(question: str, *claims: FigureClaim) -> tuple[FigureClaim, ...]:
    return disagreeing_claims(Question.parse(question), claims)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It had 87,556 patients in April 2016.", {"87556": "87,556"}),
        ("About £1.2 million, or 3.5 per cent.", {"£1200000": "£1.2 million", "3.5%": "3.5 per cent"}),
        ("£1.2m, £1,200,000.", {"£1200000": "£1.2m"}),
        ("64% and 2 %", {"64%": "64%", "2%": "2 %"}),
        ("It grew, by 2016, to 16.", {"16": "16"}),
        ("It costs 45, and 7.0.", {"45": "45", "7": "7.0"}),
        ("On 19 July 2016 and in 2014/15, 5.[12]", {"5": "5"}),
        ("None.", {}),
    ],
)
def test_figures_have_one_key_however_they_are_written(text: str, found: dict[str, str]) -> None:
    assert figures(text, "how_many") == found


def test_years_are_the_figures_of_a_question_that_asks_when() -> None:
    text = "Founded in 2009 with 2 practices, it had 16 in April 2016."
    assert figures(text, "when").keys() == {"2009", "2016"}
    assert figures(text, "how_many").keys() == {"2", "16"}


@fast
@given(texts, kinds)
def test_figure_is_a_year_or_an_amount_and_never_both(text: str, kind: Kind) -> None:
    assert not figures(text, "when").keys() & figures(text, kind).keys() or kind == "when"
    assert all(written in text for written in figures(text, kind).values())


@fast
@given(st.sampled_from([QUESTION, "Why?", "When did it have patients?"]), claims, st.floats(-1, 1))
def test_disagreeing_claims_are_the_best_one_and_others_without_its_figures(
    question: str, found: list[FigureClaim], similarity: float
) -> None:
    parsed = Question.parse(question)
    found = [*found[:1], *(replace(one, vector=at_cosine(similarity)) for one in found[1:])]
    differing = disagreeing_claims(parsed, found)
    if differing:
        first, *others = differing
        assert others
        assert first == found[0]
        assert parsed.kind in FIGURE_KINDS
        assert similarity >= MIN_SIMILARITY - 1e-6
        for other in others:
            assert other in found[1:]
            own = figures(other.text, parsed.kind).keys() - figures(question, parsed.kind).keys()
            assert not own & figures(first.text, parsed.kind).keys()


def test_documents_with_other_figures_disagree_however_well_they_match_the_question() -> None:
    first, other = claim("a", "It had 87,556 registered patients."), claim("b", "Its list: 80,000 patients.")
    same = claim("c", "It had 87556 patients.")
    assert disagreeing(QUESTION, first, other, same) == (first, other)
    assert disagreeing(QUESTION, first, same) == ()


@pytest.mark.parametrize(
    "other",
    [
        claim("b", "It had 80,000 patients.", cosine=0.5),
        claim("b", "It had 80,000 visits."),
        claim("b", "It had 80,000 patients.", heading="Harness"),
        claim("b", "It had £80,000 from patients."),
        claim("b", "It had 12% more patients."),
    ],
)
def test_claims_about_something_else_do_not_disagree(other: FigureClaim) -> None:
    first = claim("a", "It had 87,556 patients.")
    assert disagreeing(QUESTION, first, other) == ()


def test_only_figures_and_dates_disagree() -> None:
    first, other = claim("a", "It had 87,556 patients."), claim("b", "It had 80,000 patients.")
    assert disagreeing("Why did Modality have patients?", first, other) == ()
    assert disagreeing(QUESTION, first) == ()
    opened, elsewhere = claim("a", "It opened in 2006."), claim("b", "It opened in 2009.")
    assert disagreeing("When did Modality open?", opened, elsewhere) == (opened, elsewhere)


def test_figures_of_the_question_do_not_count() -> None:
    first, other = claim("a", "In 2016 the 16 practices had 5 sites."), claim("b", "The 16 practices had 7 sites.")
    question = "How many sites had the 16 practices?"
    assert disagreeing(question, first, other) == (first, other)
    only = claim("b", "There were 16 practices.")
    assert disagreeing(question, first, only) == ()
