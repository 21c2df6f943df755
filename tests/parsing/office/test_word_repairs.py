"""Words within sentences that pandoc would lose, text that it would show, numbers that it would drop."""

import pytest

from support.formats import read
from support.word import kinds, paragraph, word_file

NUMBERS = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


@pytest.mark.parametrize(
    "wrapped",
    [
        '<w:smartTag w:uri="x" w:element="y"><w:smartTagPr/>{}</w:smartTag>',
        '<w:customXml w:element="y"><w:customXmlPr/>{}</w:customXml>',
        '<w:bdo w:val="ltr">{}</w:bdo>',
        '<w:dir w:val="ltr"><w:smartTag w:element="y">{}</w:smartTag></w:dir>',
        '<w:fldSimple w:instr=" REF x ">{}</w:fldSimple>',
        "<w:sdt><w:sdtPr><w:date/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:ins w:id="1" w:author="A"><w:hyperlink w:anchor="x">{}</w:hyperlink></w:ins>',
    ],
)
def test_words_within_wrappers_are_kept_in_their_sentence(wrapped: str) -> None:
    words = wrapped.format("<w:r><w:t>86 midwives</w:t></w:r>")
    start, end = (f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in ("It has ", " now."))
    assert read("a.docx", word_file(f"<w:p>{start}{words}{end}</w:p>")).text == "Text.\n\nIt has 86 midwives now."


def test_ruby_has_its_annotation_in_brackets_and_a_symbol_font_its_check_boxes() -> None:
    ruby = (
        "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>kan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r>"
        "</w:rubyBase></w:ruby></w:r>"
    )
    box = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:ptab/><w:t>Checked</w:t></w:r>'
    assert read("a.docx", word_file(f"<w:p>{ruby}</w:p><w:p>{box}</w:p>")).text == "Text.\n\n漢(kan)\n\n☒ Checked"


def test_hidden_struck_out_deleted_and_unfilled_text_is_named_at_its_place() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="S"><w:name w:val="S"/><w:rPr><w:vanish/></w:rPr></w:style>'
    prompt = (
        "<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Enter text</w:t></w:r></w:sdtContent>"
        "</w:sdt></w:p>"
    )
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    row = f"<w:tr>{{}}{cell}{cell}</w:tr>"
    rows = [
        row.format("", "Elm", "17"),
        row.format("<w:trPr><w:hidden/></w:trPr>", "Oak", "99"),
        row.format('<w:trPr><w:del w:id="1"/></w:trPr>', "Ash", "98"),
    ]
    grid = '<w:tblPr/><w:tblGrid><w:gridCol w:w="9"/><w:gridCol w:w="9"/></w:tblGrid>'
    body = (
        paragraph("Secret.", "S")
        + paragraph("Old figure.", run_look="<w:strike/>")
        + f"{prompt}<w:tbl>{grid}{''.join(rows)}</w:tbl>"
        + paragraph("Last.")
    )
    builder = read("a.docx", word_file(body, styles))
    assert builder.text == "Text.\n\nElm · 17\n\nLast."
    assert [(thing.kind, thing.text, builder.text[: thing.position]) for thing in builder.left_out] == [
        ("hidden text", "Secret.", "Text."),
        ("struck-out text", "Old figure.", "Text."),
        ("prompt of an empty field", "Enter text", "Text."),
        ("hidden text", "Oak · 99", "Text.\n\nElm · 17"),
        ("tracked deletion", "Ash · 98", "Text.\n\nElm · 17"),
    ]


def test_automatic_numbers_are_text_also_in_empty_cells_and_hidden_paragraphs_do_not_count() -> None:
    cell = f"<w:tc><w:p><w:pPr>{NUMBERED}</w:pPr></w:p></w:tc><w:tc>{paragraph('Elm')}</w:tc>"
    grid = '<w:tblPr/><w:tblGrid><w:gridCol w:w="9"/><w:gridCol w:w="9"/></w:tblGrid>'
    body = (
        paragraph("Scope", "Heading1", NUMBERED)
        + paragraph("Unseen", "", NUMBERED, "<w:vanish/>")
        + paragraph("An item", "", NUMBERED)
        + f"<w:tbl>{grid}<w:tr>{cell}</w:tr></w:tbl>"
    )
    builder = read("a.docx", word_file(body, numbering=NUMBERS))
    assert builder.text == "Text.\n\n1. Scope\n\n2. An item\n\n3. · Elm"
    assert [section.heading for section in builder.sections] == ["1. Scope"]
    assert kinds(builder) == [("hidden text", "Unseen")]


def test_notes_are_repaired_too() -> None:
    note = '<w:p><w:r><w:footnoteReference w:id="5"/></w:r><w:r><w:t>Said.</w:t></w:r></w:p>'
    others = {
        "word/footnotes.xml": '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:footnote w:id="5"><w:p><w:smartTag><w:r><w:t>Counted twice.</w:t></w:r></w:smartTag></w:p></w:footnote>'
        "</w:footnotes>"
    }
    assert read("a.docx", word_file(note, others=others)).text.endswith("Said.\n\nCounted twice.")
