import pytest

from reportqa.proofreading.manuscript import ManuscriptBlock
from reportqa.proofreading.quotation_marks import bracket_end, closing_of, is_attribution, opens


def quoted(text: str, noted: tuple[int, ...] = ()) -> str | None:
    block = ManuscriptBlock(0, len(text))
    opening = next((i for i in range(len(text)) if opens(text, i, 0)), None)
    closing = None if opening is None else closing_of(text, opening, [block], noted)
    return None if opening is None or closing is None else text[opening + 1 : closing]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They say “so it is” of it", "so it is"),
        ("They say “so ‘it’ is “as” ever” of it", "so ‘it’ is “as” ever"),
        ("They say ‘the practices’ staff’ of it", "the practices’ staff"),
        ('They say "so it is" of it', "so it is"),
        ("They say « so it is » of it", " so it is "),
        ("Sie sagen „so ist es“ dazu", "so ist es"),
        ("It isn’t so in the ’90s", None),
        ("They say “so it is", None),
    ],
)
def test_quotation_is_what_is_between_its_marks(text: str, expected: str | None) -> None:
    assert quoted(text) == expected


def test_mark_of_a_note_closes_a_quotation_cut_out_of_a_longer_one() -> None:
    text = "They say “so it is” and so it was” of it"
    assert quoted(text, (text.rindex("”") + 1,)) == "so it is” and so it was"


def test_bracket_ends_where_all_are_closed() -> None:
    assert bracket_end("(a [b] c) d", 0, 20) == 9
    assert bracket_end("(a [b c", 0, 20) is None


@pytest.mark.parametrize(("line", "expected"), [("— Rosen (2016)", True), ("(Rosen 2016)", True), ("Rosen", False)])
def test_source_line_begins_with_a_dash_or_is_in_brackets(line: str, expected: bool) -> None:
    assert is_attribution(line, 0, len(line)) is expected
