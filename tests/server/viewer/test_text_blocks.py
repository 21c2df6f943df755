import re
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.document import Document, LeftOut, Page, Section, Sentence, Table
from reportqa.parsing.builder import DocumentBuilder
from reportqa.server.viewer.text_blocks import Cell, LeftOutMark, Mark, PageMark, Segment, ViewBlock, highlight, render


def make_document(text: str, **parts: object) -> Document:
    return Document("a.pdf", "0" * 64, "application/pdf", {"title": "A"}, text, **parts)  # type: ignore[arg-type]


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def parts_of(blocks: Iterable[ViewBlock]) -> list[Segment | Mark]:
    return [part for block in blocks for row in block.rows for cell in row for part in cell]


def said(part: Segment | Mark) -> str | None:
    if isinstance(part, PageMark):
        return part.page.label
    return part.thing.text if isinstance(part, LeftOutMark) else part.text


def segments(blocks: Iterable[ViewBlock]) -> list[Segment]:
    return [part for part in parts_of(blocks) if isinstance(part, Segment)]


def page_marks(blocks: Iterable[ViewBlock]) -> list[Page]:
    return [part.page for part in parts_of(blocks) if isinstance(part, PageMark)]


lines = st.text("abc. •-1:·\u2028é\t", min_size=0, max_size=12)
texts = st.lists(st.tuples(lines, st.sampled_from(["\n", "\n\n", " ", "\n \n\n"])), max_size=20).map(
    lambda parts: "".join(line + end for line, end in parts)
)

