from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.parsing.pdf.blocks import Block, TableBlock, find_notes, group, note_blocks, with_boxes_first
from reportqa.parsing.pdf.headings import TextStyle
from reportqa.parsing.pdf.lines import Line, TableCell, words_of
from reportqa.parsing.pdf.ruled_tables import Grid
from support.pdf_lines import set_line, set_row

STYLE = TextStyle(body=10.0, heading_sizes=(14.0,), words={}, outline={})
FULL = "The council met on Monday and agreed that all the wards in it"
"""A line that reaches the right edge of the page."""
SHORT = "had been full."


def page(*texts: str, step: float = 12.0, left: float = 50.0, top: float = 700.0) -> list[Line]:
    return [set_line(text, left, top - step * number) for number, text in enumerate(texts)]


def kinds(lines: Sequence[Line], style: TextStyle = STYLE) -> list[tuple[str, str]]:
    blocks = group(lines, style)
    return [(block.kind, block.text) if isinstance(block, Block) else ("table", "") for block in blocks]


def paragraphs(lines: Sequence[Line], style: TextStyle = STYLE) -> list[str]:
    found = kinds(lines, style)
    assert {kind for kind, _ in found} <= {"paragraph"}
    return [text for _, text in found]


def test_lines_of_one_leading_are_a_paragraph() -> None:
    assert paragraphs(page(FULL, FULL, SHORT)) == [f"{FULL} {FULL} {SHORT}"]
    assert group([], STYLE) == []


def test_short_line_that_ends_a_sentence_ends_a_paragraph() -> None:
    assert paragraphs(page(FULL, SHORT, FULL, SHORT)) == [f"{FULL} {SHORT}"] * 2
    assert paragraphs(page(FULL, "had been full", FULL, SHORT)) == [f"{FULL} had been full {FULL} {SHORT}"]


@pytest.mark.parametrize(("length", "count"), [(44, 2), (48, 1)])
def test_line_is_short_below_three_quarters_of_its_column(length: int, count: int) -> None:
    ending = f"{'m' * (length - 1)}."
    assert len(paragraphs(page("m" * 61, ending, "m" * 61))) == count


def test_indent_behind_a_sentence_begins_a_paragraph() -> None:
    end = f"{FULL[:-1]}."
    assert len(paragraphs([*page(FULL, end), set_line(FULL, 59.0, 676.0)])) == 2
    assert len(paragraphs([*page(FULL, end), set_line(FULL, 57.0, 676.0)])) == 1
    assert len(paragraphs([*page(FULL, FULL), set_line(FULL, 59.0, 676.0)])) == 1
    # The second line of a block may be indented, as that of a reference is.
    assert len(paragraphs([*page(end), set_line(FULL, 59.0, 688.0)])) == 1


@pytest.mark.parametrize(("step", "count"), [(15.5, 1), (15.7, 2)])
def test_distance_of_13_tenths_of_the_leading_begins_a_paragraph(step: float, count: int) -> None:
    lines = page(FULL, FULL, FULL, FULL)
    assert len(paragraphs([*lines, set_line("and so on", 50.0, lines[-1].bottom - step)])) == count


@pytest.mark.parametrize(("size", "count"), [(10.7, 1), (10.9, 2), (9.4, 1), (9.2, 2)])
def test_other_size_begins_a_paragraph(size: float, count: int) -> None:
    assert len(kinds([*page(FULL, FULL), set_line("and so on,", 50.0, 676.0, size)])) == count


def test_bold_line_begins_and_ends_a_block() -> None:
    bold = [replace(line, bold=True) for line in page(FULL, FULL, FULL)]
    light = page(FULL, FULL, FULL)
    assert kinds([bold[0], light[1], light[2]]) == [("heading", FULL), ("paragraph", f"{FULL} {FULL}")]
    assert kinds([light[0], bold[1], light[2]]) == [("paragraph", FULL), ("heading", FULL), ("paragraph", FULL)]


