"""The claim words of a sentence: equal keys for two ways to write the same, and what qualifies them."""

import pytest

from reportqa.writing.claim_words import claim_words, pronouns


def keys(text: str) -> list[str]:
    return [word.key for word in claim_words(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("£1.2m", "£1.2 million"),
        ("£1.2m", "1.2 million pounds"),
        ("12 %", "twelve per cent"),
        ("87,556 patients", "87556 patients"),
        ("3 May 2016", "May 3, 2016"),
        ("2016-05-03", "3rd May 2016"),
        ("2016/17", "2016–17"),
        ("2.50", "2.5"),
        ("two hundred", "200"),
        ("the 5th survey", "the fifth survey"),
        ("organisations", "organizations"),
        ("co-operation", "cooperation"),
        ("the U.S. army", "the US army"),
        ("costs rose", "costs increased"),
        ("a long-term plan", "a long term plan"),
    ],
)
def test_same_in_another_notation(one: str, other: str) -> None:
    assert keys(one) == keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("£12", "$12"),
        ("1.25", "1.3"),
        ("2016", "2016/17"),
        ("fiscal 2018", "fiscal 2019"),
        ("12 million", "12 billion"),
        ("before 2016", "after 2016"),
        ("costs rose", "costs fell"),
    ],
)
def test_another_value_has_another_key(one: str, other: str) -> None:
    assert keys(one) != keys(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Costs did not rise", {"not"}),
        ("Costs didn’t rise", {"not"}),
        ("Costs cannot rise", {"not", "may"}),
        ("Costs failed to rise", {"not"}),
        ("Costs might rise", {"may"}),
        ("Costs have to rise", {"must"}),
        ("It is unlikely", {"not"}),
        ("It is not unlikely", set()),
        ("over 260", {"over"}),
        ("more than twelve", {"over"}),
        ("50,000 patients or more", {"at least"}),
        ("It is among the largest", {"among"}),
        ("It is -5", {"minus"}),
    ],
)
def test_operators_of_a_word(text: str, expected: set[str]) -> None:
    assert set().union(*(word.operators for word in claim_words(text))) == expected


def test_names_are_told_from_words() -> None:
    assert [(word.text, word.kind) for word in claim_words("In 2016 Modality had 16 practices")] == [
        ("2016", "year"),
        ("Modality", "name"),
        ("16", "number"),
        ("practices", "word"),
    ]


def test_not_only_is_no_negation() -> None:
    assert claim_words("It is not only large")[0].key == "not only"


def test_pronouns_in_order() -> None:
    assert pronouns("They said that it grew.") == ["they", "it"]