ranges = st.tuples(st.integers(0, 1300), st.integers(0, 1300))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any text with any pages, headings and tables over it, whether or not they fit it."""
    text = draw(texts)
    offsets = st.integers(0, len(text))
    cuts = [0, *sorted(draw(st.lists(offsets, max_size=5)))]
    ends = [*cuts[1:], len(text)]
    pages = tuple(Page(n, None, a, b) for n, (a, b) in enumerate(zip(cuts, ends, strict=True), start=1))
    sections = []
    for start in sorted(draw(st.lists(offsets, max_size=4))):
        heading = draw(st.sampled_from([text[start:].split("\n")[0].strip() or "Aims", "Aims", "a"]))
        sections.append(Section(heading, draw(st.integers(1, 7)), start))
    tables = []
    for start in draw(st.lists(offsets, max_size=3)):
        end = draw(st.integers(start, len(text)))
        rows = draw(st.lists(st.lists(lines, max_size=3).map(tuple), max_size=4))
        tables.append(Table(start, end, tuple(rows)))
    left_out = []
    for number, position in enumerate(draw(st.lists(offsets, max_size=4))):
        page = draw(st.sampled_from([None, *(page.physical for page in pages)]))
        left_out.append(LeftOut("menu", str(number), position, page))
    return make_document(text, pages=pages, sections=tuple(sections), tables=tuple(tables), left_out=tuple(left_out))


@st.composite
def built_documents(draw: st.DrawFn) -> Document:
    """A document as the parsers write it."""
    words = st.text("abc é1,", min_size=1, max_size=12)
    builder = DocumentBuilder()
    builder.page(1, "i")
    kinds = draw(st.lists(st.sampled_from("hpitbl"), min_size=1, max_size=12))
    for number, kind in enumerate(kinds, start=2):
        match kind:
            case "h":
                builder.heading(draw(words), draw(st.integers(1, 4)))
            case "p":
                builder.paragraph(draw(words))
            case "i":
                builder.item(draw(words))
            case "b":
                builder.page(number, None)
            case "l":
                builder.leave_out("menu", draw(words))
            case _:
                width = draw(st.integers(2, 4))
                rows = st.lists(words, min_size=width, max_size=width)
                builder.table(draw(st.lists(rows, min_size=2, max_size=4)))
    return make_document(
        builder.text,
        pages=builder.pages,
        sections=tuple(builder.sections),
        tables=tuple(builder.tables),
        left_out=tuple(builder.left_out),
    )


@given(st.one_of(documents(), built_documents()))
def test_segments_joined_are_the_text(document: Document) -> None:
    parts = segments(render(document))
    assert squeeze("".join(part.text for part in parts)) == squeeze(document.text)
    assert all(part.text == document.text[part.start : part.end] for part in parts)
    assert all(a.end <= b.start for a, b in pairwise(parts))


@given(st.one_of(documents(), built_documents()), st.data())
def test_cited_segments_joined_are_the_range(document: Document, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(document.text)))
    end = data.draw(st.integers(start, len(document.text)))
    parts = segments(render(document, start, end))
    cited = [part for part in parts if part.cited]
    assert squeeze("".join(part.text for part in cited)) == squeeze(document.text[start:end])
    assert [part.anchor for part in cited] == [True, *[False] * (len(cited) - 1)][: len(cited)]
    assert not any(part.anchor for part in parts if not part.cited)


@given(st.one_of(documents(), built_documents()), st.data())
def test_what_was_left_out_is_marked_once_and_changes_nothing_else(document: Document, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(document.text)))
    end = data.draw(st.integers(start, len(document.text)))
    plain, marked = render(document, start, end), render(document, start, end, left_out=True)
    shown = [part.thing for part in parts_of(marked) if isinstance(part, LeftOutMark)]
    assert sorted(shown, key=hash) == sorted(document.left_out, key=hash)
    assert "".join(part.text for part in segments(marked)) == "".join(part.text for part in segments(plain))
    cited = [squeeze("".join(part.text for part in segments(blocks) if part.cited)) for blocks in (plain, marked)]
    assert cited[0] == cited[1]
    assert page_marks(marked) == list(document.pages)
    assert not any(isinstance(part, LeftOutMark) for part in parts_of(plain))


def test_footer_stands_before_the_next_page_and_header_behind_it() -> None:
    builder = DocumentBuilder()
    builder.page(1, "1")
    builder.paragraph("One.")
    builder.leave_out("running footer", "Foot")
    builder.page(2, "2")
    builder.leave_out("running header", "Head")
    builder.paragraph("Two goes on")
    builder.leave_out("page number", "2")
    builder.run_over(3, "3", "over here.", [("running header", "Over")])
    document = make_document(builder.text, pages=builder.pages, left_out=tuple(builder.left_out))
    shown = [said(part) for part in parts_of(render(document, left_out=True))]
    assert shown == ["1", "One.", "Foot", "2", "Head", "Two goes on", "2", " ", "3", "Over", "over here."]


@given(st.one_of(documents(), built_documents()))
def test_every_page_is_marked_once_in_order(document: Document) -> None:
    assert page_marks(render(document)) == list(document.pages)


@given(texts, st.integers(0, 1000), st.lists(ranges, max_size=4))
def test_highlighted_segments_joined_are_the_text(text: str, offset: int, ranges: list[tuple[int, int]]) -> None:
    parts = highlight(text, offset, ranges)
    assert "".join(part.text for part in parts) == text
    inside = {n for start, end in ranges for n in range(start, end)}
    for part in parts:
        assert {n in inside for n in range(part.start, part.end)} == {part.cited}


def test_key_sentence_is_marked_where_it_is_not_cited() -> None:
    parts = highlight("One. Two. Three.", 100, [(100, 107)], Sentence(105, 109))
    assert [(part.text, part.cited, part.key) for part in parts] == [
        ("One. ", True, False),
        ("Tw", True, False),
        ("o.", False, True),
        (" Three.", False, False),
    ]


@pytest.fixture
def report() -> Document:
    builder = DocumentBuilder()
    builder.heading("Findings", 1)
    builder.paragraph("Networks grew in every region.")
    builder.paragraph("They did so by:\n• merging\n• hiring")
    rows = [["Group", "Founded", "Patients"], ["Modality", "2009", "87,556"], ["Granta", "", "43,000"]]
    builder.table(rows)
    turn = builder.text.index("in every")
    return make_document(
        builder.text,
        pages=(Page(1, "i", 0, turn), Page(2, "1", turn, len(builder.text))),
        sections=tuple(builder.sections),
        tables=tuple(builder.tables),
    )


def test_each_kind_of_block_is_told_apart(report: Document) -> None:
    blocks = render(report)
    assert [block.kind for block in blocks] == [
        "page",
        "heading",
        "paragraph",
        "paragraph",
        "list",
        "table",
    ]
    assert [block.text for block in blocks[1:4]] == [
        "Findings",
        "Networks grew in every region.",
        "They did so by:",
    ]
    assert blocks[4].marked


def test_page_that_begins_within_a_paragraph_is_marked_inside_it(report: Document) -> None:
    paragraph = render(report)[2].rows[0][0]
    assert [said(part) for part in paragraph] == ["Networks grew ", "1", "in every region."]


def test_table_is_shown_by_its_cells(report: Document) -> None:
    table = render(report)[-1]
    rows = [[segments_of(cell) for cell in row] for row in table.rows]
    shown = [["".join(s.text for s in cell if not s.hidden) for cell in row] for row in rows]
    assert table.header == ("Group", "Founded", "Patients")
    assert shown == [["Modality", "2009", "87,556"], ["Granta", "", "43,000"]]


def test_cited_row_is_marked_from_its_header_to_its_last_cell(report: Document) -> None:
    start = report.text.index("Modality")
    table = render(report, start, report.text.index("\n", start))[-1]
    marked = [[all(s.cited for s in segments_of(cell)) for cell in row] for row in table.rows]
    assert marked == [[True, True, True], [False, True, False]]


def test_table_with_unknown_cells_is_shown_as_lines() -> None:
    document = make_document("a b\nc d", tables=(Table(0, 7, (("a", "b"), ("x", "y"))),))
    assert [(block.kind, len(block.rows)) for block in render(document)] == [("list", 2)]


def test_long_row_on_several_lines_is_one_row() -> None:
    builder = DocumentBuilder()
    builder.table([["Group", "Aims", "Form"], ["Modality", "to grow " * 30, "super-partnership " * 10]])
    document = make_document(builder.text, tables=tuple(builder.tables))
    (table,) = render(document)
    assert table.kind == "table"
    assert len(table.rows) == 1


def segments_of(cell: Cell) -> list[Segment]:
    return [part for part in cell if isinstance(part, Segment)]