def test_sentence_continues_in_the_next_column() -> None:
    left, right = page(FULL, FULL), page(FULL, SHORT, left=400.0)
    assert paragraphs([*left, *right]) == [f"{FULL} {FULL} {FULL} {SHORT}"]
    ended = page(FULL, f"{FULL}.")
    assert paragraphs([*ended, *right]) == [f"{FULL} {FULL}.", f"{FULL} {SHORT}"]


def test_lines_far_apart_on_a_page_with_short_lines_are_blocks_of_their_own() -> None:
    lines = page("A review of eleven partnerships", "Jane Arkwright", "Local Services", step=20.0)
    style = replace(STYLE, leading=1.2, edge=500.0)
    assert paragraphs(lines, style) == ["A review of eleven partnerships", "Jane Arkwright", "Local Services"]
    assert len(paragraphs(page("A review of", "eleven partnerships", step=20.0), style)) == 1
    assert len(paragraphs(lines, replace(style, leading=2.0))) == 1
    assert len(paragraphs(lines, replace(style, edge=0.0))) == 2


def test_word_divided_at_the_end_of_a_line_is_joined() -> None:
    style = replace(STYLE, words={"organisation": 2})
    [text] = paragraphs(page("The council met in its organ-", "isation of May", step=12.0), style)
    assert text == "The council met in its organisation of May"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("• Beds", "Beds"),
        ("▪ Beds", "Beds"),
        ("– Beds", "Beds"),
        ("o Beds", "Beds"),
        ("1. Beds", "1. Beds"),
        ("(a) Beds", "(a) Beds"),
        ("iv) Beds", "iv) Beds"),
    ],
)
def test_bullet_or_number_begins_an_item(line: str, text: str) -> None:
    assert kinds(page(FULL, line, line)) == [("paragraph", FULL), ("item", text), ("item", text)]


@pytest.mark.parametrize("line", ["of Beds", "2019 Beds", "A. Beds", "Beds • nurses", "123. Beds"])
def test_other_beginnings_are_no_items(line: str) -> None:
    assert [kind for kind, _ in kinds(page(line))] == ["paragraph"]


def test_item_continues_in_indented_lines() -> None:
    lines = [set_line(f"• {FULL}"), set_line("in the county.", 60.0, 688.0), *page("Next line", top=676.0)]
    assert kinds(lines) == [("item", f"{FULL} in the county."), ("paragraph", "Next line")]
    open_item = [set_line(f"• {FULL}"), *page("in the county", top=688.0)]
    assert kinds(open_item) == [("item", f"{FULL} in the county")]


def test_bullet_and_its_text_behind_a_gap_are_one_item() -> None:
    for bullet in ("•", "1.", "(b)"):
        [(kind, text)] = kinds(set_row((50, bullet), (90, "Beds for all")))
        assert (kind, text.removeprefix(bullet).strip()) == ("item", "Beds for all")


def test_number_before_a_heading_begins_no_item() -> None:
    assert kinds([set_line("1. Money that is spent", size=14.0)]) == [("heading", "1. Money that is spent")]


def test_heading_has_its_level_and_size() -> None:
    lines = [set_line("Money that", size=14.0), set_line("is spent", 50.0, 684.0, 14.0), *page(FULL, top=660.0)]
    heading, paragraph = group(lines, STYLE)
    assert isinstance(heading, Block)
    assert (heading.kind, heading.text, heading.level, heading.size) == ("heading", "Money that is spent", 1, 14.0)
    assert isinstance(paragraph, Block)
    assert (paragraph.kind, paragraph.level, paragraph.size) == ("paragraph", 0, 10.0)


def test_label_and_heading_behind_a_gap_are_one_heading() -> None:
    assert kinds(set_row((50, "2.1"), (120, "Money that is spent"), size=14.0)) == [
        ("heading", "2.1 Money that is spent"),
    ]  # fmt: skip


def bold(text: str, top: float, size: float = 10.0) -> Line:
    return replace(set_line(text, 50.0, top, size=size), bold=True)


