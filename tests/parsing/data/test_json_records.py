import json

import pytest

from reportqa.errors import ParseError
from reportqa.parsing.data.json_records import parse


def test_list_of_records_is_a_table() -> None:
    records = [
        {"town": "Ely", "size": {"beds": 31, "open": True}},
        {"town": "Hale", "size": {"beds": 12.50}, "of": None},
    ]
    builder = parse(json.dumps(records).encode())
    assert builder.text == "Ely · size.beds: 31 · size.open: true\nHale · size.beds: 12.5"
    assert parse("\n".join(map(json.dumps, records)).encode()).text == builder.text


def test_fields_are_lines_under_their_headings() -> None:
    source = {
        "title": "Audit",
        "text": "Long words. " * 40,
        "tags": ["a", "b"],
        "unit": {"beds": 4, "wards": [{"n": 1}]},
    }
    builder = parse(json.dumps(source).encode())
    assert [(section.heading, section.level) for section in builder.sections] == [
        ("text", 1), ("tags", 1), ("unit", 1), ("wards", 2),
    ]  # fmt: skip
    assert builder.text.startswith("title: Audit\n\ntext\n\nLong words.")
    assert "tags\n\na\nb\n\nunit\n\nbeds: 4\n\nwards\n\nn\n1" in builder.text


def test_what_is_too_deep_is_named() -> None:
    builder = parse(b'{"a": 1, "b": ' + b'{"c": ' * 60 + b"1" + b"}" * 61)
    assert "a: 1" in builder.text
    assert [thing.kind for thing in builder.left_out] == ["data nested too deeply"]


@pytest.mark.parametrize("data", [b"{", b"not json", b'{"a": 1}\nx', b"[" * 100_000])
def test_what_is_not_json_is_refused(data: bytes) -> None:
    with pytest.raises(ParseError, match=r"not valid JSON|too deeply"):
        parse(data)


def test_figures_are_as_they_are_written() -> None:
    builder = parse(b'{"price": 2.50, "share": 1e-3, "id": 12345678901234567890.5, "n": 007}'.replace(b"007", b"7"))
    assert builder.text == "price: 2.50\nshare: 1e-3\nid: 12345678901234567890.5\nn: 7"
