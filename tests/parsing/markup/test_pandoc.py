import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.markup.markdown import parse as parse_markdown
from reportqa.parsing.markup.pandoc import read_tree
from reportqa.parsing.office.word_file import parse as parse_docx
from support.formats import read, written

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


def check_offsets(builder: DocumentBuilder) -> None:
    text = builder.text
    for section in builder.sections:
        assert text.startswith(section.heading, section.start)
    for table in builder.tables:
        assert 0 <= table.start < table.end <= len(text)


@pytest.mark.parametrize("source_format", ["markdown", "docx"])
def test_headings_lists_tables_and_notes_are_kept(source_format: str) -> None:
    data = REPORT.encode() if source_format == "markdown" else written(REPORT, "docx")
    builder = parse_markdown(data) if source_format == "markdown" else parse_docx(data)
    text = builder.text
    check_offsets(builder)
    assert [(section.heading, section.level) for section in builder.sections] == [
        ("The report", 1),
        ("Findings", 1),
        ("Method", 2),
    ]
    assert "first item\nsecond item\nnested item" in text
    steps = "step one\nstep two" if source_format == "markdown" else "1. step one\n2. step two"
    assert steps in text
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


def test_title_that_is_also_the_first_heading_is_written_once() -> None:
    builder = parse_markdown(b"---\ntitle: One title\n---\n\n# One Title\n\nText.\n")
    assert builder.text == "One Title\n\nText."


@pytest.mark.slow
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


def test_rules_that_look_like_yaml_are_not_an_error() -> None:
    assert "not: [yaml" in parse_markdown(b"---\nnot: [yaml\n---\n\nText.\n").text


@given(st.binary(min_size=1, max_size=300))
@settings(max_examples=15, deadline=None)
def test_random_bytes_have_text_or_a_parse_error(data: bytes) -> None:
    try:
        assert parse_markdown(data).text
    except ParseError:
        return


@pytest.mark.slow
def test_deep_nesting_has_text_or_a_parse_error() -> None:
    source = ">" * 3000 + " deep\n"
    try:
        assert "deep" in parse_markdown(source.encode()).text
    except ParseError:
        return


def test_slow_file_is_refused() -> None:
    with pytest.raises(ParseError, match="took longer"):
        read_tree(b"# Heading\n\nText *and* more.\n" * 20_000, "markdown", timeout=0.2)


def test_nothing_outside_the_file_is_read() -> None:
    text = parse_markdown(b"![Figure one](file:///etc/passwd) and \\include{/etc/passwd}\n").text
    assert "root:" not in text


def test_file_included_by_latex_is_named() -> None:
    source = rb"\documentclass{article}\begin{document}As \cite{rosen2016} show.\input{chapter2}\end{document}"
    builder = read("a.tex", source)
    assert builder.text == "As [rosen2016] show."
    assert builder.warnings == ['The included file "chapter2.tex" is not read.']
