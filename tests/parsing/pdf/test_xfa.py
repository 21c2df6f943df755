import pytest

from reportqa.errors import ParseError
from reportqa.parsing.pdf.parser import parse
from reportqa.parsing.pdf.pdf_file import open_pdf
from reportqa.parsing.pdf.xfa import read_xfa
from support.hostile import CATALOG, FONT, ONE_PAGE, page, pdf, stream

DATA = "http://www.xfa.org/schema/xfa-data/1.0/"
PLACEHOLDER = "Please wait... If this message is not replaced, your viewer cannot show this type of document."
TEMPLATE = (
    b'<template xmlns="http://www.xfa.org/schema/xfa-template/3.3/"><subform name="f"><field name="beds">'
    b"<caption><value><text>Number of beds</text></value></caption></field></subform></template>"
)


def datasets(values: str) -> bytes:
    return f'<xfa:datasets xmlns:xfa="{DATA}"><xfa:data><f>{values}</f></xfa:data></xfa:datasets>'.encode()


def xfa_form(values: bytes, text: str = PLACEHOLDER, *, is_dynamic: bool = True, template: bytes = TEMPLATE) -> bytes:
    rendering = b"/NeedsRendering true" if is_dynamic else b""
    form = b"%s /AcroForm << /Fields [] /XFA [(template) 6 0 R (datasets) 7 0 R] >> >>" % rendering
    content = stream(f"BT /F 8 Tf 20 300 Td ({text}) Tj ET".encode())
    return pdf(CATALOG.replace(b">>", form), ONE_PAGE, page(), FONT, content, stream(template), stream(values))


def test_values_of_a_form_are_read_and_its_placeholder_is_not() -> None:
    builder = parse(xfa_form(datasets("<beds>63</beds><name_of_home>Ferris</name_of_home><empty/>")))
    assert builder.text == "Number of beds: 63\nname of home: Ferris"
    assert [(thing.kind, thing.page) for thing in builder.left_out] == [("placeholder of a form", 1)]
    assert "XFA form" in builder.warnings[0]


def test_formatted_value_is_one_value() -> None:
    rich = '<notes><body xmlns="http://www.w3.org/1999/xhtml"><p>Two <b>new</b> wards</p></body></notes>'
    assert parse(xfa_form(datasets(rich))).text == "notes: Two new wards"


def test_form_without_values_is_refused() -> None:
    with pytest.raises(ParseError, match="XFA form"):
        parse(xfa_form(datasets("")))


def test_form_with_pages_is_read_from_its_pages() -> None:
    data = xfa_form(datasets("<beds>63</beds>"), "The home has 63 registered beds.", is_dynamic=False)
    builder = parse(data)
    assert builder.text == "The home has 63 registered beds."
    assert "XFA form" in builder.warnings[0]


def test_entities_of_a_form_are_not_expanded() -> None:
    declared = b'<!DOCTYPE f [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    assert parse(xfa_form(declared + datasets("<beds>&e;</beds>"))).text == "Number of beds: &e;"


def test_broken_part_of_a_form_is_skipped() -> None:
    assert parse(xfa_form(datasets("<beds>63</beds>"), template=b"no XML")).text == "beds: 63"


def test_file_without_a_form() -> None:
    with open_pdf(pdf(CATALOG, ONE_PAGE, page(), FONT, stream(b""))) as document:
        assert read_xfa(document) is None
