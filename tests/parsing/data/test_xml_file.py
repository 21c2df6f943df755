import pytest

from reportqa.errors import ParseError
from reportqa.parsing.data.xml_file import parse


def test_records_are_a_table_and_values_are_lines() -> None:
    source = (
        "<data><year>2019</year><hospital id='h1'><name>Ely</name><beds unit='n'>31</beds></hospital>"
        "<hospital id='h2'><name>Hale</name><beds>12</beds></hospital><note>Counted in <b>May</b>.</note></data>"
    )
    builder = parse(source.encode())
    assert builder.text == (
        "year: 2019\n\nhospital\n\nh1 · name: Ely · beds: 31 · beds.unit: n\nh2 · name: Hale · beds: 12\n\n"
        "Counted in May ."
    )


def test_docbook_is_read() -> None:
    source = (
        "<article xmlns='http://docbook.org/ns/docbook'><title>Audit</title><para>Ely has 31 beds.</para></article>"
    )
    assert parse(source.encode()).text == "Audit\n\nEly has 31 beds."


def test_entities_are_not_resolved() -> None:
    source = (
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "boom">]><a><b>Text &x; and &y; end</b></a>'
    )
    text = parse(source.encode()).text
    assert "root:" not in text
    assert "boom" not in text
    assert "Text" in text


def test_damaged_file_is_read_in_part_with_a_warning() -> None:
    builder = parse(b"<data><a>Ely has 31 beds.</a><b>Hale")
    assert "Ely has 31 beds." in builder.text
    assert "damaged" in builder.warnings[0]


@pytest.mark.parametrize("data", [b"no xml", b"<a/>", b"<" + b"a><" * 50_000])
def test_file_without_text_is_refused(data: bytes) -> None:
    with pytest.raises(ParseError):
        parse(data)
