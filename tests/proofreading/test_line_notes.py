from reportqa.proofreading.line_notes import read_lines
from reportqa.proofreading.manuscript import PARAGRAPH, QUOTE


def blocks(text: str) -> list[tuple[str, str]]:
    made = read_lines(text)
    return [(block.kind, made.text[block.start : block.end]) for block in made.blocks]


def test_marked_and_indented_paragraphs_are_block_quotes() -> None:
    assert blocks("They say:\n\n> So it is.\n\n    So it was.\n\nWe agree.") == [
        (PARAGRAPH, "They say:"), (QUOTE, "So it is."), (QUOTE, "So it was."), (PARAGRAPH, "We agree.")
    ]  # fmt: skip


def test_text_that_is_indented_throughout_has_no_block_quotes() -> None:
    assert blocks("    One.\n\n    Two.") == [(PARAGRAPH, "One."), (PARAGRAPH, "Two.")]


def test_numbered_lines_are_the_notes_of_marks_behind_quotations() -> None:
    made = read_lines("They say “so it is”[1] and “so it was”².\n\n1. Rosen, p. 3.\n2. Curry, p. 4.")
    assert [(note.text, made.text[note.offset - 1]) for note in made.notes] == [
        ("Rosen, p. 3.", "”"), ("Curry, p. 4.", "”")
    ]  # fmt: skip
