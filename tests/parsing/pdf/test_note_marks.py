import pytest

from reportqa.parsing.pdf.note_marks import is_power, mark_ends, split_mark, superscript
from reportqa.parsing.pdf.parser import parse
from support.typeset import typeset


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("In 2012#super[1], the fund paid 41#super[2] grants", "In 2012, the fund paid 41 grants"),
        ("of 95#super[3]. (It sold 12#super[4]) and 7#super[5]: no", "of 95. (It sold 12) and 7: no"),
        ("a hospital#super[6], of “them”#super[7] and (others)#super[8].", "a hospital, of “them” and (others)."),
        ("over 41#super[1,2] people in 2012/13#super[5] and 12%#super[4]", "over 41 people in 2012/13 and 12%"),
        ("at £4.5m#super[3] with 2012¹ and 41², as printed", "at £4.5m with 2012 and 41, as printed"),
    ],
)
def test_marks_behind_figures_and_before_punctuation_are_notes(source: str, text: str) -> None:
    read = parse(typeset(source))
    assert read.text == text
    assert [thing.kind for thing in read.left_out] == ["note marks"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("There were $10^6$ cells and $3.2 times 10^(-4)$.", "There were 10⁶ cells and 3.2 × 10⁻⁴."),
        ("some 10#super[6], 5 km#super[2], 7 m#super[3] and 9 m².", "some 10⁶, 5 km², 7 m³ and 9 m²."),
        ("The R#super[2] was high, as 5#super[2] = 25.", "The R² was high, as 5² = 25."),
        ("Of CO#sub[2] the 3#super[rd] and 1#super[st] part", "Of CO2 the 3rd and 1st part"),
        ("The #text(size: 14pt)[sum of] #text(size: 8pt)[375] beds, 12,", "The sum of 375 beds, 12,"),
    ],
)
def test_powers_units_and_smaller_figures_stay(source: str, text: str) -> None:
    read = parse(typeset(source))
    assert read.text == text
    assert not read.left_out


def test_marks_are_named_with_their_page() -> None:
    read = parse(typeset("In 2012#super[1] and 41#super[2]. #pagebreak() In 2013#super[3]."))
    assert [(thing.kind, thing.text, thing.page) for thing in read.left_out] == [
        ("note marks", "1, 2", 1),
        ("note marks", "3", 2),
    ]


@pytest.mark.parametrize(
    ("text", "raised", "parts"),
    [
        ("2012", set(), ("2012", "", "")),
        ("EBITDA(1)", {7}, ("EBITDA(1)", "", "")),
        ("20121,", {4}, ("2012", "1", ",")),
        ("411,2", {2, 3, 4}, ("41", "1,2", "")),
        ("1", {0}, ("", "1", "")),
        ("106", {2}, ("10⁶", "", "")),
        ("10−4", {2, 3}, ("10⁻⁴", "", "")),
        ("a−4", {1, 2}, ("a−4", "", "")),
    ],
)
def test_a_word_is_split_at_its_raised_end(text: str, raised: set[int], parts: tuple[str, str, str]) -> None:
    assert split_mark(text, raised.__contains__) == parts


def test_a_figure_beside_an_operator_is_a_base() -> None:
    assert is_power("5", "2", after="=")
    assert not is_power("5", "2", after="beds")
    assert not is_power("10", "*")
    assert superscript("-12") == "⁻¹²"


def test_only_ends_that_can_be_marks_are_looked_at() -> None:
    assert list(mark_ends("2012).")) == [3]
    assert list(mark_ends("1,2,")) == [3, 2]
    assert not list(mark_ends("beds."))
