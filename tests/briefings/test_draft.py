import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.briefings.draft import draft_of, draft_of_json, draft_of_markdown, draft_of_toml, read_draft
from reportqa.citations.record import Record
from reportqa.errors import InputError
from support.cited import make_catalogue
from support.strategies import any_text, fast

TOML = """
title = "Staff"
author = "A. Writer"
date = 2026-11-22
style = "oscola"

[[section]]
heading = "Growth"
content = [
  { note = "A **note**." },
  { quote = "report.pdf#1-9" },
]

[[section]]
heading = "More"
level = 2
content = [{ quote = "/documents/a%20b.pdf?start=3&end=9" }]
"""


def test_toml_has_fields_headings_notes_and_quotes_in_their_order() -> None:
    draft = draft_of_toml(TOML)
    assert draft.fields == {"title": "Staff", "author": ["A. Writer"], "date": "2026-11-22", "style": "oscola"}
    assert draft.body.split("\n\n") == ["# Growth", "A **note**.", draft.mark_of(0), "## More", draft.mark_of(1)]
    assert [(p.anchor.doc_id, p.anchor.start, p.anchor.end, p.where) for p in draft.places] == [
        ("report.pdf", 1, 9, "section 1, part 2"), ("a b.pdf", 3, 9, "section 2, part 1"),
    ]  # fmt: skip


def test_json_is_read_as_toml_is() -> None:
    content = {"title": "Staff", "section": [{"heading": "Growth", "content": [{"quote": "report.pdf#1-9"}]}]}
    assert draft_of_json(json.dumps(content)) == draft_of(content)


@pytest.mark.parametrize(
    "line",
    [
        "[[report.pdf#1-9]]", "> [[report.pdf#1-9]]", ">[[report.pdf#1-9]]  ", "  > [[ report.pdf#1-9 ]]",
        "/documents/report.pdf?start=1&end=9", "> /documents/report.pdf?start=1&end=9#cited",
        "<http://127.0.0.1:8000/documents/report.pdf?start=1&end=9>", "https://example.org/documents/report.pdf?start=1&end=9",
    ],
)  # fmt: skip
def test_line_of_markdown_is_where_a_quote_goes(line: str) -> None:
    draft = draft_of_markdown(f"---\ntitle: T\n---\n\nBefore.\n{line}\nAfter.\n")
    assert [(p.anchor.doc_id, p.anchor.start, p.anchor.end, p.where) for p in draft.places] == [
        ("report.pdf", 1, 9, "line 6")
    ]
    assert draft.body.split("\n\n")[-2:] == [draft.mark_of(0), "After.\n"]


@pytest.mark.parametrize(
    "text",
    [
        "```\n[[report.pdf#1-9]]\n```", "~~~~\n> [[report.pdf#1-9]]\n~~~\n~~~~\n", "[a link](/documents/report.pdf)",
        "[[a wiki link]] here",
    ],
)  # fmt: skip
def test_what_is_code_or_another_link_is_left_alone(text: str) -> None:
    draft = draft_of_markdown(text)
    assert (draft.places, draft.body) == ((), text)


def test_quote_among_words_is_inline() -> None:
    draft = draft_of_markdown("One.\nSo [[report.pdf#1-9]] it is.\n[[a b.pdf#3-9]]\nEnd `[[code]]`.")
    assert draft.body == f"One.\nSo {draft.mark_of(0)} it is.\n\n{draft.mark_of(1)}\n\nEnd `[[code]]`."
    assert [(one.where, one.is_inline) for one in draft.places] == [("line 2", True), ("line 3", False)]


def test_note_may_be_texts_and_quotes() -> None:
    note = ["So ", {"quote": "report.pdf#1-9"}, "9 it is."]
    draft = draft_of({"section": [{"content": [{"note": note}, {"quote": "report.pdf#3-9"}]}]})
    assert draft.body == f"So {draft.mark_of(0)}9 it is.\n\n{draft.mark_of(1)}"
    assert [one.where for one in draft.places] == ["section 1, part 1", "section 1, part 2"]


