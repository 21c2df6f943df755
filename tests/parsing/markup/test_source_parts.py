import re

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.markup.source_parts import SourceParts

PATTERNS = {
    "comment": re.compile(r"^% (.*)$", re.MULTILINE),
    "label": re.compile(r"<(?P<name>\w+)>"),
    "x": re.compile("y+"),
}


def parts_of(source: str, *paragraphs: str) -> list[tuple[str, str, int]]:
    builder = DocumentBuilder()
    for paragraph in paragraphs:
        builder.paragraph(paragraph)
    SourceParts(source, PATTERNS, frozenset({"comment"})).write(builder)
    return [(thing.kind, thing.text, thing.position) for thing in builder.left_out]


def test_part_is_behind_the_line_before_it_that_is_text() -> None:
    source = "Ely has 31 beds.\n\n% was 30\n\nHale has 12 beds.\n% was 11\n"
    assert parts_of(source, "Ely has 31 beds.", "Hale has 12 beds.") == [
        ("comment", "was 30", len("Ely has 31 beds")),
        ("comment", "was 11", len("Ely has 31 beds.\n\nHale has 12 beds")),
    ]


def test_part_whose_words_are_text_is_named_only_if_it_always_is() -> None:
    assert parts_of("% Ely\n<Ely> <Hale>", "Ely") == [("comment", "Ely", 0), ("label", "<Hale>", 0)]


def test_pattern_without_a_group_is_the_whole_part() -> None:
    assert parts_of("yyy", "Ely") == [("x", "yyy", 0)]
