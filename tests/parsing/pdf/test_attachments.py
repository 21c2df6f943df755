import io
from functools import partial

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject, TextStringObject

from reportqa import parsing
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.members import MAX_FILES, Allowance
from reportqa.parsing.pdf.attachments import (
    MAX_ATTACHED,
    MAX_ATTACHMENTS,
    Attachment,
    read_attachments,
    write_attachments,
)
from reportqa.parsing.pdf.parser import parse
from reportqa.parsing.pdf.pdf_file import open_pdf
from support.drawn_pdf import draw_text, drawn_pdf


def with_files(**files: bytes) -> bytes:
    """Return a page with a line of text and files attached, named with "_" for "."."""
    writer = PdfWriter(clone_from=io.BytesIO(drawn_pdf(draw_text("The annex has the figures."))))
    for name, data in files.items():
        writer.add_attachment(name.replace("_", "."), data)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_attached_file_is_read_behind_the_last_page() -> None:
    builder = parsing.parse("report.pdf", with_files(annex_txt=b"In all 512 vans\nwere bought.", b_bin=b"\0"))
    assert builder.text == "The annex has the figures.\n\nannex.txt\n\nIn all 512 vans were bought."
    [page] = builder.pages
    assert builder.text[page.start : page.end] == "The annex has the figures."
    assert [(section.heading, section.level) for section in builder.sections] == [("annex.txt", 1)]
    [thing] = builder.left_out
    assert (thing.kind, thing.page) == ("file that is not read", None)
    assert thing.text.startswith("b.bin: can't be read.")


def test_files_of_attached_pdfs_are_read_two_levels_deep() -> None:
    data = with_files(a_txt=b"Innermost.")
    for name in ("b_pdf", "c_pdf", "d_pdf"):
        data = with_files(**{name: data})
    builder = parsing.parse("report.pdf", data)
    assert "b.pdf" not in builder.text
    assert [(section.heading, section.level) for section in builder.sections] == [("d.pdf", 1), ("c.pdf", 2)]
    assert [thing.text for thing in builder.left_out] == [
        "b.pdf: is too deep: it is in a file in a file in a file. Save it by itself."
    ]


def test_file_that_is_attached_to_a_page_is_read() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(drawn_pdf(draw_text("The annex has the figures."))))
    stream = DecodedStreamObject()
    stream.set_data(b"512 vans")
    named = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Filespec"),
            NameObject("/F"): TextStringObject("annex.txt"),
            NameObject("/EF"): DictionaryObject({NameObject("/F"): writer._add_object(stream)}),
        }
    )
    pin = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/FileAttachment"),
            NameObject("/Rect"): ArrayObject([FloatObject(edge) for edge in (10, 10, 20, 20)]),
            NameObject("/FS"): writer._add_object(named),
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(pin)])
    buffer = io.BytesIO()
    writer.write(buffer)
    builder = parsing.parse("report.pdf", buffer.getvalue())
    assert builder.text.endswith("annex.txt\n\n512 vans")
    assert not builder.left_out


def test_attached_files_of_a_pdf_that_is_read_alone_are_named() -> None:
    builder = parse(with_files(a_xlsx=b"PK", b_txt=b""))
    assert builder.text == "The annex has the figures."
    assert [thing.text for thing in builder.left_out] == [
        "a.xlsx: is attached. Save it in the corpus folder.",
        "b.txt: is empty or damaged",
    ]


def test_number_and_size_of_the_files_that_are_read_have_limits() -> None:
    builder = DocumentBuilder()
    many = [Attachment(f"{number}.txt", 4, b"vans") for number in range(MAX_FILES)]
    write_attachments([Attachment("a.txt", MAX_ATTACHED + 1), *many], partial(parsing.parse), builder)
    assert [thing.text for thing in builder.left_out] == [
        f"a.txt: {MAX_ATTACHED + 1:,} bytes are too large",
        f"{MAX_FILES - 1}.txt: is one of too many",
    ]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00"])
def test_file_that_is_no_text_is_named(data: bytes) -> None:
    with open_pdf(with_files(annex_txt=data)) as document:
        assert [attachment.name for attachment in read_attachments(document, Allowance(MAX_ATTACHED))] == ["annex.txt"]


def test_files_are_counted_before_they_are_read() -> None:
    with open_pdf(with_files(a_txt=b"vans", b_txt=b"beds", c_txt=b"towns")) as document:
        allowance = Allowance(9)
        found = list(read_attachments(document, allowance))
    assert [(one.size, one.data) for one in found] == [(4, b"vans"), (4, b"beds"), (5, b"")]
    assert allowance.left == 1


def test_number_of_attached_files_has_a_limit() -> None:
    files = {f"f{number}_bin": b"" for number in range(MAX_ATTACHMENTS + 1)}
    with open_pdf(with_files(**files)) as document:
        assert len(list(read_attachments(document, Allowance(MAX_ATTACHED)))) == MAX_ATTACHMENTS


def test_file_without_attachments() -> None:
    assert not parse(with_files()).left_out
