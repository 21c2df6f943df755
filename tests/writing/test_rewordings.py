"""Other wordings that say the same."""

import pytest

from reportqa.writing.rewordings import MAX_WORDINGS, rewordings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The sites were chosen by the team in 2015.", "the team chosen The sites in 2015."),
        ("In 2015, the sites were chosen by the team.", "the team chosen the sites in 2015."),
        ("The first goal is efficiency.", "efficiency is The first goal."),
        ("GP Care's practices had a list.", "the practices of GP Care had a list."),
        ("AT Medics, whose directors hold contracts, grew.", "The directors of AT Medics hold contracts."),
    ],
)
def test_other_wordings(text: str, expected: str) -> None:
    assert expected in rewordings(text)


@pytest.mark.parametrize("text", ["Costs rose in 2015.", "Alpha is larger than Beta.", ""])
def test_no_other_wording(text: str) -> None:
    assert rewordings(text) == []


def test_number_of_wordings_is_limited() -> None:
    text = "The work was led by Alpha" + ", Beta and Gamma" * 40 + "."
    assert 0 < len(rewordings(text)) <= MAX_WORDINGS
