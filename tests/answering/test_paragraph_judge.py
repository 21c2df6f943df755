from collections import defaultdict
from collections.abc import Sequence

import pytest

from reportqa.answering.paragraph_judge import Candidate, JudgedSource, ParagraphJudge
from reportqa.answering.paragraphs import Paragraph
from reportqa.document import Sentence
from reportqa.search import inquiry_of
from reportqa.text import terms

SOURCE = JudgedSource(
    ("Ada Brown",), terms("Opening weirs Ada Brown Canal Society"), terms("Opening weirs eels trout councils")
)
"""The document of all paragraphs here."""


def judge_of(question: str) -> ParagraphJudge:
    form = inquiry_of(question)
    assert form is not None
    return ParagraphJudge([form], defaultdict(lambda: 1.0), {"weirs.md": SOURCE})


def paragraph(headings: Sequence[str], *texts: str) -> Paragraph:
    items = tuple(Sentence(100 * number, 100 * number + len(text)) for number, text in enumerate(texts))
    return Paragraph("weirs.md", "Opening weirs", 0, tuple(headings), items, texts)


ADVICE = paragraph(["Recommendations", "For councils"], "Open one weir a year.", "Tell the farmers first.")
LIMITS = paragraph(["Limitations"], "We did not ask the children.")
CAUTION = paragraph(["Methods"], "The counts of eels should be read with caution.")
COUNTS = paragraph(["Results"], "The number of trout did not change.", "The number of eels doubled.")
VIEW = paragraph(["Comment"], "In my view a weir is a piece of history.")


@pytest.mark.parametrize(
    ("question", "one", "expected"),
    [
        ("What does the Canal Society recommend to councils?", ADVICE, True),
        ("What does the Canal Society recommend to hospitals?", ADVICE, False),
        ("What are the limitations of the study of weirs?", CAUTION, True),
        ("What are the limitations of the study of taxes?", CAUTION, False),
        ("What are the limitations of the study of weirs?", VIEW, False),
        ("Did the number of trout rise?", COUNTS, True),
        ("Did unemployment fall?", COUNTS, False),
        ("Why did the number of trout change?", COUNTS, True),
        ("Why are there weirs?", COUNTS, False),
        ("What are the benefits of weirs?", ADVICE, False),
    ],
)
def test_paragraph_on_the_point_has_what_is_asked_for_of_whom_and_the_subject(
    question: str, one: Paragraph, expected: bool
) -> None:
    assert judge_of(question).is_on_point(one) == expected


@pytest.mark.parametrize(
    ("question", "one", "expected"),
    [
        ("What does the Canal Society recommend to councils?", ADVICE, True),
        ("What are the limitations of the report on weirs?", LIMITS, True),
        ("What are the limitations of the report on weirs?", CAUTION, False),
        ("What are the limitations of the study?", LIMITS, False),
        ("Did the number of trout rise?", COUNTS, False),
        ("What is Ada Brown's view of weirs?", VIEW, False),
    ],
)
def test_only_a_heading_that_matches_fully_is_certain(question: str, one: Paragraph, expected: bool) -> None:
    assert judge_of(question).is_certain(one) == expected


def test_outer_heading_announces_less_than_the_own_one() -> None:
    judge = judge_of("What are the recommendations on weirs?")
    assert judge.announced(paragraph(["Recommendations"], "Open it.")) == 1.0
    assert 0 < judge.announced(ADVICE) < 1.0
    assert judge.announced(COUNTS) == 0.0


def test_author_is_who_says_i() -> None:
    judge = judge_of("What is Ada Brown's view of weirs?")
    assert judge.person(VIEW) > judge.person(COUNTS)


def test_sentence_near_the_question_that_says_what_is_asked_for_scores_more() -> None:
    judge = judge_of("Did the number of trout rise?")
    near = Candidate(COUNTS, 0.0, {0: 0.8, 100: 0.6})
    first, second = judge.sentence_scores(near)
    assert 0 < second < first <= 1
    assert judge.score(near) > judge.score(Candidate(COUNTS, -0.2, {0: 0.8, 100: 0.6}))
    assert judge.score(near) > judge.score(Candidate(COUNTS, 0.0, {}))


def test_heading_and_subject_add_to_the_score() -> None:
    judge = judge_of("What are the limitations of the report on weirs?")
    assert judge.score(Candidate(LIMITS, 0.0, {})) > judge.score(Candidate(CAUTION, 0.0, {}))