@pytest.mark.parametrize(
    "company", ["Selby Incorporated and Subsidiary Companies", "SELBY PLC", "Selby and Subsidiaries"]
)
def test_company_below_the_name_of_a_statement_begins_no_section(company: str) -> None:
    lines = [bold("Balance sheets", 720.0, size=14.0), bold(company, 690.0), *page(FULL, SHORT, top=660.0)]
    assert kinds(lines)[:2] == [("heading", "Balance sheets"), ("paragraph", company)]
    above = [bold(company, 720.0, size=14.0), bold("Balance sheets", 690.0), *page(FULL, SHORT, top=660.0)]
    assert kinds(above)[:2] == [("heading", company), ("heading", "Balance sheets")]


def test_second_line_of_an_item_may_be_bold() -> None:
    first, second = set_line("• The council met on Monday and agreed", 50.0, 700.0), bold("that all was full", 688.0)
    assert kinds([first, replace(second, left=62.0)]) == [
        ("item", "The council met on Monday and agreed that all was full")
    ]


def test_row_of_signs_ends_a_paragraph_and_is_no_text() -> None:
    assert paragraphs(page(FULL, "_" * 40, FULL)) == [FULL, FULL]


def test_cells_beside_each_other_are_a_row() -> None:
    cells = set_row((50, "North"), (150, "Beds"), (250, "Nurses"))
    assert kinds([*cells, *page(FULL, top=670.0)]) == [("row", "North · Beds · Nurses"), ("paragraph", FULL)]


def test_bold_line_between_rows_is_a_row_of_its_own() -> None:
    rows = [set_row((50, name), (250, "Beds"), bottom=y) for name, y in (("North", 700.0), ("South", 676.0))]
    names = set_line("Wards", 50.0, 688.0, bold=True)
    assert kinds([*rows[0], names, *rows[1]])[1] == ("row", "Wards")
    above = set_line("Wards", 50.0, 725.0, bold=True)
    assert kinds([above, *rows[0]])[0] == ("heading", "Wards")
    apart = [set_line("and so on", 50.0, 688.0), set_line("Wards", 50.0, 676.0, bold=True), *page(FULL, top=664.0)]
    assert kinds([*rows[0], *apart])[2] == ("heading", "Wards")


def test_figures_under_each_other_are_a_table() -> None:
    lines = [
        line
        for at, name in enumerate(("", "North", "South", "East"))
        for line in set_row(
            *([(50, name)] if name else []),
            (250, "2021" if not at else f"{at}1"),
            (350, "2022" if not at else f"{at}2"),
            bottom=700.0 - 12 * at,
        )
    ]
    paragraph, table = group([*page(FULL, top=750.0), *lines], STYLE)
    assert isinstance(paragraph, Block)
    assert isinstance(table, TableBlock)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["", "2021", "2022"], ["North", "11", "12"], ["South", "21", "22"], ["East", "31", "32"],
    ]  # fmt: skip


@pytest.mark.parametrize(("gap", "end", "is_row"), [(24.9, ".", False), (25.0, ".", True), (20.0, "", True)])
def test_wide_space_behind_a_sentence_is_in_one_line(gap: float, end: str, is_row: bool) -> None:
    first = set_line(f"Costs rose{end}")
    blocks = kinds([first, set_line("They fell", first.right + gap)])
    assert [kind for kind, _ in blocks] == ["row" if is_row else "paragraph"]


def test_entries_of_a_contents_list_mark_positions() -> None:
    entries = page("Money spent ........ 4", "Wages . . . . . . iv", top=680.0)
    assert kinds([*page("Contents"), *entries, *page(FULL, top=640.0)]) == [
        ("paragraph", "Contents"),
        ("contents entry", "Money spent … 4"),
        ("contents entry", "Wages … iv"),
        ("paragraph", FULL),
    ]
    assert [kind for kind, _ in kinds(entries)] == ["contents entry"] * 2
    assert [kind for kind, _ in kinds(entries[:1])] == ["paragraph"]


