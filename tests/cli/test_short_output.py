from dataclasses import replace

import pytest
from click import unstyle

from reportqa.answer import Answer, State
from reportqa.answering.engine import Engine
from reportqa.cli.short_output import short_text
from support.answers import QUESTION
from support.attributed import STATED, STATED_FACT
from support.disputes import PATIENTS, RECOMMENDATIONS


@pytest.fixture(scope="module")
def answer(engine: Engine) -> Answer:
    return engine.ask(QUESTION)


def lines_of(answer: Answer) -> list[str]:
    return unstyle(short_text(answer)).split("\n")


def test_short_answer_is_the_sentence_and_where_it_is_from(answer: Answer) -> None:
    nearest = answer.nearest[0]
    assert lines_of(replace(answer, sentences=(nearest,))) == [
        "[1] In April 2016 Modality Partnership had 87,556 registered patients.",
        "    — Large-scale general practice: a digest of the evidence, 2026, p. 6",
        f"      large-scale-general-practice-digest.pdf#{nearest.start}-{nearest.end}",
    ]


def test_sentences_around_the_nearest_are_left_out(answer: Answer) -> None:
    first = answer.citations[0]
    around = replace(answer.nearest[0], start=first.start, end=first.start + 20, text=first.quote[:20], nearest=False)
    assert lines_of(replace(answer, sentences=(around, *answer.nearest))) == lines_of(answer)


def test_less_than_an_answer_is_called_so(answer: Answer) -> None:
    nothing = replace(answer, state=State.NOTHING, sentences=(), notes=("No document has this word: “tall”.",))
    assert lines_of(nothing) == ["No document has this word: “tall”.", "No answer found."]
    assert lines_of(replace(answer, state=State.RELATED))[0] == "No certain answer. These passages may answer:"


def test_list_over_two_pages_is_followed_by_both_places(disputed_engine: Engine) -> None:
    answer = disputed_engine.ask(RECOMMENDATIONS)
    lines = lines_of(answer)
    sources = [line for line in lines if line.startswith("    — ")]
    assert len(sources) == 2
    assert lines[lines.index("    - review it every autumn.") + 1] == sources[0]


def test_documents_that_differ_are_mentioned(disputed_engine: Engine) -> None:
    assert lines_of(disputed_engine.ask(PATIENTS))[-1] == (
        "The documents report different figures: leave out --short to see them."
    )


def test_fact_comes_first(attributed_engine: Engine) -> None:
    assert " ".join(lines_of(attributed_engine.ask(STATED))).startswith(STATED_FACT)
