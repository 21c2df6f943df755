import re
from dataclasses import replace

import pytest

from reportqa.answer import Answer, State
from reportqa.answering.engine import Engine
from reportqa.answering.quote_blocks import quotes_of
from reportqa.cli.answer_output import answer_text
from reportqa.cli.output import (
    WIDTH,
)
from reportqa.document import Page
from support.answers import QUESTION
from support.disputes import PATIENTS, RECOMMENDATIONS


@pytest.fixture(scope="module")
def answer(engine: Engine) -> Answer:
    return engine.ask(QUESTION)


def test_answer_shows_each_quote_with_the_number_of_its_citation(answer: Answer) -> None:
    lines = answer_text(answer).split("\n")
    shown = " ".join(" ".join(lines).split())
    for quote in quotes_of(answer):
        assert f"[{quote.number}] {' '.join(quote.text.split())}" in shown
    assert lines[0].startswith("[1] ")


def test_answer_that_only_may_be_one_says_so_first(answer: Answer) -> None:
    text = answer_text(replace(answer, state=State.RELATED, confidence=0.449))
    assert text.startswith("Possible answer (confidence 0.45):\n[1] ")


def test_notes_come_first(answer: Answer) -> None:
    notes = ("Searched for “one” instead of “onee”.", "Searched for “CCG” as well.")
    for state in State:
        text = answer_text(replace(answer, state=state, notes=notes))
        assert text.startswith("\n".join(notes) + "\n\n")


def test_list_has_one_item_per_line_and_one_number_per_citation(disputed_engine: Engine) -> None:
    text = answer_text(disputed_engine.ask(RECOMMENDATIONS))
    assert text.split("\n")[:6] == [
        "[1] - agree a budget that lasts for three years;",
        "    - give every practice the same contract;",
        "    - pay for the time that managers spend;",
        "[2] - publish what is agreed; and",
        "    - review it every autumn.",
        "",
    ]


def test_differing_documents_are_listed_with_their_figures_and_dates(disputed_engine: Engine) -> None:
    answer = disputed_engine.ask(PATIENTS)
    shown = answer_text(answer).partition("\n\nThe documents report different figures:\n")[2].partition("\n\n")[0]
    assert "74,300: Return to the county, 3 May 2015\n    “In April the Northfield partnership had 74,300" in shown
    assert "80,000: The partnership’s annual review, July 2016\n" in shown
    assert "different figures" not in answer_text(replace(answer, differences=()))


def test_answer_shows_every_citation_with_reference_quote_page_and_link(answer: Answer) -> None:
    text = answer_text(answer)
    shown = " ".join(text.split())
    for citation in answer.citations:
        assert f"“{' '.join(citation.quote.split())}”" in shown
        assert citation.place in text
        assert citation.title in shown
        if citation.pages:
            assert re.search(rf"{re.escape(citation.doc_id)} · pp?\. {citation.pages[0].label}\b", shown)


def test_passages_without_a_sentence_are_listed_apart(answer: Answer) -> None:
    cited, _, others = answer_text(answer).partition("\nSee also\n")
    numbers = {sentence.citation for sentence in answer.sentences}
    for citation in answer.citations:
        assert (citation.place in cited) == (citation.number in numbers)
        assert (citation.place in others) == (citation.number not in numbers)


def test_lines_are_no_wider_than_the_page_but_for_links(answer: Answer) -> None:
    for line in answer_text(answer).split("\n"):
        assert len(line) <= WIDTH or "/documents/" in line or " " not in line.strip()


def test_page_of_the_file_is_named_where_another_is_printed(answer: Answer) -> None:
    first = replace(answer.citations[0], pages=(Page(9, "iv", 0, 10**6),))
    assert "p. iv (page 9 of the file)" in answer_text(replace(answer, citations=(first,), sentences=()))
    both = replace(first, pages=(Page(9, "iv", 0, 9), Page(10, "v", 9, 10**6)))
    assert "pp. iv–v (pages 9–10 of the file)" in answer_text(replace(answer, citations=(both,), sentences=()))
    same = replace(first, pages=(Page(9, "9", 0, 10**6),))
    assert "of the file" not in answer_text(replace(answer, citations=(same,), sentences=()))


def test_refusal_shows_the_nearest_passages_as_such(answer: Answer) -> None:
    text = answer_text(replace(answer, state=State.NOTHING, sentences=()))
    assert text.startswith("No answer found. The nearest passages are:\n\n[1] ")
    assert answer.citations[0].place in text
    assert answer_text(replace(answer, state=State.NOTHING, sentences=(), citations=())) == "No answer found."
