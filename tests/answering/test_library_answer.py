import json
from dataclasses import replace

import pytest

from reportqa.answering.engine import Engine
from reportqa.answering.library_answer import MAX_FACTS, LibraryAnswer, library_answer
from reportqa.search import Question
from support.attributed import TEXTS

FERRIES = "quay/ferries.txt"
STREETS = "streets/quiet-streets.md"
RELEASE = "streets/announcement.txt"
NIGHTS, SECOND = "wards/nights.md", "wards/nights-2023.md"
HARBOUR = "harbour.txt"
FILING = "GULLPOINT_2022_10K.txt"
MUSEUM = "museum.html"
BRIEFING = "survey-briefing.pdf"
WARDS = "Amara Okafor and Peter Lindqvist"
DOC_IDS = [*TEXTS, BRIEFING]


def ask(engine: Engine, question: str, *doc_ids: str) -> LibraryAnswer | None:
    names = engine.searcher.retriever.named_documents
    return library_answer(Question.parse(question), engine.catalogue, names, doc_ids or set(DOC_IDS))


ANSWERED = [
    ("Who wrote Night staffing on acute wards and when was it published?",
     {(NIGHTS, "author", WARDS), (NIGHTS, "issued", "March 2021")}),
    ("Who are the authors of Quiet Streets?", {(STREETS, "author", "Lena Ortega, Sam Field and Ruth Abara")}),
    ("Who wrote the blog about ferries?", {(FERRIES, "author", "Tomasz Wren and Ines Calder")}),
    ("When did the press release come out?", {(RELEASE, "issued", "12 June 2020")}),
    ("who published museum visits in winter", {(MUSEUM, "publisher", "Arts Ledger")}),
    ("How many pages does the survey briefing have?", {(BRIEFING, "pages", "2")}),
    ("Which reports are by Amara Okafor?", {(NIGHTS, "author", WARDS), (SECOND, "author", WARDS)}),
    ("Which reports are by Tomasz Wren?", {(FERRIES, "author", "Tomasz Wren and Ines Calder")}),
    ("Which documents were published in 2020?", {(RELEASE, "issued", "12 June 2020")}),
    ("What has the Institute for Ward Care published?",
     {(NIGHTS, "publisher", "Institute for Ward Care"), (SECOND, "publisher", "Institute for Ward Care")}),
    ("How many documents are there?", {(None, "documents", "10")}),
    ("What is the latest report on night staffing?", {(SECOND, "issued", "September 2023")}),
    ("Who is the author of Harbour dues explained?", {(HARBOUR, "author", "Nadia Brandt")}),
    ("Do you have anything by Peter Lindqvist?", {(NIGHTS, "author", WARDS), (SECOND, "author", WARDS)}),
    ("What is the date of the Gullpoint 10-K?", {(FILING, "issued", "28 February 2023")}),
    ("publication date of harbour dues explained", {(HARBOUR, "issued", "May 2018")}),
    ("By whom was Museum visits in winter written?", {(MUSEUM, "author", "Joan Pell")}),
    ("Which is the oldest document?", {(HARBOUR, "issued", "May 2018")}),
    ("Which of the documents has the most pages?", {(BRIEFING, "pages", "2")}),
    ("What is the DOI of Night staffing on acute wards?", {(NIGHTS, "DOI", "10.5555/nights.1")}),
    ("Which documents are about ferries?", {(FERRIES, "title", "ferries")}),
    ("In what year was Do island ferries pay their way published, and who are its authors?",
     {(FERRIES, "issued", "2019"), (FERRIES, "author", "Tomasz Wren and Ines Calder")}),
    ("When was Quiet Streets published?", {(RELEASE, "issued", "12 June 2020")}),
]  # fmt: skip


@pytest.mark.parametrize(("question", "facts"), ANSWERED)
def test_facts_are_those_of_the_documents_asked_about(
    attributed_engine: Engine, question: str, facts: set[tuple[str | None, str, str]]
) -> None:
    answer = ask(attributed_engine, question)
    assert answer is not None
    assert {(fact.doc_id, fact.field, fact.value) for fact in answer.facts} == facts


@pytest.mark.parametrize(("question", "facts"), ANSWERED)
def test_ranges_hold_the_words_that_state_the_fact(
    attributed_engine: Engine, question: str, facts: set[tuple[str | None, str, str]]
) -> None:
    answer = ask(attributed_engine, question)
    assert answer is not None
    for fact in answer.facts:
        assert (fact.start is None) == (fact.end is None) == (fact.stated_in is None)
        if fact.stated_in is not None and fact.start is not None and fact.end is not None:
            words = attributed_engine.catalogue.cite(fact.stated_in, fact.start, fact.end).quote
            assert any(part in words for part in fact.value.replace(",", "").split()), (fact, words)
            assert "\n" not in words


