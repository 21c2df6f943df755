from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reportqa.answering.caveats import caveat
from reportqa.answering.confidence import shipped
from reportqa.answering.reader import Evidence
from reportqa.document import Document, Passage, Table
from reportqa.index import Catalogue
from reportqa.search.answer_type import ExpectedAnswer, counted_in
from reportqa.search.fusion import ADDED
from reportqa.search.hit import Hit
from reportqa.search.question import Question
from reportqa.search.searcher import PartResult
from reportqa.text import question_terms, split_sentences
from support.cited import open_library

TEXT = "In April 2016 the practice at Yew Lane had 9,200 registered patients."
PATIENTS = "How many patients did Yew Lane have in April 2016?"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder: Path = tmp_path_factory.mktemp("documents")
    issued = {"issued": {"date-parts": [[2019]]}}
    signed = {"publisher": "Elmhurst Press", "author": [{"family": "Quill", "given": "Ada"}]}
    items: dict[str, dict[str, Any]] = {"undated.md": {}, "dated.md": issued, "report-2018.md": {}, "signed.md": signed}
    return open_library(
        folder, [Document(name, "0" * 64, "text/plain", {"title": name, **item}, TEXT) for name, item in items.items()]
    )


def evidence(
    question: str, text: str = TEXT, doc_id: str = "undated.md", prefix: str = "", variants: tuple[str, ...] = ()
) -> Evidence:
    """Return the evidence of one passage for a question."""
    sentences = tuple(split_sentences(text))
    passage = Passage(doc_id, 0, len(text), 0, "", prefix, sentences)
    hits = [
        Hit(0, passage, text, 1.0, {"dense": 0.5, "title": 0.0}, dict.fromkeys(ADDED, 0.0), (0.5,) * len(sentences))
    ]
    parsed = Question.parse(question)
    expected = ExpectedAnswer(parsed.kind, counted_in(question), dict.fromkeys(question_terms(question), 1.0))
    return Evidence.of(PartResult(parsed, expected, hits, variants), shipped())


def reason(catalogue: Catalogue, *parts: Evidence) -> str | None:
    return caveat(parts, catalogue)


def test_passage_with_the_names_and_the_year_raises_no_doubt(catalogue: Catalogue) -> None:
    assert reason(catalogue, evidence(PATIENTS)) is None


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Which practice had 8,700 registered patients?", "8700"),
        ("Which practice at Yew Lane had 9,200 patients of 12 streets?", "12"),
        ("Which practice had 9,200 registered patients?", None),
        ("Which 3 practices had registered patients?", None),
        ("Which practice had two registered patients for every 12 streets?", None),
        ("Of the patients, how many in twenty had registered?", None),
        ("Which practice had registered patients on 30 April 2016?", None),
    ],
)
def test_number_that_the_passage_lacks_raises_a_doubt(catalogue: Catalogue, question: str, missing: str | None) -> None:
    expected = missing and f"The best passage does not have the number {missing}."
    assert reason(catalogue, evidence(question)) == expected


def test_number_may_be_written_as_a_word(catalogue: Catalogue) -> None:
    text = "Yew Lane often ran twelve clinics for its 2032 patients."
    assert reason(catalogue, evidence("Which practice ran 10 clinics?", text)) is not None
    assert reason(catalogue, evidence("Which practice ran 32 clinics?", text)) is not None
    assert reason(catalogue, evidence("Which practice ran 12 clinics?", text)) is None
    assert reason(catalogue, evidence("Which practice ran 13 clinics?", text)) is not None


def test_other_year_raises_a_doubt(catalogue: Catalogue) -> None:
    other = PATIENTS.replace("2016", "2019")
    assert reason(catalogue, evidence(other)) == "The best passage does not name the year 2019."
    later = "How many patients did Yew Lane have in 2018 and in 2019?"
    assert reason(catalogue, evidence(later)) == "The best passage does not name the year 2018."


@pytest.mark.parametrize("years", ["2016 and 2019", "2019 or 2016", "2019 and in 2020"])
def test_every_year_that_is_asked_for_must_be_named(catalogue: Catalogue, years: str) -> None:
    found = evidence(f"How many patients did Yew Lane have in {years}?")
    assert reason(catalogue, found) == "The best passage does not name the year 2019."


