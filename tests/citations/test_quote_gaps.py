import pytest

from reportqa.citations.quote_matching import Match, Searchable
from reportqa.citations.quote_pattern import Pattern

TEXT = "The wards are damp. The porter did not leave in May 2014, and nobody asked him to. The stove is cold."


def nearest(quotation: str) -> Match:
    return Searchable(TEXT, 100).near(Pattern(quotation))[0]


@pytest.mark.parametrize(
    ("quotation", "quoted", "left_out"),
    [
        ("The porter did … leave in May", "…", " not "),
        ("The porter [stayed] in May 2014", "[stayed]", " did not leave "),
        ("The porter did [soon] not leave", "[soon]", " "),
        ("The wards are damp … the stove is cold", "…", TEXT[18:82]),
        ("[…] asked him to", "[…]", " and nobody "),
    ],
)
def test_gap_has_the_text_from_word_to_word(quotation: str, quoted: str, left_out: str) -> None:
    (gap,) = nearest(quotation).gaps
    assert gap.quoted == quoted
    assert TEXT[gap.start - 100 : gap.end - 100].strip(" ,") == left_out.strip(" ,")


@pytest.mark.parametrize(
    ("quotation", "quoted", "current"),
    [
        ("The porter did not leave in May 2015", "2015", "2014"),
        ("The porter did not leave in June 2016", "June 2016", "May 2014"),
        ("and nobody asked him to leave", "leave", ""),
        ("The stove is warm", "warm", "cold"),
    ],
)
def test_last_words_that_differ_are_shown_beside_those_of_the_sentence(
    quotation: str, quoted: str, current: str
) -> None:
    assert [(part.quoted, part.current) for part in nearest(quotation).differences] == [(quoted, current)]
