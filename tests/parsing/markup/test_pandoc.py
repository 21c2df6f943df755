import subprocess
import zipfile
from io import BytesIO

import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.markup.pandoc import parse_markdown, read_tree
from reportqa.parsing.metadata import read_author, read_date, read_title
from reportqa.parsing.office.documents import parse_docx

WORD = st.text(st.characters(min_codepoint=ord("a"), max_codepoint=ord("z")), min_size=1, max_size=9)
SENTENCE = st.lists(WORD, min_size=1, max_size=8).map(" ".join)
REPORT = """---
title: The report
author: [Rebecca Rosen, Natasha Curry]
date: 19 July 2016
---

# Findings

Half of the practices[^1] had *joined*.

- first item
- second item
    - nested item

1. step one
2. step two

> A quoted line.

| Year | Modality | Harness |
|------|----------|---------|
| 2008 | 2        | 12      |
| 2014 | 9        | 16      |

: Practices over time

## Method

Two surveys.

[^1]: Of those that answered.
"""


def docx(markdown: str, *options: str) -> bytes:
    command = [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", "docx", *options, "-o", "-"]
    return subprocess.run(command, input=markdown.encode(), capture_output=True, check=True).stdout


def check_offsets(builder: DocumentBuilder) -> None:
    text = builder.text
    for section in builder.sections:
        assert text.startswith(section.heading, section.start)
    for table in builder.tables:
        assert 0 <= table.start < table.end <= len(text)


@pytest.mark.parametrize("source_format", ["markdown", "docx"])
def test_headings_lists_tables_and_notes_are_kept(source_format: str) -> None:
    data = REPORT.encode() if source_format == "markdown" else docx(REPORT)
    builder = parse_markdown(data) if source_format == "markdown" else parse_docx(data)
    text = builder.text
    check_offsets(builder)
    assert [(section.heading, section.level) for section in builder.sections] == [
        ("The report", 1),
        ("Findings", 1),
        ("Method", 2),
    ]
    assert "first item\nsecond item\nnested item" in text
    assert "step one\nstep two" in text
    assert "A quoted line." in text
    assert "Half of the practices had joined." in text
    assert text.index("Of those that answered.") < text.index("Method")
    (table,) = builder.tables
    assert table.rows == (("Year", "Modality", "Harness"), ("2008", "2", "12"), ("2014", "9", "16"))
    assert text[table.start : table.end] == ("2008 · Modality: 2 · Harness: 12\n2014 · Modality: 9 · Harness: 16")
    assert "Practices over time" in text[: table.start]
    assert builder.csl_item["title"] == "The report"
    assert builder.csl_item["author"] == [{"literal": "Rebecca Rosen"}, {"literal": "Natasha Curry"}]
    assert builder.csl_item["issued"] == {"date-parts": [[2016, 7, 19]]}


def test_title_that_is_also_the_first_heading_stands_once() -> None:
    builder = parse_markdown(b"---\ntitle: One title\n---\n\n# One Title\n\nText.\n")
    assert builder.text == "One Title\n\nText."


def test_markdown_stays_as_written() -> None:
    source = b'It cost $5 and then $10, "they" said -- (c) 2016.\nSuch as:\n- one\n- two\n\n1986. A good year.\n'
    assert parse_markdown(source).text == (
        'It cost $5 and then $10, "they" said -- (c) 2016. Such as:\none\ntwo\n1986. A good year.'
    )


def test_raw_html_in_markdown_leaves_its_text() -> None:
    text = parse_markdown(b"Some <b>bold</b> text.\n\n<script>alert(1)</script>\n\n<div>\nInside.\n</div>\n").text
    assert text == "Some bold text.\n\nInside."


def test_hard_breaks_are_kept_in_addresses_only() -> None:
    text = parse_markdown(b"59 New Street\\\nLondon\\\nW1G 7LP\n\nA line that\\\ngoes on.\n").text
    assert text == "59 New Street\nLondon\nW1G 7LP\n\nA line that goes on."


def test_superscripts_do_not_change_numbers() -> None:
    assert parse_markdown(b"10^2^ m and CO~2~\n").text == "10² m and CO2"


def test_picture_without_caption_leaves_its_description_unless_it_is_junk() -> None:
    assert parse_markdown(b"![Practices by year](x.png)\n\n![image1.png](y.png)\n\nEnd.\n").text == (
        "Practices by year\n\nEnd."
    )


def test_definitions_keep_term_and_meaning_together() -> None:
    assert parse_markdown(b"PMS\n:   Personal medical services\n").text == "PMS: Personal medical services"


@given(st.lists(st.one_of(SENTENCE, st.lists(SENTENCE, min_size=1, max_size=3)), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_no_word_is_lost_or_invented(blocks: list[str | list[str]]) -> None:
    source = "\n\n".join(
        block if isinstance(block, str) else "\n".join(f"- {item}" for item in block) for block in blocks
    )
    expected = [word for block in blocks for word in (block if isinstance(block, str) else " ".join(block)).split()]
    assert parse_markdown(source.encode()).text.split() == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_markdown_is_read_in_any_encoding(encoding: str) -> None:
    assert parse_markdown("# Café\n\nIt’s £25 – “fine”.\n".encode(encoding)).text == "Café\n\nIt’s £25 – “fine”."


def test_rules_that_only_look_like_yaml_are_no_error() -> None:
    assert "not: [yaml" in parse_markdown(b"---\nnot: [yaml\n---\n\nText.\n").text


def test_docx_properties_fill_in_and_junk_is_left_out() -> None:
    builder = parse_docx(docx("Text.\n", "--metadata", "title=A proper title", "--metadata", "lang=en-GB"))
    assert builder.csl_item["title"] == "A proper title"
    assert builder.csl_item["language"] == "en-GB"


@pytest.mark.parametrize("junk", ["Microsoft Word - draft3.doc", "Document1", "untitled", "report.indd", "  ", "123"])
def test_junk_titles_are_no_titles(junk: str) -> None:
    assert read_title(junk) is None


@pytest.mark.parametrize("junk", ["Microsoft Office User", "admin", "a@example.org", "https://example.org/x", "User1"])
def test_junk_authors_are_no_authors(junk: str) -> None:
    assert read_author(junk) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2016-07-19T10:00:00Z", [2016, 7, 19]),
        ("19 July 2016", [2016, 7, 19]),
        ("July 19, 2016", [2016, 7, 19]),
        ("July 2016", [2016, 7]),
        ("19/07/2016", [2016, 7, 19]),
        ("03/04/2016", [2016]),
        ("2016-02-31", [2016, 2]),
        ("spring 2016", [2016]),
        ("0001-01-01", None),
        ("never", None),
    ],
)
def test_dates_are_read_as_far_as_they_are_sure(text: str, parts: list[int] | None) -> None:
    assert read_date(text) == parts


def test_broken_word_files_are_refused() -> None:
    whole = docx("Text.\n")
    for data in (b"", b"PK\x03\x04", whole[: len(whole) // 2], b"\xd0\xcf\x11\xe0" + bytes(600), bytes(range(256)) * 9):
        with pytest.raises(ParseError, match=r"\. .*\.$"):
            parse_docx(data)


def test_word_file_with_damaged_bytes_gives_text_or_a_parse_error() -> None:
    whole = docx("Text.\n")
    for at in range(0, len(whole), len(whole) // 20):
        damaged = whole[:at] + bytes(value ^ 0x55 for value in whole[at : at + 40]) + whole[at + 40 :]
        try:
            assert parse_docx(damaged).text
        except ParseError:
            continue


@pytest.mark.slow
def test_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        chunk = bytes(64 * 1024 * 1024)
        for number in range(9):
            archive.writestr(f"word/media/{number}.bin", chunk)
    with pytest.raises(ParseError, match="unpacks to"):
        parse_docx(bomb.getvalue())


@given(st.binary(min_size=1, max_size=300))
@settings(max_examples=15, deadline=None)
def test_random_bytes_give_text_or_a_parse_error(data: bytes) -> None:
    try:
        assert parse_markdown(data).text
    except ParseError:
        return


@pytest.mark.slow
def test_deep_nesting_gives_text_or_a_parse_error() -> None:
    source = ">" * 3000 + " deep\n"
    try:
        assert "deep" in parse_markdown(source.encode()).text
    except ParseError:
        return


def test_slow_file_is_given_up() -> None:
    with pytest.raises(ParseError, match="took longer"):
        read_tree(b"# Heading\n\nText *and* more.\n" * 20_000, "markdown", timeout=0.2)


def test_nothing_outside_the_file_is_read() -> None:
    text = parse_markdown(b"![Figure one](file:///etc/passwd) and \\include{/etc/passwd}\n").text
    assert "root:" not in text