@pytest.mark.parametrize(
    ("question", "origin", "quote"),
    [
        ("Who wrote Night staffing on acute wards?", "library.json", None),
        ("Who is the author of Harbour dues explained?", "its byline", TEXTS[HARBOUR].split("\n")[4]),
        ("When did the press release come out?", "its date line", "Published: 12 June 2020"),
        ("Who wrote Museum visits in winter?", "the metadata of the page", None),
        ("How many pages does the survey briefing have?", "the file", None),
    ],
)
def test_origin_says_where_a_value_is_from(
    attributed_engine: Engine, question: str, origin: str, quote: str | None
) -> None:
    answer = ask(attributed_engine, question)
    assert answer is not None
    (fact,) = answer.facts
    assert fact.origin == origin
    if quote is None:
        assert fact.start is None
    else:
        assert fact.start is not None
        assert fact.end is not None
        assert attributed_engine.catalogue.text(str(fact.stated_in), fact.start, fact.end) == quote


def test_authors_that_another_document_states_are_cited_there(attributed_engine: Engine) -> None:
    answer = ask(attributed_engine, "Who wrote Quiet Streets?")
    assert answer is not None
    (fact,) = answer.facts
    assert (fact.doc_id, fact.stated_in) == (STREETS, RELEASE)
    assert "announcement" in fact.origin


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote Crossings?",
        "Who wrote the Safer Shifts review?",
        "When was the Safer Shifts review published?",
        "Who published the noise map of Dunmore?",
        "Who wrote to the harbour master?",
        "How long is a night shift?",
        "Which documents are about locusts?",
        "How many press releases are about locusts?",
        "Which book by Helen Marsh portrayed the east as others?",
        "What is the mayor of Dunmore called?",
        "Who wrote Night staffing on the moon?",
        "What did the authors recommend?",
    ],
)
def test_works_that_are_only_cited_are_not_in_the_library(attributed_engine: Engine, question: str) -> None:
    assert ask(attributed_engine, question) is None


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who wrote the staff survey?", "Staff survey 2022"),
        ("Is there a report by Helen Marsh?", "Helen Marsh"),
        ("Which documents are from 1999?", "1999"),
        ("How many pages does Quiet Streets have?", "number of pages"),
    ],
)
def test_what_is_not_recorded_is_said(attributed_engine: Engine, question: str, told: str) -> None:
    answer = ask(attributed_engine, question)
    assert answer is not None
    assert answer.facts == ()
    (unknown,) = answer.unknown
    assert told in unknown


def test_documents_without_a_date_are_mentioned_beside_the_newest(attributed_engine: Engine) -> None:
    answer = ask(attributed_engine, "Which is the newest document?")
    assert answer is not None
    assert [fact.doc_id for fact in answer.facts] == [BRIEFING]
    assert answer.unknown == ("2 documents without a date of publication could not be compared.",)


def test_question_without_a_work_is_about_all_documents(attributed_engine: Engine) -> None:
    answer = ask(attributed_engine, "Who wrote these documents?")
    assert answer is not None
    authors = {fact.doc_id: fact.value for fact in answer.facts}
    assert authors[HARBOUR] == "Nadia Brandt"
    assert authors[NIGHTS] == WARDS
    assert len(authors) == len(answer.facts) <= MAX_FACTS


def test_answer_is_written_as_json_without_empty_fields(attributed_engine: Engine) -> None:
    answer = ask(attributed_engine, "When did the press release come out?")
    assert answer is not None
    assert json.loads(json.dumps({"facts": [fact.to_dict() for fact in answer.facts], "unknown": answer.unknown})) == {
        "facts": [
            {
                "doc_id": RELEASE,
                "title": "announcement",
                "field": "issued",
                "value": "12 June 2020",
                "origin": "its date line",
                "start": answer.facts[0].start,
                "end": answer.facts[0].end,
                "stated_in": RELEASE,
            }
        ],
        "unknown": [],
    }
    assert "stated_in" not in replace(answer.facts[0], start=None, end=None, stated_in=None).to_dict()


def test_only_the_documents_asked_of_are_told_of(attributed_engine: Engine) -> None:
    assert ask(attributed_engine, "Who wrote Quiet Streets?", FERRIES) is None
    assert ask(attributed_engine, "Who wrote Night staffing on acute wards?", FERRIES) is None
    counted = ask(attributed_engine, "How many documents are there?", FERRIES, STREETS)
    assert counted is not None
    assert [fact.value for fact in counted.facts] == ["2"]
    # Its authors are named in the press release alone.
    untold = ask(attributed_engine, "Who wrote Quiet Streets?", STREETS)
    assert untold is not None
    assert untold.facts == ()
