import pytest

from reportqa.proofreading.manuscript import HEADING, QUOTE, Manuscript
from reportqa.proofreading.pdf_untagged import read_by_look
from reportqa.proofreading.quotations import find_quotations
from support.typeset import typeset

NARROW = '#set page(width: 12cm, height: 12cm, numbering: "1")\n#set text(font: "Libertinus Serif", size: 10pt)\n'
FILL = "The rest of this page is words that nobody needs. " * 6


def read(source: str, preamble: str = NARROW) -> Manuscript:
    manuscript = read_by_look(typeset(source, preamble, tags=False))
    assert manuscript is not None
    return manuscript


def quoted(manuscript: Manuscript) -> list[str]:
    return [
        " ".join(manuscript.text[block.start : block.end].split()) for block in manuscript.blocks if block.kind == QUOTE
    ]


def test_notes_at_the_foot_belong_to_their_marks() -> None:
    made = read(
        "They say “so it is”.#footnote[Rosen (2016), p. 3, as\n#lorem(25)] It goes on“as it was”#footnote[Ibid., p. 4.]"
        f" and on.\n\n{FILL}\n\nLater “it was not so”.#footnote[Curry 2017, 2016 words, p. 5.] 10 km#super[2] of it."
    )
    assert [(note.mark, note.text.split(",")[0]) for note in made.notes] == [
        ("1", "Rosen (2016)"), ("2", "Ibid."), ("3", "Curry 2017")
    ]  # fmt: skip
    assert [made.text[note.offset - 1] for note in made.notes] == [".", "”", "."]
    assert made.notes[0].text.endswith(".")
    assert "Ibid" not in made.text
    assert "km²" in made.text


def test_note_that_goes_on_overleaf_is_one() -> None:
    words = " ".join(f"word{number}" for number in range(250))
    made = read(
        f"{FILL}\n\nThey say “so it is”.#footnote[Rosen, {words}, p. 3.]\n\n{FILL} And “so it was”.#footnote[End.]"
    )
    assert [note.mark for note in made.notes] == ["1", "2"]
    assert made.notes[0].text.split()[-3:] == ["word249,", "p.", "3."]


def test_quotation_over_the_end_of_a_page_takes_no_notes_into_it() -> None:
    words = " ".join(f"w{number}," for number in range(150))
    made = read(f"{FILL}#footnote[Of the fill.]\n\nThey say: “{words} end”.#footnote[Rosen, p. 3.]")
    (quotation,) = find_quotations(made)
    assert quotation.text == f"{words} end"
    assert quotation.said[0].text == "Rosen, p. 3."


def test_what_is_set_in_is_a_quotation_and_lists_are_not() -> None:
    made = read(
        f"= A heading\n{FILL}\n#quote(block: true)[It has no marks at all, and it runs on over more than one line of it"
        f".\n\nAnd a second paragraph.]\n{FILL}\n- An item of a list that runs on over more than one line.\n- Another."
        "\n\n+ A number before it, and words enough for it to run on over the line.\n+ Another."
    )
    assert quoted(made) == [
        "It has no marks at all, and it runs on over more than one line of it.",
        "And a second paragraph.",
    ]
    assert made.blocks[0].kind == HEADING
    assert len({block.group for block in made.blocks if block.kind == QUOTE}) == 1


def test_indented_first_lines_and_hanging_entries_are_no_quotations() -> None:
    entries = "\n\n".join(f"{name}, A. (2016). {FILL}" for name in ("Curry", "Rosen"))
    preamble = f"{NARROW}#set par(first-line-indent: 1.5em, spacing: 0.65em, justify: true)\n"
    made = read(
        f"{FILL}\n\n{FILL} “So it is”.#footnote[p. 3.]\n\n{FILL}\n#set par(hanging-indent: 2em)\n{entries}", preamble
    )
    assert quoted(made) == []


def test_second_column_is_no_quotation() -> None:
    made = read(f"#columns(2)[{FILL * 3} They say “so it is”.#footnote[Rosen, p. 3.]]", NARROW.replace("10pt", "8pt"))
    assert quoted(made) == []
    assert [note.text for note in made.notes] == ["Rosen, p. 3."]


def test_notes_at_the_end_are_found_by_their_order() -> None:
    marks = "They say “so it is”.#super[1] And “so it was not”.#super[2] In\n\n2016 it was “all the same”.#super[3]"
    made = read(f"{marks}\n\n{FILL}\n\nNotes\n\n1 Rosen, p. 3.\n\n2 Ibid., p. 4.\n\n3 Curry, p. 5.")
    assert [note.text for note in made.notes] == ["Rosen, p. 3.", "Ibid., p. 4.", "Curry, p. 5."]


@pytest.mark.parametrize("source", ["Nothing is said of it here.", f"{FILL}\n\n{FILL}", "= Only this"])
def test_look_that_tells_nothing_is_left_to_others(source: str) -> None:
    assert read_by_look(typeset(source, NARROW, tags=False)) is None


def test_page_without_text_and_a_broken_one_cost_nothing() -> None:
    assert read_by_look(typeset("#pagebreak()\n#pagebreak()", NARROW, tags=False)) is None
