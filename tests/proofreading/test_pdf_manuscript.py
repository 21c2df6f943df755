import pytest

from reportqa.errors import ParseError
from reportqa.proofreading.manuscript import HEADING, PARAGRAPH, QUOTE, Manuscript
from reportqa.proofreading.pdf_manuscript import read_pdf
from reportqa.proofreading.quotations import find_quotations
from support.hostile import SENTENCE, tagged
from support.typeset import typeset

NARROW = '#set page(width: 12cm, height: 12cm, numbering: "1")\n#set text(font: "Libertinus Serif", size: 10pt)\n'
FILL = "The rest of this page is words that nobody needs. " * 6


def read(source: str, preamble: str = NARROW, *, tags: bool = False) -> Manuscript:
    return read_pdf(typeset(source, preamble, tags=tags))


def blocks(made: Manuscript) -> list[tuple[str, str]]:
    return [(block.kind, made.text[block.start : block.end]) for block in made.blocks]


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
    assert quotation.sources[0].text == "Rosen, p. 3."


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


BRIEFING = """
#set page(width: 9cm, height: 7cm, numbering: "1", header: [Running head])
#set par(justify: true)
= A heading with 10#super[6] people

They say so#footnote[The first, p. 4.] and “internationally acknowledged super-organisations in contradistinction
with commissioning organisations”.#footnote[The second, p. 5, which is a long one that goes on for more than a line.]

#quote(block: true)[Set apart, it goes on overleaf. #lorem(60)#footnote[The third.]

Another paragraph.]

#quote(block: true, attribution: [Rosen 2016, p. 9])[Words of hers.]

+ One item#footnote[The fourth.]
+ #text(weight: "bold")[Another] one
"""


def test_blocks_are_those_of_the_structure_and_what_runs_over_the_pages_is_left_out() -> None:
    made = read(BRIEFING, "", tags=True)
    found = blocks(made)
    assert [kind for kind, _ in found] == [HEADING, PARAGRAPH, QUOTE, QUOTE, QUOTE, PARAGRAPH, PARAGRAPH]
    assert found[0][1] == "A heading with 10⁶ people"
    assert found[2][1].startswith("Set apart, it goes on overleaf. Lorem ipsum")
    assert [text for _, text in found[3:]] == [
        "Another paragraph.", "Words of hers.\n— Rosen 2016, p. 9", "1. One item", "2. Another one"
    ]  # fmt: skip
    assert "Running" not in made.text
    assert [made.blocks[n].page for n in (0, 2)] == [1, 1]
    assert made.blocks[2].group == made.blocks[3].group != made.blocks[4].group


def test_notes_stand_where_their_marks_do_and_words_broken_at_line_ends_are_whole() -> None:
    made = read(BRIEFING, "", tags=True)
    assert [note.mark for note in made.notes] == ["1", "2", "3", "4"]
    assert made.notes[1].text == "The second, p. 5, which is a long one that goes on for more than a line."
    before = [made.text[: note.offset].rsplit(maxsplit=1)[-1] for note in made.notes]
    assert before[:2] == ["so", "organisations”."]
    assert before[3] == "item"
    assert (
        "“internationally acknowledged super-organisations in contradistinction with commissioning organisations”."
        in made.text
    )


@pytest.mark.parametrize(
    ("lines", "elements"),
    [
        (["!" + SENTENCE, "It has a quote"], [b"<< /S /BlockQuote /Pg 3 0 R /K 1 >>"]),
        ([SENTENCE, "It has a quote"], [b"<< /S /BlockQuote /Pg 3 0 R /K 1 >>"]),
        ([SENTENCE], [b"<< /S /BlockQuote /K 7 0 R >>"]),
        ([SENTENCE], [b"<< /S /BlockQuote /K << /S"]),
    ],
    ids=["text without marks", "text of no part", "a circle", "broken"],
)
def test_structure_without_the_text_is_not_read_but_the_lines_are(lines: list[str], elements: list[bytes]) -> None:
    made = read_pdf(tagged(lines, *elements))
    assert SENTENCE in made.text
    assert all(block.kind != QUOTE for block in made.blocks)