def test_year_may_be_that_of_the_document_or_in_its_heading_or_name(catalogue: Catalogue) -> None:
    other = PATIENTS.replace("2016", "2019")
    assert reason(catalogue, evidence(other, doc_id="dated.md")) is None
    assert reason(catalogue, evidence(other, prefix="Report 2019 - Lists. ")) is None
    assert reason(catalogue, evidence(PATIENTS.replace("2016", "2018"), doc_id="report-2018.md")) is None


def test_year_in_a_statement_before_the_question_does_not_count(catalogue: Catalogue) -> None:
    told = "I read a report of 2019. How many patients did Yew Lane have in April?"
    assert reason(catalogue, evidence(told)) is None


def test_other_quarter_raises_a_doubt(catalogue: Catalogue) -> None:
    question, text = "What profit did Yew Lane make in the fourth quarter?", "In Q2 Yew Lane made a profit of £3."
    assert reason(catalogue, evidence(question, text)) == "The best passage is about Q2, not Q4."
    assert reason(catalogue, evidence(question, text.replace("Q2", "the fourth quarter"))) is None
    assert reason(catalogue, evidence(question, text.replace("Q2", "the year"))) is None


def test_other_name_raises_a_doubt(catalogue: Catalogue) -> None:
    assert reason(catalogue, evidence("How many patients did Oakham have?")) == (
        "The best passage does not name “Oakham”."
    )
    assert reason(catalogue, evidence("How many patients did Elm Grove or Oakham have?")) == (
        "The best passage does not name “Elm Grove” or “Oakham”."
    )
    assert reason(catalogue, evidence("How many patients did Yew Lane or Oakham have?")) == (
        "The best passage does not name “Oakham”."
    )


def test_name_may_be_that_of_an_author_or_publisher(catalogue: Catalogue) -> None:
    for name in ("Ada Quill", "Quill", "Elmhurst Press"):
        question = f"How many patients does Yew Lane have by the report of {name}?"
        assert reason(catalogue, evidence(question)) is not None
        assert reason(catalogue, evidence(question, doc_id="signed.md")) is None


@pytest.mark.parametrize(
    ("question", "without", "given", "named"),
    [
        ("How many patients has Yew Lane?", "Patients like Yew Lane.", "Yew Lane has 40 patients.",
         "figure of what is counted or measured"),
        ("How many patients has Yew Lane?", "Patients like the 12 rooms at Yew Lane.", "Yew Lane has 40 patients.",
         "figure of what is counted or measured"),
        ("How much does Yew Lane cost?", "Yew Lane has costs.", "Yew Lane costs £40.", "amount"),
        ("What percentage of patients like Yew Lane?", "Most patients like 3 rooms of Yew Lane.",
         "Of the patients 40% like Yew Lane.", "percentage"),
        ("When was Yew Lane founded?", "Yew Lane was founded by 9 partners.", "Yew Lane was founded in 2009.", "date"),
    ],
)  # fmt: skip
def test_figure_that_is_asked_for_must_be_given(
    catalogue: Catalogue, question: str, without: str, given: str, named: str
) -> None:
    assert (
        reason(catalogue, evidence(question, without))
        == f"The best passage gives no {named} near the words of the question."
    )
    assert reason(catalogue, evidence(question, given)) is None


@pytest.mark.parametrize("question", ["How much did the clinic cost to run?", "What rent does the clinic pay?"])
@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        (
            "The clinic has 1,200 members and pays a rent; the cost rose by 3%.",
            "The best passage gives no amount of money near the words of the question.",
        ),
        ("The clinic pays a rent and its cost is £1,200.", None),
        ("The clinic pays a rent and its cost is 1,200 dollars.", None),
    ],
)
def test_amount_of_money_that_is_asked_for_must_be_given(
    catalogue: Catalogue, question: str, text: str, doubt: str | None
) -> None:
    assert reason(catalogue, evidence(question, text)) == doubt


