import pytest
from wordfreq import top_n_list

from reportqa.text.index_terms import question_terms, terms
from reportqa.text.word_forms import base_form

COMMON_WORDS = [word for word in top_n_list("en", 20_000) if word.isalpha()]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What did they take over?", "They took over two practices."),
        ("Who wrote it?", "It was written by Ann Lee, a writer of reports. She writes."),
        ("What has been chosen?", "The board chose a director."),
        ("How satisfied are patients?", "Patients' satisfaction fell."),
        ("What did the trust decide?", "These are the decisions of the trust."),
        ("How much did it grow?", "Growth was slow."),
        ("Is the child eligible?", "Children are eligible."),
        ("Which analysis was used?", "We analysed the returns; analyses followed."),
    ],
)
def test_forms_of_a_word_are_one_term(one: str, other: str) -> None:
    assert set(question_terms(one)) & set(terms(other)) - set(terms("it they the of trust patient"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("found", "founded"),
        ("sale", "salary"),
        ("applied", "appliance"),
        ("lives", "life"),
        ("weigh", "weightless"),
        ("product", "produce"),
        ("extent", "extend"),
    ],
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert terms(one) != terms(other)


def test_base_form_is_its_own_base_form() -> None:
    for word in COMMON_WORDS:
        assert base_form(base_form(word)) == base_form(word)


@pytest.mark.slow
def test_no_two_different_words_share_a_term() -> None:
    """Words with one term begin alike, or are spellings or irregular forms of one word."""
    forms: dict[str, set[str]] = {}
    for word in COMMON_WORDS:
        if word.isascii() and len(found := terms(word)) == 1:
            forms.setdefault(found[0], set()).add(base_form(word))
    apart = [words for words in forms.values() if len({word[0] for word in words}) > 1]
    assert apart == [{"not", "cannot"}, {"enquiries", "enquiry", "inquiries", "inquiry"}]
