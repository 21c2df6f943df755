import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.answering.engine import Engine
from reportqa.search.named_documents import (
    NOTHING_NAMED,
    Mention,
    NamedDocuments,
    Naming,
    without_source,
)
from reportqa.text import question_terms, terms
from support.strategies import fast

FERRIES = "quay/ferries.txt"
STREETS = "streets/quiet-streets.md"
RELEASE = "streets/announcement.txt"
NIGHTS, SECOND = "wards/nights.md", "wards/nights-2023.md"
HARBOUR = "harbour.txt"
FILING = "GULLPOINT_2022_10K.txt"
MUSEUM = "museum.html"
SURVEY = "staff-survey.md"

NAMED = [
    ("According to the press release, how many streets were calmed?", {RELEASE}, "press release"),
    ("What does Nadia Brandt say about fees?", {HARBOUR}, "Nadia Brandt"),
    ("In the Institute for Ward Care report, how many nurses work at night?", {NIGHTS, SECOND}, "Institute Ward Care"),
    ("What does the blog say about winter timetables?", {FERRIES}, "blog"),
    ("According to the staff survey, how many feel safe?", {SURVEY}, "staff survey"),
    ("How many towns did Quiet Streets study?", {STREETS}, "Quiet Streets"),
    ("How many wards did Okafor and colleagues look at?", {NIGHTS, SECOND}, "Okafor"),
    ("According to Lindqvist, how many patients has a nurse at night?", {NIGHTS, SECOND}, "Lindqvist"),
    ("What does the Arts Ledger say about heating?", {MUSEUM}, "Arts Ledger"),
    ("Which risks does the 10-K name?", {FILING}, "10-K"),
    ("What was Gullpoint's revenue in the 10-K?", {FILING}, "Gullpoint 10-K"),
    ("Who pays, according to Harbour dues explained?", {HARBOUR}, "Harbour dues explained"),
    ("What did Wren's article on ferries find?", {FERRIES}, "Wren"),
    ("What does the second edition of Night staffing say about nurses?", {SECOND}, "second edition Night staffing"),
]
UNNAMED = [
    "Which towns are named in the report?",
    "How many nurses work at night?",
    "Does winter bring more visits?",
    "Do fares cover the cost of a crossing?",
    "Did they survey staff in spring?",
    "What did the mayor say about quiet?",
]


@pytest.fixture(scope="module")
def names(attributed_engine: Engine) -> NamedDocuments:
    return attributed_engine.searcher.retriever.named_documents


def best(naming: Naming) -> set[str]:
    highest = max(naming.favours.values(), default=0.0)
    return {doc_id for doc_id, favour in naming.favours.items() if favour == highest}


@pytest.mark.parametrize(("question", "documents", "words"), NAMED)
def test_documents_are_named_by_title_author_publisher_or_kind(
    names: NamedDocuments, question: str, documents: set[str], words: str
) -> None:
    naming = names.find(question)
    assert best(naming) == documents
    assert all(0 < favour <= 1 for favour in naming.favours.values())
    assert all(set(terms(words)) <= naming.named[doc_id] for doc_id in documents)


@pytest.mark.parametrize("question", UNNAMED)
def test_question_about_a_subject_names_no_document(names: NamedDocuments, question: str) -> None:
    assert not {doc_id for doc_id, favour in names.find(question).favours.items() if favour > 0.5}


def test_name_that_is_the_whole_question_stays_its_content(names: NamedDocuments) -> None:
    naming = names.find("Harbour dues explained?")
    assert best(naming) == {HARBOUR}
    assert naming.named == {}


def test_part_of_a_title_in_lower_case_is_no_name(names: NamedDocuments) -> None:
    assert names.find("How much is spent on acute wards?").favours == {}
    assert best(names.find("How much is spent in Night staffing?")) == {NIGHTS, SECOND}


def test_longest_name_counts_and_its_parts_by_their_share(names: NamedDocuments) -> None:
    naming = names.find("What were Gullpoint Energy's revenues?")
    (mention,) = naming.mentions
    assert naming.favours[SURVEY] == 1.0
    assert 0 < naming.favours[FILING] < 1
    question = "What were Gullpoint Energy's revenues?"
    assert (mention.words_of(question, FILING), mention.words_of(question, SURVEY)) == (
        "Gullpoint",
        "Gullpoint Energy's",
    )


@pytest.mark.parametrize(("question", "documents", "words"), NAMED)
def test_passages_of_a_named_document_rank_higher(
    attributed_engine: Engine, question: str, documents: set[str], words: str
) -> None:
    retriever = attributed_engine.searcher.retriever
    plain = retriever.retrieve(question, 30)
    preferred = retriever.retrieve(question, 30, naming=retriever.named_documents.find(question))
    ranks = [
        next(rank for rank, hit in enumerate(hits) if hit.passage.doc_id in documents) for hits in (plain, preferred)
    ]
    assert ranks[1] <= ranks[0]
    assert {hit.passage.doc_id for hit in preferred if hit.parts["named"] > 0} >= documents
    assert all(hit.parts["named"] == 0 for hit in plain)


def test_words_that_name_the_document_count_as_said_by_its_sentences(attributed_engine: Engine) -> None:
    (part,) = attributed_engine.searcher.search("What does Nadia Brandt say about fees?", 5).parts
    rose = "Fees for a small boat rose by a fifth in ten years."
    here = part.expected.coverage(part.expected.terms_of(HARBOUR, rose))
    elsewhere = part.expected.coverage(part.expected.terms_of(STREETS, rose))
    assert here > elsewhere
    assert here == part.expected.coverage(terms(f"{rose} Nadia Brandt"))


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("According to the press release, how many streets were calmed?", "how many streets were calmed?"),
        ("How much did fees rise, according to Nadia Brandt?", "How much did fees rise?"),
        ("What does Nadia Brandt say about fees?", "fees?"),
        ("In the Institute for Ward Care report, who works at night?", "who works at night?"),
        ("What does the second edition of Night staffing say about agency nurses?", "agency nurses?"),
        ("How many towns did Quiet Streets study?", "How many towns did Quiet Streets study?"),
        ("According to Paul Hale, when will it start?", "According to Paul Hale, when will it start?"),
    ],
)
def test_words_that_say_which_document_is_meant_are_not_searched_for(
    names: NamedDocuments, question: str, asked: str
) -> None:
    assert without_source(question, names.find(question)) == asked


def test_question_without_a_name_is_searched_as_it_is() -> None:
    assert without_source("According to it, how many?", NOTHING_NAMED) == "According to it, how many?"


@fast
@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_question_never_loses_all_its_words(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    naming = Naming((Mention(start, end, {"a": 1.0}),), {"a": 1.0})
    rest = without_source(text, naming)
    assert rest == text or question_terms(rest)
