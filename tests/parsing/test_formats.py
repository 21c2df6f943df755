"""Files of every format, written by other programs and read by reportqa."""

import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportqa import parsing
from reportqa.errors import ParseError
from support.formats import CELL, read, saved, written
from support.strategies import fast

pytestmark = pytest.mark.slow

REPORT = """---
title: The report
author: [Rebecca Rosen, Natasha Curry]
date: 19 July 2016
lang: en-GB
---

# Findings

Half of the practices[^1] had *joined* the café’s board.

- first item
- second item

| Year | Modality | Harness |
|------|----------|---------|
| 2008 | 2        | 12      |
| 2014 | 9        | 16      |

## Method

Two surveys cost £25.

[^1]: Of those that answered.
"""
WRITERS = {"odt": "odt", "rtf": "rtf", "epub": "epub", "rst": "rst", "tex": "latex", "org": "org", "docx": "docx"}


@pytest.mark.parametrize("suffix", WRITERS)
def test_headings_lists_tables_and_notes_are_kept_in_every_format(suffix: str) -> None:
    builder = read(f"report.{suffix}", written(REPORT, WRITERS[suffix]))
    text = builder.text
    headings = [section.heading for section in builder.sections]
    assert headings[-2:] == ["Findings", "Method"]
    assert builder.sections[-1].level == builder.sections[-2].level + 1
    places = [
        text.index(words)
        for words in ("Half of the practices", "had joined the café", "first item", "second item",
                      "2008 · Modality: 2 · Harness: 12", "2014 · Modality: 9 · Harness: 16", "Method",
                      "Two surveys cost £25.")
    ]  # fmt: skip
    assert places == sorted(places)
    assert text.count("Of those that answered.") == 1
    (table,) = builder.tables
    assert table.rows[0] == ("Year", "Modality", "Harness")


@pytest.mark.parametrize("suffix", ["odt", "epub", "tex", "org", "docx"])
def test_title_authors_and_date_are_found_in_every_format(suffix: str) -> None:
    item = read(f"report.{suffix}", written(REPORT, WRITERS[suffix])).csl_item
    assert item["title"] == "The report"
    assert item["author"] == [{"literal": "Rebecca Rosen"}, {"literal": "Natasha Curry"}]
    assert suffix == "odt" or item["issued"]["date-parts"][0] == [2016, 7, 19]


@settings(fast, max_examples=25)
@given(st.lists(st.lists(CELL, min_size=1, max_size=3), min_size=1, max_size=5), st.sampled_from(sorted(WRITERS)))
def test_no_word_is_lost_or_moved(blocks: list[list[str]], suffix: str) -> None:
    source = "\n\n".join(
        block[0] if len(block) == 1 else "\n".join(f"- {item}" for item in block) + "\n\n<!-- -->" for block in blocks
    )
    words = [word for block in blocks for item in block for word in item.split()]
    text = read(f"a.{suffix}", written(source, WRITERS[suffix])).text
    assert [word for word in text.split() if word not in "•-–"] == words


@pytest.mark.parametrize("suffix", [s for s in parsing.SUFFIXES if s != ".pdf"])
@pytest.mark.parametrize("kind", ["random", "zip", "cut"])
def test_damaged_file_has_text_or_a_parse_error(suffix: str, kind: str) -> None:
    deck = saved(pptx.Presentation())
    data = {"random": bytes(range(256)) * 9, "zip": deck, "cut": deck[: len(deck) // 2]}[kind]
    try:
        text = parsing.parse(f"a{suffix}", data).text
    except ParseError:
        return
    assert text
