import json
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from reportqa.citations.record import VERSION, Record
from reportqa.document import Document
from reportqa.errors import InputError
from support.mutations import cited
from support.strategies import any_text, documents, fast

SCHEMA = Draft202012Validator(json.loads(files("reportqa").joinpath("record.schema.json").read_text(encoding="utf-8")))
RECORD: dict[str, Any] = {
    "version": 1,
    "doc_id": "report.pdf",
    "sha256": "0" * 64,
    "item": {"title": "A report"},
    "pages": [{"physical": 17, "label": "15"}],
    "section": ["Findings"],
    "start": 10,
    "end": 15,
    "quote": "words",
    "before": "Its ",
    "after": ".",
    "taken": "2026-11-22",
    "question": None,
}


@fast
@given(documents(), st.data(), st.one_of(st.none(), any_text))
def test_record_of_any_range_fits_the_schema_and_is_read_back(
    document: Document, data: st.DataObject, question: str | None
) -> None:
    assume(document.text)
    start = data.draw(st.integers(0, len(document.text) - 1))
    end = data.draw(st.integers(start + 1, len(document.text)))
    assume(document.text[start:end].strip())
    record = Record.of(cited(document, start, end), document.item, "2026-11-22", question)
    written = json.dumps(record.to_dict())
    SCHEMA.validate(json.loads(written))
    read = Record.from_object(json.loads(written))
    assert read.to_dict() == record.to_dict()
    assert (read.before + read.quote + read.after) in document.text


def test_example_fits_the_schema() -> None:
    SCHEMA.validate(RECORD)
    assert Record.from_object(RECORD).to_dict() == RECORD


def test_record_of_a_newer_version_says_so_in_one_sentence() -> None:
    with pytest.raises(InputError, match=rf"has version {VERSION + 1}; this reportqa reads up to version {VERSION}\."):
        Record.from_object(RECORD | {"version": VERSION + 1, "quotes": ["..."]})


def test_fields_that_are_not_known_are_passed_over() -> None:
    assert Record.from_object(RECORD | {"colour": "red"}).quote == "words"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": 0}, '"version" is not'),
        ({"version": "1"}, '"version" is not'),
        ({"quote": " "}, '"quote" is empty'),
        ({"quote": 3}, '"quote" has the wrong type'),
        ({"start": True}, '"start" has the wrong type'),
        ({"start": 20}, "are not a range"),
        ({"pages": [{"label": "15"}]}, "is not a list of pages"),
        ({"pages": [{"physical": 1, "label": 15}]}, "is not a list of pages"),
        ({"section": [1]}, "is not a list of headings"),
        ({"question": 1}, '"question" has the wrong type'),
    ],
)
def test_broken_record_is_refused_with_the_field(change: dict[str, object], said: str) -> None:
    assert not SCHEMA.is_valid(RECORD | change) or change in ({"quote": " "}, {"start": 20})
    with pytest.raises(InputError, match=said):
        Record.from_object(RECORD | change)


@pytest.mark.parametrize("value", ["", [], 7, {}, None])
def test_other_json_is_refused(value: object) -> None:
    with pytest.raises(InputError, match="This is not a citation record"):
        Record.from_object(value)