def test_amount_of_money_for_something_else_raises_a_doubt(catalogue: Catalogue) -> None:
    text = "The lift was repaired for £900. The clinic pays rent to the town for its rooms."
    assert reason(catalogue, evidence("How much rent does the clinic pay to the town?", text)) is not None


def test_question_for_the_highest_needs_a_superlative(catalogue: Catalogue) -> None:
    question = "Which practice has the most patients?"
    assert reason(catalogue, evidence(question)) == "The best passage does not say what is “most”."
    assert (
        reason(catalogue, evidence(question, "Of all practices Yew Lane has the largest number of patients.")) is None
    )


def test_question_why_costs_rose_asks_for_no_amount(catalogue: Catalogue) -> None:
    assert reason(catalogue, evidence("Why did the cost rise?", "The cost rose because of rents.")) is None


def test_only_the_first_excerpt_counts(catalogue: Catalogue) -> None:
    question = "How many patients has Yew Lane?"
    first, second = (evidence(question, text) for text in ("Yew Lane has patients.", "Yew Lane has 40 patients."))
    hits = [first.hits[0], replace(second.hits[0], row=1, score=0.5)]
    both = Evidence.of(replace(first.part, hits=hits), shipped())
    assert reason(catalogue, both) == (
        "The best passage gives no figure of what is counted or measured near the words of the question."
    )


def test_nothing_found_is_a_reason(catalogue: Catalogue) -> None:
    assert reason(catalogue, Evidence.of(replace(evidence(PATIENTS).part, hits=[]), shipped())) == "Nothing was found."


def test_name_may_be_written_in_the_other_form_of_an_abbreviation(catalogue: Catalogue) -> None:
    question, variant = "How many patients did YLP have?", "How many patients did Yew Lane practice have?"
    assert reason(catalogue, evidence(question)) == "The best passage does not name “YLP”."
    assert reason(catalogue, evidence(question, variants=(variant,))) is None


def test_month_is_no_name(catalogue: Catalogue) -> None:
    assert reason(catalogue, evidence("How many patients did the practice have in June?")) is None


def test_question_for_a_name_alone_needs_the_whole_name(catalogue: Catalogue) -> None:
    assert reason(catalogue, evidence("What is Yew Lane?")) is None
    assert reason(catalogue, evidence("What is Yew Lane?", "The lane has yew trees.", prefix="Yew Lane. ")) == (
        "The best passage does not name “Yew Lane”."
    )


def test_words_of_the_question_must_be_in_the_passage_itself(catalogue: Catalogue) -> None:
    assert reason(catalogue, evidence("How many patients were there?", "It had 40.", prefix="Patients. ")) == (
        "The words of the question are only in the title or heading of the best passage."
    )


def test_question_for_what_is_not_the_case_needs_a_negation(catalogue: Catalogue) -> None:
    question = "Which practice at Yew Lane did not have registered patients?"
    assert reason(catalogue, evidence(question)) == (
        "You asked what is not the case; the best passage contains no negation."
    )
    assert reason(catalogue, evidence(question, "The practice at Yew Lane had no registered patients.")) is None


def test_one_part_without_a_doubt_is_enough(catalogue: Catalogue) -> None:
    doubtful = evidence("How many patients did Oakham have?")
    assert reason(catalogue, doubtful, evidence(PATIENTS)) is None
    assert reason(catalogue, doubtful, doubtful) is not None
    negated = evidence("Who did not join?", "They joined Yew Lane.")
    assert reason(catalogue, negated, evidence(PATIENTS)) is None


def test_cell_of_a_flattened_table_is_no_answer(tmp_path: Path) -> None:
    tables = (Table(0, len(TEXT), ((TEXT,),)),)
    documents = [
        Document(name, "0" * 64, "text/plain", {"title": name}, TEXT, tables=found)
        for name, found in (("flat.txt", tables), ("whole.txt", ()))
    ]
    catalogue = open_library(tmp_path, documents)
    assert reason(catalogue, evidence(PATIENTS, TEXT, "whole.txt")) is None
    found = reason(catalogue, evidence(PATIENTS, TEXT, "flat.txt"))
    assert found == "The nearest sentence is in a table of which the file does not say what is in one row."