@pytest.mark.parametrize("note", [3, {"quote": "report.pdf#1-9"}, ["a", 3], ["a", {"note": "b"}], [["a"]]])
def test_note_of_anything_else_is_refused(note: Any) -> None:
    with pytest.raises(InputError, match="The note of section 1, part 1 is neither a text nor a list of texts"):
        draft_of({"section": [{"content": [{"note": note}]}]})


@fast
@given(any_text)
def test_any_markdown_without_places_stays_as_it_is(text: str) -> None:
    if "[[" not in text and "documents" not in text:
        assert draft_of_markdown(text).body == text


@fast
@given(st.lists(st.sampled_from(["[[r.pdf#1-9]]", "Words.", "", "# Heading", "> A quote."]), max_size=12))
def test_marks_stand_in_the_order_of_the_places(lines: list[str]) -> None:
    draft = draft_of_markdown("\n".join(lines))
    marks = [word for word in draft.body.split() if word.startswith(draft.mark)]
    assert marks == [draft.mark_of(number) for number in range(lines.count("[[r.pdf#1-9]]"))]


def test_record_of_a_citation_is_a_place(tmp_path: Path) -> None:
    citation = make_catalogue(tmp_path).cite("bigger.pdf", 0, 9)
    record = Record.of(citation, {"id": "x", "title": "T"}, "2026-11-22")
    draft = draft_of({"section": [{"content": [{"quote": record.to_dict()}]}]})
    assert draft.places[0].anchor == Record.from_object(record.to_dict()).anchor


def part(content: Any) -> dict[str, Any]:
    return {"section": [{"content": [content]}]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ([], "A briefing is an object"),
        ({"titel": "x"}, '"titel" is not a field of a briefing'),
        ({"title": 5}, '"title" is not a text'),
        ({"author": [5]}, '"author" is neither'),
        ({"section": {}}, '"section" is not a list'),
        ({"section": ["x"]}, "Section 1 is not a section"),
        ({"section": [{"heading": 1}]}, "The heading of section 1 is not a text"),
        ({"section": [{}, {"level": 7}]}, "The level of section 2"),
        ({"section": [{"level": True}]}, "The level of section 1"),
        ({"section": [{"content": "x"}]}, "The content of section 1 is not a list"),
        ({"section": [{"notes": []}]}, '"notes" is not a field of section 1'),
        (part("x"), "Section 1, part 1 is neither"),
        (part({"note": "x", "quote": "y"}), "Section 1, part 1 is neither"),
        (part({"note": 1}), "The note of section 1, part 1 is neither a text nor a list"),
        (part({"quote": 1}), "The quote in section 1, part 1 is neither"),
        (part({"quote": "report.pdf"}), "The quote in section 1, part 1: .* is not a place"),
        (part({"quote": {"version": 99}}), "version 99"),
        (part({"quote": {"doc_id": "x"}}), "not a citation record"),
    ],
)
def test_what_is_no_briefing_is_refused_in_one_sentence(content: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        draft_of(content)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.toml", b'title = "x"\nauthor = \n', r"a\.toml: Not valid TOML: invalid value \(line 2\)"),
        ("a.toml", b'title = "x', "Not valid TOML"),
        ("a.json", b"{", "Not valid JSON"),
        ("a.md", b"ok\nZ\xfcrich", r'not UTF-8 \(line 2\)'),
        ("a.md", b"[[nowhere]]", "a.md: The quote in line 1"),
    ],
)  # fmt: skip
def test_file_that_cannot_be_used_is_refused_with_its_line(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=message):
        read_draft(tmp_path / name)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_draft(tmp_path / "a.md")
    with pytest.raises(InputError, match="cannot be read"):
        read_draft(tmp_path)


def test_file_with_a_mark_of_its_encoding_and_other_line_ends_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("\ufeffOne.\r\n\r\n[[r.pdf#1-2]]\r\n".encode())
    draft = read_draft(tmp_path / "a.md")
    assert draft.body.startswith("One.\n")
    assert len(draft.places) == 1
