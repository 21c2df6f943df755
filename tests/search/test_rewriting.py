from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.search.question import Question
from reportqa.search.rewriting import MAX_VARIANTS, Rewriting, rewrite
from reportqa.search.vocabulary import Vocabulary
from reportqa.text import terms
from support.corpora import words_of
from support.strategies import fast

WORDS = "concertive change practices clinical commissioning groups"
ABBREVIATIONS = "Clinical commissioning groups (CCGs), a general practitioner (GP) and the GP committee (GPC) decide."
NAMES = ("Annual report 2016", "Johnson & Johnson reports results", "Royal College of General Practitioners")


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    folder: Path = tmp_path_factory.mktemp("words")
    texts = {f"{number}.txt": f"{WORDS}. {ABBREVIATIONS}" for number in range(3)}
    texts |= {f"cash{n}.txt": "The cash flow does pass through." for n in range(11)}
    return words_of(folder, texts | {"cashflow.txt": "The cashflow."}, NAMES)


pieces = st.sampled_from(
    ["concertve", "concertive", "chnage", "practises", "CCG", "CCGs", "GP", "GPs", "GPC",
     "clinical commissioning groups", "what", "is", "“concertve chnage”", '"CCG GP"', "'GPs'", "2014/15", "£5m",
     "Modallity", "x"]
)  # fmt: skip
questions = st.lists(pieces, min_size=1, max_size=8).map(" ".join)


def rewritten(question: str, vocabulary: Vocabulary) -> Rewriting:
    return rewrite(Question.parse(question), vocabulary)


@fast
@given(questions)
def test_quoted_phrases_stay_as_they_are(vocabulary: Vocabulary, question: str) -> None:
    phrases = Question.parse(question).phrases
    found = rewritten(question, vocabulary)
    for text in (found.question, *found.variants):
        assert Question.parse(text).phrases == phrases


@fast
@given(questions)
def test_known_words_stay_as_they_are(vocabulary: Vocabulary, question: str) -> None:
    before, after = question.split(), rewritten(question, vocabulary).question.split()
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        assert old == new or not any(map(vocabulary.frequency, terms(old)))


@fast
@given(questions)
def test_each_change_has_a_note_and_variants_are_few_and_different(vocabulary: Vocabulary, question: str) -> None:
    found = rewritten(question, vocabulary)
    assert len(found.variants) <= MAX_VARIANTS
    assert len(set(found.variants)) == len(found.variants)
    assert found.question not in found.variants
    assert len(found.notes) >= len(found.variants)
    assert found.notes or found.question == question


def test_mistyped_words_are_corrected(vocabulary: Vocabulary) -> None:
    found = rewritten("What is concertve chnage?", vocabulary)
    assert found.question == "What is concertive change?"
    assert found.notes[:2] == (
        "Searched for “concertive” instead of “concertve”.",
        "Searched for “change” instead of “chnage”.",
    )


def test_abbreviation_and_its_long_form_are_searched_both_ways(vocabulary: Vocabulary) -> None:
    found = rewritten("How many CCGs?", vocabulary)
    assert found.variants == ("How many Clinical commissioning groups?",)
    assert found.notes == ("Searched for “Clinical commissioning groups” as well as “CCGs”.",)
    assert rewritten("Which clinical commissioning groups?", vocabulary).variants == ("Which CCG?",)


def test_only_whole_words_are_replaced(vocabulary: Vocabulary) -> None:
    assert rewritten("What did the GP of the MGPX say?", vocabulary).variants == (
        "What did the general practitioner of the MGPX say?",
    )


def test_variants_are_limited(vocabulary: Vocabulary) -> None:
    found = rewritten("Do CCGs, a GP, a GPC and the cashflow matter?", vocabulary)
    assert len(found.variants) == len(found.notes) == MAX_VARIANTS


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        ("What did JnJ sell?", "What did Johnson & Johnson sell?"),
        ("What did J&J sell?", "What did Johnson & Johnson sell?"),
        ("What does the RCGP say?", "What does the Royal College of General Practitioners say?"),
        ("What did “JnJ” sell?", "What did “JnJ” sell?"),
        ("What did P&G sell?", "What did P&G sell?"),
        ("What does the GPC say?", "What does the GPC say?"),
        ("Is the AR of the RCGP out?", "Is the AR of the Royal College of General Practitioners out?"),
    ],
)
def test_initials_of_a_name_are_searched_as_the_name(vocabulary: Vocabulary, question: str, searched: str) -> None:
    found = rewritten(question, vocabulary)
    assert found.question == searched
    assert len(found.notes) >= (searched != question)


def test_initials_of_words_in_a_text_are_searched_as_the_words(tmp_path: Path) -> None:
    text = "Large Boat Register holds all boats. Who may see the Large Boat Register? The Low Bank Road is closed."
    vocabulary = words_of(tmp_path, {"boats.txt": text})
    found = rewritten("What is the LBR?", vocabulary)
    assert found.question == "What is the Large Boat Register?"
    assert found.notes == ("Searched for “Large Boat Register” instead of “LBR”.",)
    assert rewritten("What is the LB?", vocabulary).question == "What is the LB?"
    assert rewritten("What is the XYZ?", vocabulary).question == "What is the XYZ?"


def test_superlative_keeps_its_degree(tmp_path: Path) -> None:
    vocabulary = words_of(tmp_path, {"rates.txt": "The rate is low."})
    found = rewritten("What is the lowest rate?", vocabulary)
    assert (found.question, found.variants) == ("What is the lowest rate?", ("What is the low rate?",))


def test_compound_is_searched_as_the_documents_write_it(vocabulary: Vocabulary) -> None:
    found = rewritten("Is the cashflow a passthrough?", vocabulary)
    assert found.question == "Is the cashflow a pass through?"
    assert found.variants == ("Is the cash flow a pass through?",)
    assert found.notes == (
        "Searched for “pass through” instead of “passthrough”.",
        "Searched for “cash flow” as well as “cashflow”.",
    )


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        ("What were sales in FY2022?", "What were sales in 2022?"),
        ("What were sales in FY 22?", "What were sales in 2022?"),
        ("Sales of fy2021 and FY2022", "Sales of 2021 and 2022"),
        ("What were sales in FY2021/22?", "What were sales in FY2021/22?"),
        ("What is FYFE?", "What is FYFE?"),
    ],
)
def test_fiscal_year_is_searched_as_a_year(vocabulary: Vocabulary, question: str, searched: str) -> None:
    assert rewritten(question, vocabulary).question == searched
