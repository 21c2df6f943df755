"""Plain text and what reportqa reads in it."""

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.plain.parser import parse

LONG = "The study followed four organisations for fifteen months and asked their staff, patients and partners."


def read(text: str) -> DocumentBuilder:
    return parse(text.encode())


def headings(builder: DocumentBuilder) -> list[str]:
    assert all(builder.text.startswith(section.heading, section.start) for section in builder.sections)
    return [section.heading for section in builder.sections]


def check_pages(builder: DocumentBuilder) -> None:
    """Pages begin at 0, follow each other without a gap and end with the text."""
    ends = [0, *(page.end for page in builder.pages)]
    assert [page.start for page in builder.pages] == ends[:-1]
    assert ends[-1] in {0, len(builder.text)}
