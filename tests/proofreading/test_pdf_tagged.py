import pytest

from reportqa.proofreading.manuscript import HEADING, PARAGRAPH, QUOTE, Manuscript
from reportqa.proofreading.manuscript_reader import read_manuscript
from reportqa.proofreading.pdf_tagged import read_tagged
from support.briefings import briefing
from support.browsing import chromium
from support.hostile import SENTENCE, tagged
from support.typeset import typeset

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


def read(source: str) -> Manuscript:
    made = read_tagged(typeset(source, ""))
    assert made
    return made


def blocks(made: Manuscript) -> list[tuple[str, str]]:
    return [(block.kind, made.text[block.start : block.end]) for block in made.blocks]


def test_blocks_are_those_of_the_structure_and_what_runs_over_the_pages_is_left_out() -> None:
    made = read(BRIEFING)
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
    made = read(BRIEFING)
    assert [note.mark for note in made.notes] == ["1", "2", "3", "4"]
    assert made.notes[1].text == "The second, p. 5, which is a long one that goes on for more than a line."
    before = [made.text[: note.offset].rsplit(maxsplit=1)[-1] for note in made.notes]
    assert before[:2] == ["so", "organisations”."]
    assert before[3] == "item"
    assert (
        "“internationally acknowledged super-organisations in contradistinction with commissioning organisations”."
        in made.text
    )


NOTES = [
    b"<< /S /Document /Pg 3 0 R /K [<< /S /P /Pg 3 0 R /K [0 8 0 R 2 9 0 R] >> 10 0 R 11 0 R] >>",
    b"<< /S /Link /Pg 3 0 R /K 1 >>",
    b"<< /S /Reference /Pg 3 0 R /K 3 >>",
]


def test_note_elsewhere_belongs_to_the_mark_that_it_begins_with() -> None:
    lines = ["Some words", "1", "and others", "2", "2 The second.", "1", "The first."]
    first = b"<< /S /Note /Pg 3 0 R /K [<< /S /Lbl /Pg 3 0 R /K 5 >> 6] >>"
    made = read_tagged(tagged(lines, *NOTES, b"<< /S /Note /Pg 3 0 R /K 4 >>", first))
    assert made
    assert blocks(made) == [(PARAGRAPH, "Some words and others")]
    assert [(note.offset, note.mark, note.text) for note in made.notes] == [
        (10, "1", "The first."),
        (21, "2", "The second."),
    ]


def test_note_that_no_mark_means_is_a_paragraph() -> None:
    lines = ["Some words", "1", "and others", "2", "9 Of nothing."]
    made = read_tagged(tagged(lines, *NOTES[:3], b"<< /S /Note /Pg 3 0 R /K 4 >>", b"<< /S /P >>"))
    assert made
    assert {text for _, text in blocks(made)} == {"Some words 1 and others 2", "9 Of nothing."}


LINKED = b"<< /S /NonStruct /Pg 3 0 R /K [%d << /Type /OBJR /Obj 4 0 R >>] >>"


def test_items_of_a_list_are_the_notes_that_links_lead_to_as_browsers_print_them() -> None:
    quote, mark, words = b"<< /S /BlockQuote /K [8 0 R 9 0 R] >>", LINKED % 1, b"<< /S /Span /Pg 3 0 R /K [3 4] >>"
    item = b"<< /S /NonStruct /K [<< /S /Lbl /Pg 3 0 R /K 2 >> << /S /P /K [10 0 R 11 0 R] >>] >>"
    whole = b"<< /S /Document /K [12 0 R << /S /L /K 13 0 R >>] >>"
    lines = ["Some words", "1", "1.", "Rosen 2016,", "p. 4.", "<-"]
    made = read_tagged(tagged(lines, whole, b"<< /S /P /Pg 3 0 R /K 0 >>", mark, words, LINKED % 5, quote, item))
    assert made
    assert blocks(made) == [(QUOTE, "Some words")]
    assert [(note.offset, note.mark, note.text) for note in made.notes] == [(10, "1", "Rosen 2016, p. 4.")]


def test_paragraphs_in_the_style_of_a_quotation_are_one_where_nothing_but_notes_parts_them() -> None:
    def styled(kids: bytes) -> bytes:
        return b"<< /S /Block#20Text /Pg 3 0 R /K [%s] >>" % kids

    note = b"<< /S /Div /K << /S /Note /Pg 3 0 R /K << /S /P /Pg 3 0 R /K 2 >> >> >>"
    whole = b"<< /S /Document /K [8 0 R 9 0 R 10 0 R 11 0 R 12 0 R] >>"
    first = styled(b"0 << /S /Link /Pg 3 0 R /K 1 >>")
    elements = [first, note, styled(b"3"), b"<< /S /P /Pg 3 0 R /K 4 >>", styled(b"5")]
    data = tagged(["One", "1", "1 A note.", "two", " ", "Three"], whole, *elements)
    made = read_tagged(data.replace(b"/K 7 0 R >>", b"/K 7 0 R /RoleMap << /Block#20Text /P >> >>"))
    assert made
    assert [(block.kind, block.group) for block in made.blocks] == [(QUOTE, 1), (QUOTE, 1), (QUOTE, 2)]
    assert [note.text for note in made.notes] == ["A note."]


@pytest.mark.slow
def test_what_a_browser_prints_has_its_quotation_notes_and_pages() -> None:
    with chromium() as browser:
        page = browser.new_page()
        page.set_content(briefing("html").decode())
        printed = read_manuscript("a.pdf", page.pdf(tagged=True))
    assert [(note.mark, note.text[-5:]) for note in printed.notes] == [("1", "p. 6."), ("2", "p. 9.")]
    assert [printed.text[note.offset - 1] for note in printed.notes] == ["”", "."]
    assert blocks(printed)[0] == (HEADING, "A briefing")
    assert [text[:21] for kind, text in blocks(printed) if kind == QUOTE] == [
        "Modality had two prac",
        "— reportqa project (2",
    ]


@pytest.mark.parametrize(
    ("lines", "elements"),
    [
        (["!" + SENTENCE, "It has a quote"], [b"<< /S /BlockQuote /Pg 3 0 R /K 1 >>"]),
        ([SENTENCE, "It has a quote"], [b"<< /S /BlockQuote /Pg 3 0 R /K 1 >>"]),
        ([SENTENCE], [b"<< /S /P /Pg 3 0 R /K 0 >>"]),
        ([SENTENCE], [b"<< /S /BlockQuote /K 7 0 R >>"]),
        ([SENTENCE], [b"<< /S /BlockQuote /K << /S"]),
    ],
    ids=["text without marks", "text of no part", "neither quotation nor note", "a circle", "broken"],
)
def test_structure_without_the_text_or_anything_to_tell_is_not_read_but_the_lines_are(
    lines: list[str], elements: list[bytes]
) -> None:
    data = tagged(lines, *elements)
    assert read_tagged(data) is None
    assert SENTENCE in read_manuscript("a.pdf", data).text


def test_text_that_a_structure_names_often_is_read_once() -> None:
    made = read_tagged(tagged([SENTENCE], b"<< /S /BlockQuote /Pg 3 0 R /K [%s] >>" % (b"0 " * 1000)))
    assert made
    assert blocks(made) == [(QUOTE, SENTENCE)]


def test_pdf_without_structure_is_none() -> None:
    assert read_tagged(typeset(BRIEFING, "", tags=False)) is None
