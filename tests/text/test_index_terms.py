import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.text.index_terms import STOP_WORDS, asks_for_newest, has_term, question_terms, terms
from support.strategies import fast, texts


@fast
@given(texts)
def test_terms_hold_no_white_space_and_no_capitals(text: str) -> None:
    for term in terms(text):
        assert len(term.split()) == 1
        assert term == term.lower()


@fast
@given(texts)
def test_question_keeps_a_term_whenever_it_has_one(text: str) -> None:
    assert set(question_terms(text)) <= set(terms(text))
    assert bool(question_terms(text)) == bool(terms(text))


@fast
@given(st.integers(0, 10**12))
def test_number_is_found_with_and_without_commas(number: int) -> None:
    assert terms(f"{number:,}") == terms(str(number)) == [str(number)]


@fast
@given(st.lists(st.sampled_from(["practice", "quality", "survey", "Modality"]), min_size=1))
def test_capitals_make_no_difference_to_a_text(words: list[str]) -> None:
    assert terms(" ".join(words).upper()) == terms(" ".join(words))


def test_forms_of_a_word_are_one_term() -> None:
    assert len({*terms("practice practices Practice's practice’s")}) == 1


def test_year_after_letters_is_a_term_too() -> None:
    assert terms("FY2022") == ["fy2022", "2022"]
    assert terms("Q42") == ["q42"]


def test_decimal_number_is_one_term() -> None:
    assert terms("13.1 of 1,234.5") == ["13.1", "of", "1234.5"]


def test_question_loses_its_stop_words() -> None:
    assert question_terms("How many patients did Modality have?") == terms("patients Modality")


def test_measure_asked_for_is_no_term_of_the_question() -> None:
    assert question_terms("How long is the lease?") == terms("lease")
    assert question_terms("How satisfied are holders of long leases?") == terms("satisfied holders long leases")


def test_stop_word_in_capitals_is_a_name() -> None:
    assert question_terms("What was AT Medics' list size?")[0] == "at"
    assert "at" not in question_terms("Who looked at Medics?")


def test_question_in_capitals_loses_its_stop_words_too() -> None:
    assert question_terms("WHO RUNS IT") == terms("runs")


def test_question_of_stop_words_alone_keeps_them() -> None:
    assert question_terms("What is it?") == ["what", "is", "it"]


@pytest.mark.parametrize("text", ["", "?!", "…", "_ _", "😀"])
def test_text_without_a_word_or_number_has_no_terms(text: str) -> None:
    assert terms(text) == []


def test_stop_words_are_written_as_terms_are_compared() -> None:
    assert all(word == word.lower() and word.isalpha() for word in STOP_WORDS)


@pytest.mark.parametrize(
    "forms",
    [
        ["62%", "62 %", "62 per cent", "62 percent", "62 Per Cent"],
        ["£1.2m", "£1.2 million", "£ 1.2M", "£1.2 Million", "£1.2mn"],
        ["2014/15", "2014-15", "2014–15", "2014/2015", "FY2014/15", "FY14/15"],
        ["FY2022", "FY22", "FY 2022", "fy2022"],
        ["organisation of labour", "Organizations of labor"],
        ["paediatric centre", "pediatric centers"],
        ["e-mail", "email", "E-mails"],
        ["co-operation", "cooperation", "Co‑operation"],
        ["pre-existing", "preexisting"],
        ["large-scale", "large scale"],
        ["healthcare", "health care", "health-care"],
        ["GP", "GPs", "GP's", "GPs’"],
        ["café", "cafe", "cafe\u0301", "CAFÉ"],
        ["finance", "ﬁnance", "ｆｉｎａｎｃｅ"],
        ["twenty-five", "25", "Twenty five"],
        ["do not", "don't", "don’t"],
        ["O'Brien", "O’Brien", "OBrien"],
        ["U.S.", "US"],
    ],
)  # fmt: skip
def test_notations_of_the_same_share_their_terms(forms: list[str]) -> None:
    first, *others = [set(terms(form)) - {"do"} for form in forms]
    assert all(other == first for other in others)


def test_amount_is_found_by_its_figure_and_by_its_value() -> None:
    assert set(terms("£1,200,000")) | {"1.2"} <= set(terms("£1.2m"))


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("prize", "prise"),
        ("filled", "filed"),
        ("size", "sise"),
        ("GPS", "GPs"),
        ("organ", "organization"),
        ("per", "%"),
    ],
)
def test_different_words_stay_apart(word: str, other: str) -> None:
    assert set(terms(word)).isdisjoint(terms(other))


def test_prefix_belongs_to_its_word_and_the_word_is_found_alone() -> None:
    assert terms("non-profit") == [*terms("nonprofit"), *terms("profit")]


def test_marks_of_footnotes_are_not_part_of_a_word_or_number() -> None:
    assert terms("practices³ 87,556²") == terms("practices 87,556")


def test_negation_is_a_term_of_the_question() -> None:
    assert question_terms("Which practices are not funded?") == ["practic", "not", "fund"]
    assert question_terms("Which practices aren't funded?") == ["practic", "not", "fund"]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("What is the latest waiting time?", "waiting time"),
        ("How many practices are there now?", "practices"),
        ("Who currently leads the trust?", "leads trust"),
        ("What is the current rent?", "rent"),
        ("What are today's newest figures?", "figures"),
        ("What is the current ratio?", "current ratio"),
        ("How high are current liabilities now?", "high current liabilities"),
        ("What are sales at current prices?", "sales current prices"),
        ("What is the latest?", "what is the latest"),
    ],
)
def test_question_loses_the_words_that_ask_for_the_newest(question: str, asked: str) -> None:
    assert question_terms(question) == terms(asked)


@pytest.mark.parametrize(("word", "other"), [("buses", "bus"), ("commissioners", "commissioning"), ("eels", "eel")])
def test_term_is_among_others_in_either_form(word: str, other: str) -> None:
    assert has_term(set(terms(word)), terms(other)[0])
    assert has_term(set(terms(other)), terms(word)[0])


def test_term_is_not_among_shorter_or_other_ones() -> None:
    assert not has_term({"bush", "commun"}, "bus")
    assert not has_term({"eel", "comm"}, "commission")
    assert not has_term(set(), "eel")


@pytest.mark.parametrize("question", ["", "%00", "2016?", "£87,556", "😀", "---", "今天?"])
def test_question_without_a_word_asks_for_nothing_newest(question: str) -> None:
    assert not asks_for_newest(question)
