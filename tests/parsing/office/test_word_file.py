"""Word files with parts that pandoc would lose or write as text."""

import io
import zipfile

import pytest

from reportqa.errors import ParseError
from support.formats import read, with_parts, written
from support.word import kinds, paragraph, word_file


def test_table_of_contents_is_left_out() -> None:
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    control = f"<w:sdt>{gallery}<w:sdtContent>{paragraph('Contents')}{paragraph('Purpose 3')}</w:sdtContent></w:sdt>"
    style = '<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>'
    entry = '<w:p><w:pPr><w:pStyle w:val="Verzeichnis1"/></w:pPr><w:r><w:t>Money</w:t><w:tab/><w:t>7</w:t></w:r></w:p>'
    builder = read("a.docx", word_file(control + entry + paragraph("All else."), style))
    assert builder.text == "Text.\n\nAll else."
    assert kinds(builder) == [("contents entry", text) for text in ("Contents", "Purpose 3", "Money … 7")]


def test_moved_text_is_at_its_new_position() -> None:
    mark = 'w:id="1" w:author="A"'
    moved = '<w:r><w:t xml:space="preserve">Moved words. </w:t></w:r>'
    body = f"<w:p><w:moveFrom {mark}>{moved}</w:moveFrom></w:p><w:p><w:moveTo {mark}>{moved}</w:moveTo>"
    assert read("a.docx", word_file(f"{body}<w:r><w:t>Others.</w:t></w:r></w:p>")).text == (
        "Text.\n\nMoved words. Others."
    )


def test_two_rows_of_headers_are_joined() -> None:
    def cell(text: str, look: str = "") -> str:
        return f"<w:tc><w:tcPr>{look}</w:tcPr><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r></w:p></w:tc>"

    wide = '<w:gridSpan w:val="2"/>'
    names = "".join(cell(name) for name in ("Practices", "Patients") * 2)
    rows = [
        cell("Region", '<w:vMerge w:val="restart"/>') + cell("2015", wide) + cell("2016", wide),
        cell("", "<w:vMerge/>") + names,
        *(
            "".join(cell(text) for text in row)
            for row in (("North", "1", "2", "3", "4"), ("South", "5", "6", "7", "8"))
        ),
    ]
    columns = '<w:gridCol w:w="900"/>' * 5
    grid = f"<w:tblPr/><w:tblGrid>{columns}</w:tblGrid>"
    table = f"<w:tbl>{grid}{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    line = "South · 2015 Practices: 5 · 2015 Patients: 6 · 2016 Practices: 7 · 2016 Patients: 8"
    assert line in read("a.docx", word_file(table)).text


def test_text_boxes_are_kept_and_margins_comments_and_hidden_text_left_out() -> None:
    box = (
        '<w:p><w:r><w:t xml:space="preserve">Before the box. </w:t></w:r><w:r><mc:AlternateContent'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps">{0}'
        "</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>After it.</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Unseen.</w:t></w:r></w:p>"
        '<w:p><w:ins w:id="1" w:author="A"><w:r><w:t xml:space="preserve">Put in. </w:t></w:r></w:ins><w:del w:id="2"'
        ' w:author="A"><w:r><w:delText>Taken out.</w:delText></w:r></w:del></w:p>'
    ).format("<w:pict><w:txbxContent><w:p><w:r><w:t>Words in a box.</w:t></w:r></w:p></w:txbxContent></w:pict>")
    header = (
        '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>Draft for'
        " comment</w:t></w:r></w:p></w:hdr>"
    )
    data = with_parts(written("Text.", "docx"), {"word/document.xml": box, "word/header1.xml": header}, "<w:sectPr")
    builder = read("a.docx", data)
    assert builder.text == "Text.\n\nBefore the box. After it.\n\nWords in a box.\n\nPut in."
    assert kinds(builder) == [
        ("running header", "Draft for comment"),
        ("hidden text", "Unseen."),
        ("tracked deletion", "Taken out."),
    ]


def test_properties_of_a_word_file_are_its_metadata() -> None:
    builder = read("a.docx", written("---\ntitle: A proper title\nlang: en-GB\n---\n\nText.\n", "docx"))
    assert builder.csl_item["title"] == "A proper title"
    assert builder.csl_item["language"] == "en-GB"


@pytest.mark.slow
def test_inserted_files_are_read_where_they_are_inserted() -> None:
    page = "<html><body><p>The board set aside £730,000.</p></body></html>"
    chunk = '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rIdX"/>'
    for name, content in (
        ("a.html", page),
        ("a.txt", "The board set aside £730,000."),
        ("a.rtf", r"{\rtf1 The board set aside \u163?730,000.\par}"),
        ("a.mht", f"Content-Type: text/html; charset=utf-8\n\n{page}"),
    ):
        body = chunk + paragraph("All else.")
        data = word_file(body, others={f"word/{name}": content}, related={"rIdX": ("aFChunk", name)})
        assert read("a.docx", data).text == "Text.\n\nThe board set aside £730,000.\n\nAll else."


def test_inserted_word_file_is_repaired_too_and_a_broken_one_is_named() -> None:
    chunk = '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rIdX"/>'
    inner = word_file('<w:p><w:fldSimple w:instr=" REF x "><w:r><w:t>Table 4.</w:t></w:r></w:fldSimple></w:p>')
    for content, text, warnings in (
        (inner, "Text.\n\nText.\n\nTable 4.", 0),
        (b"PK\x03\x04broken", "Text.", 1),
    ):
        data = word_file(chunk, others={"word/b.docx": content}, related={"rIdX": ("aFChunk", "b.docx")})
        builder = read("a.docx", data)
        assert builder.text == text
        assert len(builder.warnings) == warnings


def test_file_with_a_damaged_namespace_is_refused() -> None:
    data = word_file("<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/>")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, part.replace(b"/wordprocessingml/", b"/word processingml/"))
    with pytest.raises(ParseError, match="damaged"):
        read("a.docx", out.getvalue())
