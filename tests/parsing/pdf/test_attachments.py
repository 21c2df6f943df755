import io

import pytest
from pypdf import PdfWriter

from reportqa.parsing.pdf.attachments import MAX_ATTACHMENTS, read_attachments
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


def test_attached_file_is_named_with_its_beginning() -> None:
    builder = parse(with_files(annex_txt=b"In all 512 vans\nwere bought."))
    assert builder.text == "The annex has the figures."
    assert [(thing.kind, thing.text) for thing in builder.left_out] == [
        ("attached file", "annex.txt, 28 bytes: In all 512 vans were bought.")
    ]
    assert builder.warnings == ["An attached file is not read: annex.txt. Save it in the corpus folder."]


def test_several_attached_files_are_named() -> None:
    builder = parse(with_files(a_xlsx=b"PK", b_pdf=b"%PDF"))
    assert [thing.text for thing in builder.left_out] == ["a.xlsx, 2 bytes", "b.pdf, 4 bytes"]
    assert builder.warnings == ["2 attached files are not read: a.xlsx, b.pdf. Save them in the corpus folder."]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00"])
def test_file_that_is_no_text_is_named(data: bytes) -> None:
    with open_pdf(with_files(annex_txt=data)) as document:
        assert [attachment.name for attachment in read_attachments(document)] == ["annex.txt"]


def test_number_of_attached_files_has_a_limit() -> None:
    files = {f"f{number}_bin": b"" for number in range(MAX_ATTACHMENTS + 1)}
    with open_pdf(with_files(**files)) as document:
        assert len(list(read_attachments(document))) == MAX_ATTACHMENTS


def test_file_without_attachments() -> None:
    assert not parse(with_files()).warnings
