import pytest

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.members import Allowance
from reportqa.parsing.pdf.annotations import MAX_ANNOTATIONS, open_form, read_annotations
from reportqa.parsing.pdf.parser import parse
from reportqa.parsing.pdf.pdf_file import open_pdf
from support.hostile import CATALOG, FONT, ONE_PAGE, page, pdf, stream

APPEARANCE = stream(b"", b"/Type /XObject /Subtype /Form /BBox [0 0 10 10]")


def annotated(*annotations: bytes, content: bytes = b"BT /F 12 Tf 50 300 Td (Registered beds:) Tj ET") -> bytes:
    """Return a page with a label at (50, 300) and annotations, whose form fields are fields of the form."""
    references = b" ".join(b"%d 0 R" % number for number in range(7, 7 + len(annotations)))
    catalog = CATALOG.replace(b">>", b"/AcroForm << /Fields [%s] >> >>" % references)
    entries = b"/Annots [%s] /X <<" % references
    made = page().replace(b"/Contents", entries.replace(b"/X <<", b"") + b"/Contents")
    return pdf(catalog, ONE_PAGE, made, FONT, stream(content), APPEARANCE, *annotations)


def annotation(subtype: bytes, entries: bytes, box: bytes = b"160 296 260 314") -> bytes:
    return b"<< /Type /Annot /Subtype /%s /Rect [%s] /P 3 0 R %s >>" % (subtype, box, entries)


def left_out(builder: DocumentBuilder) -> list[tuple[str, str, int | None]]:
    return [(thing.kind, thing.text, thing.page) for thing in builder.left_out]


@pytest.mark.parametrize(
    ("entries", "text"),
    [
        (b"/FT /Tx /T (a) /V (63)", "63"),
        (b"/FT /Tx /T (a) /V (63) /AP << /N 6 0 R >>", "63"),
        (b"/FT /Tx /T (a) /V <FEFF00360033>", "63"),
        (b"/FT /Ch /Ff 131072 /T (a) /Opt [[(x) (sixty-three)] [(y) (two)]] /V (x)", "sixty-three"),
        (b"/FT /Ch /T (a) /Opt [(63) (64) (65)] /I [0 2] /V [(63) (65)] /Ff 2097152", "63; 65"),
        (b"/FT /Btn /T (a) /V /Yes /AS /Yes /AP << /N << /Yes 6 0 R /Off 6 0 R >> >>", "☒"),
        (b"/FT /Btn /T (a) /V /Off /AS /Off /AP << /N << /Yes 6 0 R /Off 6 0 R >> >>", "☐"),
    ],
)
def test_value_of_a_field_is_read_beside_its_label(entries: bytes, text: str) -> None:
    assert parse(annotated(annotation(b"Widget", entries))).text == f"Registered beds: {text}"


def test_field_without_a_label_has_its_name_for_people() -> None:
    field = annotation(b"Widget", b"/FT /Tx /T (a) /TU (Name of the manager) /V (Bela Kiss)", b"50 100 150 120")
    assert "Name of the manager: Bela Kiss" in parse(annotated(field)).text


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (b"/FT /Tx /T (a)", []),
        (b"/FT /Btn /Ff 65536 /T (a) /V (Print)", []),
        (b"/FT /Tx /T (a) /V (63) /F 2", [("hidden form field", "63", 1)]),
        (b"/FT /Tx /T (a) /V (63) /F 32", [("hidden form field", "63", 1)]),
        (b"/FT /Tx /T (a) /V (63) /Ff 8192", [("password", "a field for a password", 1)]),
        (b"/FT /Sig /T (a) /V << /Type /Sig >>", [("signature", "a digital signature", 1)]),
    ],
)
def test_field_that_is_no_text(entries: bytes, expected: list[tuple[str, str, int]]) -> None:
    builder = parse(annotated(annotation(b"Widget", entries)))
    assert builder.text == "Registered beds:"
    assert left_out(builder) == expected


def test_text_typed_on_the_page_is_read() -> None:
    typed = annotation(b"FreeText", b"/Contents (It was corrected to 64 beds.)", b"50 200 250 220")
    rich = annotation(b"FreeText", b"/RC (<body><p>Later &amp; 65.</p></body>)", b"50 100 250 120")
    assert parse(annotated(typed, rich)).text == "Registered beds:\n\nIt was corrected to 64 beds.\n\nLater & 65."


@pytest.mark.parametrize(
    ("subtype", "entries", "kind", "text"),
    [
        (b"Text", b"/Contents (Check this.)", "note", "Check this."),
        (b"Highlight", b"/Contents (Check this.) /QuadPoints [0 0 1 0 0 1 1 1]", "note", "Check this."),
        (b"FreeText", b"/Contents (Check this.) /F 2", "hidden typed text", "Check this."),
        (b"Stamp", b"", "stamp", "a stamp"),
        (b"FileAttachment", b"/Contents (annex)", "attached file", "annex"),
        (b"RichMedia", b"", "media", "a film or sound"),
    ],
)
def test_note_or_medium_is_named(subtype: bytes, entries: bytes, kind: str, text: str) -> None:
    builder = parse(annotated(annotation(subtype, entries)))
    assert builder.text == "Registered beds:"
    assert left_out(builder) == [(kind, text, 1)]


def test_window_of_a_note_is_no_content() -> None:
    assert not parse(annotated(annotation(b"Popup", b"/Contents (Go to page 3)"))).left_out


def test_number_of_annotations_has_a_limit() -> None:
    notes = [annotation(b"Text", b"/Contents (A)")] * (MAX_ANNOTATIONS + 2)
    with open_pdf(annotated(*notes)) as document, open_form(document) as form:
        assert len(read_annotations(document[0], form, Allowance(0))) == MAX_ANNOTATIONS


def test_struck_out_words_are_left_out_and_named() -> None:
    content = b"BT /F 12 Tf 50 300 Td (In all 512 640 vans were) Tj 0 -15 Td (bought or hired.) Tj ET"
    points = b"80 310 112 310 80 298 112 298  90 295 130 295 90 283 130 283"
    struck = annotation(b"StrikeOut", b"/Contents (Corrected.) /QuadPoints [%s]" % points)
    builder = parse(annotated(struck, content=content))
    assert builder.text == "In all 640 vans were bought"
    assert ("struck-out text", "512", 1) in left_out(builder)
    assert ("note", "Corrected.", 1) in left_out(builder)
    hidden = annotation(b"StrikeOut", b"/F 2 /QuadPoints [%s]" % points)
    assert "512" in parse(annotated(hidden, content=content)).text


def test_what_is_shown_at_a_link_is_named_unless_it_is_on_the_page() -> None:
    web, here = b"/A << /S /URI /URI (http://example.org) >>", b"/Dest [3 0 R /Fit]"
    builder = parse(
        annotated(
            annotation(b"Link", web + b"/Contents (512 vans were sold)"),
            annotation(b"Link", web + b"/Contents (512 vans were sold)"),
            annotation(b"Link", web + b"/Contents (registered beds)"),
            annotation(b"Link", web + b"/Contents (http://example.org)"),
            annotation(b"Link", here + b"/Contents (Footnote 1)"),
        )
    )
    assert left_out(builder) == [
        ("tooltip", "512 vans were sold", 1), ("link", "http://example.org", 1), ("link", "Footnote 1", 1),
    ]  # fmt: skip
