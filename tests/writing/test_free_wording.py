"""Sentences that are worded freely, and lies that look like them. All were written for this test."""

import pytest

from reportqa.writing.claim_words import claim_words
from reportqa.writing.free_wording import FreeWording

TRUE = [
    ("Salaried doctors were the least content.", "The salaried doctors were the least content of all."),
    ("The highest scores were recorded by nurses.", "Nurses recorded the highest scores."),
    ("For taking on work, trust proved essential.", "Trust proved vital for taking on work."),
    ("Although they liked the firm, most staff stayed.", "Most staff stayed, although they liked the firm."),
    ("Of the 20 sites, 12 sites closed.", "The 20 sites were old, and 12 sites closed."),
    ("The 2015 budget covered 94 towns.", "The budget of 2015 covered 94 towns."),
    ("The budget of 2015 covered 94 towns.", "The 2015 budget covered 94 towns."),
    ("A board of nurses closed sites.", "The nurse board closed sites."),
    ("The nurse board closed sites.", "The board of nurses closed sites."),
    ("Costs quickly rose in Kent.", "Costs rose quickly in Kent."),
    ("In Kent the boards closed.", "The boards in Kent closed."),
    ("The gains of boards were small.", "Boards were proud, but their gains were small."),
    ("Boards helped nurses to move.", "Boards helped nurses move."),
    ("Beds opened in Kent for nurses.", "For nurses, beds opened in Kent."),
    ("In 2016, funding came to an end.", "Funding came to an end in 2016."),
]
LIES = [
    ("Nurses were recorded by the highest scores.", "Nurses recorded the highest scores."),
    ("Doctors warned Alpha.", "Alpha warned doctors."),
    ("Doctors were persuaded.", "Doctors persuaded colleagues."),
    ("The 12 sites closed and 20 sites opened.", "The 20 sites closed and 12 sites opened."),
    ("In 2016 all sites closed.", "In 2016 a third of all sites closed."),
    ("Sites closed.", "Sites wanted to close."),
    ("Costs fell by 2%.", "Costs fell by 2% a year."),
    ("Alpha was largest in Kent.", "Alpha was largest in Essex and smallest in Kent."),
    ("Patients liked losing touch with doctors.", "Patients liked the ways, but feared losing touch with doctors."),
    ("Directive change engages staff.", "Other change is slower than directive change, but it engages staff."),
    ("Sites opened before staff left.", "Sites opened before June, and staff left."),
    ("Alpha published rules.", "Beta published rules, and Alpha gave examples."),
    ("Costs reportedly fell in May.", "Costs fell in May."),
    ("Alpha replaced the 12.", "Alpha replaced the 12 boards of Kent."),
    ("Prices rose in Kent for 2015.", "Prices rose in Kent from 2015 to 2019."),
    ("2015.", "Costs fell in 2015."),
]


def places(text: str, *cited: str) -> list[int]:
    sources = [word for number, one in enumerate(cited) for word in claim_words(one, number)]
    return FreeWording(claim_words(text), sources).places()


@pytest.mark.parametrize(("text", "cited"), TRUE)
def test_free_wording_is_supported(text: str, cited: str) -> None:
    assert places(text, cited)


@pytest.mark.parametrize(("text", "cited"), LIES)
def test_other_claims_are_not_supported(text: str, cited: str) -> None:
    assert not places(text, cited)


def test_a_sentence_supports_itself() -> None:
    for _, cited in (*TRUE, *LIES):
        assert places(cited, cited)


def test_sentences_are_joined_only_by_a_conjunction_a_pronoun_or_a_quantifier() -> None:
    assert places("Some sites closed, and clinics opened.", "Some sites closed.", "Clinics opened.")
    assert not places("Some sites opened clinics.", "Some sites closed.", "Others opened clinics.")
    first = "The four groups had opened clinics."
    assert places("None of the four groups had closed a clinic.", first, "None had closed a clinic.")
    assert not places("The four groups recorded the lowest scores.", first, "Doctors recorded the lowest scores.")
