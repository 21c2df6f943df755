"""Where an alignment breaks the sense of the cited sentences."""

import pytest

from reportqa.writing.alignment import Aligner
from reportqa.writing.claim_words import claim_words


def breaks(written: str, *cited: str) -> bool:
    words = [word for number, one in enumerate(cited) for word in claim_words(one, number)]
    return bool(Aligner(claim_words(written), words, frozenset()).align().breaks)


@pytest.mark.parametrize(
    ("written", "cited"),
    [
        ("Alpha had 12 practices in 2016.", "In 2016 Alpha had 12 practices."),
        ("Alpha had 12 practices.", "Alpha, which was founded in 2009, had 12 large practices."),
        ("The 2015 survey had 94 replies.", "The survey of 2015 had 94 replies."),
        ("Telephone contacts rose by 62%.", "Visits rose by 13% and telephone contacts by 62%."),
        ("Nurses put staff first.", "Nurses accepted this but put staff first."),
    ],
)
def test_phrases_may_be_moved_and_left_out(written: str, cited: str) -> None:
    assert not breaks(written, cited)


@pytest.mark.parametrize(
    ("written", "cited"),
    [
        ("Alpha had 15 practices.", "Alpha had 12 and Beta had 15 practices."),
        ("Alpha had 15 and Beta 12.", "Alpha had 12 and Beta 15."),
        ("Beta bought Alpha.", "Alpha bought Beta."),
        ("Alpha (15) and Beta (12) grew.", "Alpha (12) and Beta (15) grew."),
        ("Alpha had 12 practices in 2016.", "Alpha had 12 practices in 2015 and 15 in 2016."),
        ("It rose from 15 to 12.", "It rose from 12 to 15."),
        ("Nurses praised doctors.", "Doctors praised nurses."),
        ("Staff left costs.", "Staff left because costs rose."),
        ("GPs left care.", "GPs wanted to leave care."),
    ],
)
def test_sense_is_broken(written: str, cited: str) -> None:
    assert breaks(written, cited)


def test_a_pronoun_means_the_subject_of_the_sentence_before() -> None:
    assert not breaks("Alpha had 12 practices.", "Alpha grew after Beta.", "It had 12 practices.")
    assert breaks("Beta had 12 practices.", "Alpha grew after Beta.", "It had 12 practices.")


def test_figures_stay_where_respectively_orders_them() -> None:
    cited = claim_words("Alpha and Beta had 12, 15 and 17 practices.")
    written = claim_words("Alpha and Beta had 15, 12 and 17 practices.")
    assert Aligner(written, cited, frozenset({0})).align().breaks
