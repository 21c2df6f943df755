import pytest

from reportqa.answering.library_questions import (
    DocumentsWanted,
    FactWanted,
    Field,
    Wanted,
    is_any_document,
    wanted_from_library,
)
from reportqa.search import Question


def wanted(text: str) -> tuple[Wanted, ...]:
    return wanted_from_library(Question.parse(text))


@pytest.mark.parametrize(
    ("question", "field", "work"),
    [
        ("Who wrote Quiet Streets?", "author", "Quiet Streets"),
        ("Who are the lead authors of Quiet Streets?", "author", "Quiet Streets"),
        ("Quiet Streets authors", "author", "Quiet Streets"),
        ("By whom was Quiet Streets written?", "author", "Quiet Streets"),
        ("Who’s the author of the report?", "author", None),
        ("When was the press release published?", "issued", "the press release"),
        ("What year was Quiet Streets published in?", "issued", "Quiet Streets"),
        ("When did Quiet Streets come out?", "issued", "Quiet Streets"),
        ("How old is the survey?", "issued", "the survey"),
        ("Who published Quiet Streets?", "publisher", "Quiet Streets"),
        ("Which organisation published Quiet Streets?", "publisher", "Quiet Streets"),
        ("How many pages does Quiet Streets have?", "pages", "Quiet Streets"),
        ("How many pages are there in Quiet Streets?", "pages", "Quiet Streets"),
        ("What is the DOI of Quiet Streets?", "DOI", "Quiet Streets"),
        ("What language is Quiet Streets written in?", "language", "Quiet Streets"),
        ("Who are the authors?", "author", None),
        ("When was the report published?", "issued", None),
        ("How many pages does the document have?", "pages", None),
        ("How long is the staff survey?", "pages", "the staff survey"),
    ],
)
def test_facts_of_works(question: str, field: Field, work: str | None) -> None:
    assert wanted(question) == (FactWanted(field, work),)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which reports are by Ann Lee?", DocumentsWanted("reports", name="Ann Lee")),
        ("What has the Coast Forum published?", DocumentsWanted("documents", name="the Coast Forum")),
        ("Do you have anything about ferries?", DocumentsWanted("anything", topic="ferries")),
        ("Which documents were published in 2020?", DocumentsWanted("documents", year=2020)),
        ("List all press releases from 2020", DocumentsWanted("press releases", year=2020)),
        ("Which reports by Ann Lee are about ferries?", DocumentsWanted("reports", name="Ann Lee", topic="ferries")),
        ("How many documents are there?", DocumentsWanted("documents", counted=True)),
        ("How many reports do you have in the library?", DocumentsWanted("reports", counted=True)),
        ("How many reports are by Ann Lee?", DocumentsWanted("reports", name="Ann Lee", counted=True)),
        ("What is the latest report on ferries?", DocumentsWanted("report", topic="ferries", order="newest")),
        ("Which is the newest report of the port?", DocumentsWanted("report", name="the port", order="newest")),
        ("Which document is the oldest?", DocumentsWanted("document", order="oldest")),
        ("Which is the latest staff survey?", DocumentsWanted("survey", topic="staff", order="newest")),
        ("Which of the reports is the longest?", DocumentsWanted("reports", order="longest")),
        ("Which of these documents has the fewest pages?", DocumentsWanted("documents", order="shortest")),
        ("newest housing report from 2020", DocumentsWanted("report", topic="housing", year=2020, order="newest")),
        ("most recent report by Ann Lee", DocumentsWanted("report", name="Ann Lee", order="newest")),
    ],
)
def test_documents_by_conditions(question: str, expected: DocumentsWanted) -> None:
    assert wanted(question) == (expected,)


def test_it_is_the_work_of_the_part_before() -> None:
    assert wanted("Who wrote Quiet Streets and when was it published?") == (
        FactWanted("author", "Quiet Streets"),
        FactWanted("issued", "Quiet Streets"),
    )
    assert wanted("When was Quiet Streets published, and who are its authors?") == (
        FactWanted("issued", "Quiet Streets"),
        FactWanted("author", "Quiet Streets"),
    )


@pytest.mark.parametrize(
    "question",
    [
        "When was the harbour built?",
        "Who signed the filing?",
        "How many pages do ferry operators file each year?",
        "What did the authors recommend?",
        "When did Dunmore publish its noise map?",
        "How many documents must a skipper carry?",
        "Which documents do I need to claim?",
        "Which documents are required?",
        "What are the latest figures on night staffing?",
        "Which report recommended longer breaks?",
        "Which reports did the council commission?",
        "How long is the waiting list?",
        "How long is the wait for the report?",
        "What is the latest unemployment figure?",
        "Who paid for Quiet Streets?",
        "What are the papers in the boxes?",
        "Who wrote Quiet Streets and what does it recommend?",
        "How many studies of ferries had a control group?",
        "What is the latest report that recommends longer breaks?",
    ],
)
def test_questions_about_contents_are_none_about_documents(question: str) -> None:
    assert wanted(question) == ()


@pytest.mark.parametrize("work", ["the report", "these documents", "all of the reports", "the reports in the library"])
def test_word_for_any_document_names_no_work(work: str) -> None:
    assert is_any_document(work)


@pytest.mark.parametrize("work", ["Quiet Streets", "the survey", "it", "the report on ferries"])
def test_other_words_name_a_work(work: str) -> None:
    assert not is_any_document(work)