LINES = st.lists(
    st.tuples(
        st.lists(st.text("bcdfghjk", min_size=2, max_size=9), min_size=1, max_size=8),
        st.sampled_from([50.0, 54.0, 62.0]),
        st.sampled_from([8.0, 10.0, 14.0]),
        st.booleans(),
        st.sampled_from([10.0, 12.0, 18.0, 30.0]),
        st.sampled_from(["", ".", ":"]),
    ),
    max_size=12,
)


@given(LINES)
def test_no_word_is_lost_or_moved_and_spans_are_where_their_words_are(
    drawn: list[tuple[list[str], float, float, bool, float, str]],
) -> None:
    lines, text, bottom = [], "", 750.0
    for words, left, size, bold, step, end in drawn:
        bottom -= step + 5
        line = set_line(" ".join(words) + end, left, bottom, size, bold=bold)
        shifted = (word._replace(first=word.first + len(text), last=word.last + len(text)) for word in line.words)
        lines.append(replace(line, words=tuple(shifted)))
        text += f"{line.text}\n"
    blocks = [block for block in group(lines, STYLE) if isinstance(block, Block)]
    assert " ".join(block.text for block in blocks).split() == [word.text for word in words_of(lines)]
    found = [
        (text[first : last + 1], block.text[start:end]) for block in blocks for start, end, first, last in block.spans
    ]
    assert all(printed == said for printed, said in found)
    assert " ".join(said for _, said in found).split() == text.split()


NOTE = "1 By post."


def small(*texts: str, top: float = 100.0) -> list[Line]:
    return [set_line(text, 50.0, top - 10 * number, 8.0) for number, text in enumerate(texts)]


def test_footnotes_are_small_lines_below_the_text_from_the_first_mark_on() -> None:
    notes = small(NOTE, "And by hand.", "* Twice.")
    assert find_notes([*page(FULL, FULL), *notes], STYLE) == notes
    assert find_notes([*page(FULL), *small("Source: survey"), *small(NOTE, top=80.0)], STYLE) == small(NOTE, top=80.0)
    assert find_notes([*page(FULL), *small("Source: survey")], STYLE) == []


def test_small_lines_above_the_text_are_no_footnotes() -> None:
    assert find_notes([*small(NOTE, top=720.0), *page(FULL)], STYLE) == []
    touching = [set_line(NOTE, 50.0, 692.9, 8.0)]
    assert find_notes([*page(FULL), *touching], STYLE) == touching
    assert find_notes([*page(FULL), set_line(NOTE, 50.0, 693.1, 8.0)], STYLE) == []


@pytest.mark.parametrize(("size", "is_note"), [(9.2, True), (9.4, False), (10.0, False)])
def test_footnote_is_smaller_than_93_percent_of_the_body(size: float, is_note: bool) -> None:
    note = set_line(NOTE, 50.0, 100.0, size)
    assert find_notes([*page(FULL), note], STYLE) == ([note] if is_note else [])


def test_each_mark_begins_a_footnote_and_is_no_part_of_it() -> None:
    blocks = note_blocks(small("1 By post", "and by hand.", "2Twice.", "† “Once.”", "12 months ago"), STYLE)
    assert [(block.kind, block.text, block.size) for block in blocks] == [
        ("note", "By post and by hand.", 10.0),
        ("note", "Twice.", 10.0),
        ("note", "“Once.”", 10.0),
        ("note", "months ago", 10.0),
    ]
    assert note_blocks([], STYLE) == []


def test_spans_of_a_footnote_begin_behind_its_mark() -> None:
    [block] = note_blocks(small("1 By post."), STYLE)
    assert block.spans == ((0, 8, 2, 9),)


CUT = Block("paragraph", "The council met on Monday and agreed that all of the wards should", 10.0)
REST = Block("paragraph", "be open.", 10.0)


