"""Sections of a document as passages."""

from reportqa.document import Document, Section
from reportqa.writing.section_passages import MAX_CHARACTERS, MIN_WORDS, section_passages

SENTENCE = "Costs rose in twelve of the sixteen practices that were asked about them in the survey."


def document(text: str, *headings: tuple[str, int]) -> Document:
    sections = tuple(Section(heading, level, text.index(heading)) for heading, level in headings)
    return Document("a.md", "0", "text/markdown", {"title": "A"}, text, sections=sections)


def test_each_section_is_a_passage_without_its_heading() -> None:
    text = f"One\n\n{SENTENCE}\n\nTwo\n\n{SENTENCE} {SENTENCE}"
    found = section_passages(document(text, ("One", 1), ("Two", 2)))
    assert [text[one.start : one.end] for one in found] == [SENTENCE, f"{SENTENCE} {SENTENCE}"]
    assert [one.headings for one in found] == [("One",), ("One", "Two")]


def test_text_before_the_first_heading_and_without_any_counts() -> None:
    assert len(section_passages(document(f"{SENTENCE}\n\nOne\n\n{SENTENCE}", ("One", 1)))) == 2
    assert [one.headings for one in section_passages(document(SENTENCE))] == [()]


def test_few_words_are_left_out() -> None:
    assert section_passages(document("One\n\nFew words.\n\nTwo\n", ("One", 1), ("Two", 1))) == []
    assert len(SENTENCE.split()) >= MIN_WORDS


def test_long_sections_are_split_at_sentences() -> None:
    text = " ".join([SENTENCE] * 200)
    found = section_passages(document(text))
    assert len(found) > 2
    assert all(one.end - one.start <= MAX_CHARACTERS for one in found)
    assert " ".join(text[one.start : one.end] for one in found) == text
