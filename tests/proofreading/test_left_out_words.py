import pytest

from reportqa.citations import Pattern, Searchable
from reportqa.document import Page
from reportqa.proofreading.left_out_words import left_out
from support.mutations import document_of

LONG = "Every ward has its own rules for visits, meals and rest, and these are printed on its door."
TEXT = f"""The matron is not allowed to close a ward. The porter did not leave, and nobody asked him to.

The wards are damp. Some were painted. The painter never came back, but the smell stayed.

{LONG}

{LONG} No ward has a stove. Die Zahl der Betten wurde nicht erhoben."""
CUT = TEXT.index(LONG)
DOCUMENT = document_of(TEXT, "wards.pdf", (Page(1, "7", 0, CUT), Page(2, "8", CUT, len(TEXT))))


def remarks(quotation: str) -> list[str]:
    match = Searchable(TEXT).near(Pattern(quotation))[0]
    assert match.is_exact
    return list(left_out(match, DOCUMENT))


@pytest.mark.parametrize(
    ("quotation", "expected"),
    [
        ("The matron is … allowed to close a ward", ["The ellipsis leaves out “not”."]),
        ("The matron is [...] allowed to close a ward", ["The ellipsis leaves out “not”."]),
        ("The matron is [always] allowed to close a ward", ["The bracket leaves out “not”."]),
        (
            "The porter did … leave, and […] asked",
            ["The ellipsis leaves out “not”.", "The ellipsis leaves out “nobody”."],
        ),
        ("Some were [never] painted", ["The bracket adds “never”."]),
        ("The wards are damp … came back, but the smell stayed", ["The ellipsis leaves out “never”."]),
        ("[…] ward has a stove", ["The ellipsis leaves out “No”."]),
        ("wurde … erhoben", ["The ellipsis leaves out “nicht”."]),
        ("The wards are damp … No ward has a stove", ["The ellipsis leaves out 48 words, pp. 7–8."]),
        ("The porter did not leave … The wards are damp", ["The ellipsis leaves out “nobody”."]),
        ("nobody asked him to … Some were painted", []),
        ("The wards are damp. … The painter never came back", []),
        ("The matron [isn’t] allowed to close a ward", []),
        ("[The man] did not leave, and nobody asked him to", []),
        ("Every ward has its own rules … and these are printed", []),
    ],
)
def test_negations_and_paragraphs_that_are_left_out_are_told(quotation: str, expected: list[str]) -> None:
    assert remarks(quotation) == expected


def test_long_gap_is_told_in_text_without_paragraphs() -> None:
    text = f"The wards are damp. {LONG * 10} The stove is cold."
    match = Searchable(text).near(Pattern("The wards are damp … The stove is cold"))[0]
    assert list(left_out(match, document_of(text, "wards.txt"))) == ["The ellipsis leaves out 180 words."]