@pytest.mark.parametrize(
    ("text", "is_open"),
    [("It was", True), ("It was.", False), ("It was:", False), ("“It was.”", False), ("It was)", True), ("It,", True)],
)
def test_block_is_open_without_the_end_of_a_sentence(text: str, is_open: bool) -> None:
    assert Block("paragraph", text, 10.0).is_open == is_open
    assert Block("item", text, 10.0).is_open == is_open
    assert not Block("heading", text, 10.0).is_open
    assert not Block("note", text, 10.0).is_open


def test_block_continues_overleaf_in_small_letters_or_if_it_is_long() -> None:
    label, capital = Block("paragraph", "m" * 60, 10.0), replace(REST, text="Wards")
    assert CUT.continues_in(REST)
    assert CUT.continues_in(capital)
    assert label.continues_in(REST)
    assert not label.continues_in(capital)
    assert replace(label, text="m" * 61).continues_in(capital)
    assert not replace(CUT, text=f"{CUT.text}.").continues_in(REST)
    assert not CUT.continues_in(replace(REST, kind="item"))
    assert CUT.continues_in(replace(REST, size=10.6))
    assert not CUT.continues_in(replace(REST, size=10.8))
    assert not CUT.continues_in(replace(REST, size=9.2))


BOX = Block("heading", "In brief", 7.0, 2), Block("paragraph", "Two boxes were ticked.", 7.0)


def test_box_behind_a_cut_sentence_is_moved_before_it_and_begins_no_section() -> None:
    before = Block("heading", "Wards", 14.0, 1)
    moved = with_boxes_first([before, CUT, *BOX], REST)
    assert moved == [before, replace(BOX[0], kind="paragraph", level=0), BOX[1], CUT]
    table = TableBlock([[TableCell("North")]])
    assert with_boxes_first([CUT, table], REST) == [table, CUT]


@pytest.mark.parametrize(
    ("cut", "rest"),
    [
        (CUT, replace(REST, text="Be open.")),
        (replace(CUT, text=f"{CUT.text}."), REST),
        (replace(CUT, text="A label"), REST),
        (replace(CUT, kind="item"), REST),
        (CUT, replace(REST, kind="item")),
        (CUT, replace(REST, size=7.0)),
    ],
)
def test_box_behind_a_whole_sentence_stays(cut: Block, rest: Block) -> None:
    assert with_boxes_first([cut, *BOX], rest) == [cut, *BOX]


def test_text_between_a_cut_sentence_and_its_box_stays() -> None:
    other = Block("paragraph", "Other text in the size of the body.", 10.0)
    assert with_boxes_first([CUT, other, *BOX], REST) == [CUT, other, *BOX]
    assert with_boxes_first([CUT], REST) == [CUT]
    assert with_boxes_first([], REST) == []


@pytest.mark.parametrize(("count", "is_moved"), [(8, True), (9, False)])
def test_box_has_at_most_8_blocks(count: int, is_moved: bool) -> None:
    box = [BOX[1]] * count
    assert with_boxes_first([CUT, *box], REST) == ([*box, CUT] if is_moved else [CUT, *box])


def table(*rows: str, columns: Sequence[float] = (50, 150, 250), header: bool = True, bold: bool = False) -> TableBlock:
    cells = [[TableCell(text) for text in row.split("|")] for row in rows]
    return TableBlock(cells, header, None, Grid(tuple(columns), (700.0, 680.0, 660.0)), bold)


def test_table_continues_in_one_with_the_same_columns_and_no_header() -> None:
    first, second = table("Ward|Beds", "North|41"), table("South|42")
    assert first.continues_in(second)
    assert not first.continues_in(replace(second, bold_header=True))
    assert not replace(first, has_header=False).continues_in(second)
    assert not first.continues_in(table("Ward|Beds", "South|42"))
    assert not first.continues_in(table("South|42", columns=(50, 190, 250)))
    assert not first.continues_in(replace(second, grid=None))
    assert not replace(first, grid=None).continues_in(second)