def test_text_that_a_structure_names_often_is_read_once() -> None:
    made = read_pdf(tagged([SENTENCE], b"<< /S /BlockQuote /Pg 3 0 R /K [%s] >>" % (b"0 " * 1000)))
    assert blocks(made) == [(QUOTE, SENTENCE)]


LINKS = [
    b"<< /S /Link /Pg 3 0 R /K 1 >>",
    b"<< /S /Reference /Pg 3 0 R /K 1 >>",
    b"<< /S /Span /Pg 3 0 R /K [1 << /Type /OBJR >>] >>",
]
PLAIN = b"<< /S /Span /Pg 3 0 R /K 1 >>"


def linked(mark: str, notes: list[str], link: bytes = LINKS[0]) -> Manuscript:
    """Return the manuscript of a paragraph with a mark in an element of its own, and notes."""
    elements = [b"<< /S /Note /Pg 3 0 R /K %d >>" % number for number in range(3, 3 + len(notes))]
    children = b" ".join(b"%d 0 R" % number for number in range(10, 10 + len(notes)))
    return read_pdf(
        tagged(
            ['They say "so it is"', f"+{mark}", "+. And so on.", *notes],
            b"<< /S /Document /K [8 0 R %s] >>" % children,
            b"<< /S /P /Pg 3 0 R /K [0 9 0 R 2] >>",
            link,
            *elements,
        )
    )


@pytest.mark.parametrize("mark", ["[1]", " [1]", "(1)"])
@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("note", ["[1] Rosen, p. 3.", "1 Rosen, p. 3."])
def test_link_to_a_note_is_its_mark_though_it_is_not_raised(mark: str, link: bytes, note: str) -> None:
    made = linked(mark, [note], link)
    assert [(note.mark, note.text) for note in made.notes] == [("1", "Rosen, p. 3.")]
    assert blocks(made) == [(PARAGRAPH, 'They say "so it is". And so on.')]
    assert made.text[made.notes[0].offset - 1] == '"'


def test_links_to_two_notes_are_two_marks() -> None:
    made = linked("[1][2]", ["[1] Rosen, p. 3.", "[2] Curry, p. 5."])
    assert [(note.mark, note.text) for note in made.notes] == [("1", "Rosen, p. 3."), ("2", "Curry, p. 5.")]
    assert made.text == 'They say "so it is". And so on.'


@pytest.mark.parametrize("mark", ["[7]", " [7]", "(7)", " (7)"])
def test_link_without_a_note_and_number_that_is_no_link_stay_in_the_text(mark: str) -> None:
    assert linked(mark, []).text == f'They say "so it is"{mark}. And so on.'
    unlinked = linked(mark, ["[7] Rosen, p. 3."], PLAIN)
    assert unlinked.notes == ()
    assert unlinked.text.startswith(f'They say "so it is"{mark}. And so on.')


def test_note_without_a_mark_is_a_paragraph() -> None:
    made = read_pdf(
        tagged(
            ["Some words", "9 Of nothing."],
            b"<< /S /Document /K [8 0 R 9 0 R] >>",
            b"<< /S /P /Pg 3 0 R /K 0 >>",
            b"<< /S /Note /Pg 3 0 R /K 1 >>",
        )
    )
    assert blocks(made) == [(PARAGRAPH, "Some words"), (PARAGRAPH, "9 Of nothing.")]


def test_number_of_a_list_of_references_is_no_note() -> None:
    made = read(f"They say “so it is”.#super[1] And “so it was not”.#super[1]\n\n{FILL}\n\n1. Rosen, p. 3.")
    assert made.notes == ()


@pytest.mark.parametrize("source", ["Nothing is said of it here.", f"{FILL}\n\n{FILL}", "= Only this"])
def test_briefing_without_notes_or_block_quotes_has_its_text(source: str) -> None:
    made = read(source)
    assert made.notes == ()
    assert all(block.kind != QUOTE for block in made.blocks)
    assert made.text.split()[-1] in source


def test_pages_without_text_are_refused() -> None:
    with pytest.raises(ParseError, match="no text"):
        read("#pagebreak()\n#pagebreak()")
