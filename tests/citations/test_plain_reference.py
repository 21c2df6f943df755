import json
from dataclasses import replace

import pypandoc
import pytest
from hypothesis import given

from reportqa.answer import Citation
from reportqa.citations.plain_reference import (
    escape_lines,
    format_citation,
    format_pages,
    format_reference,
    quote_plain,
)
from reportqa.document import Page
from support.strategies import any_text, fast

CITATION = Citation(
    number=1,
    doc_id="report.pdf",
    title="Is Bigger Better?",
    authors=("Rebecca Rosen", "Natasha Curry"),
    publisher="Nuffield Trust",
    year=2016,
    url="https://example.org/report",
    pages=(Page(17, "15", 0, 900),),
    section=("Findings", "Staff"),
    start=10,
    end=40,
    quote="Salaried GPs were unhappiest.",
    score=0.5,
    document_sha256="0" * 64,
)


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        ((Page(17, "15", 0, 9),), "p. 15"),
        ((Page(6, "iv", 0, 9), Page(7, "v", 9, 12)), "pp. iv–v"),
        ((Page(17, None, 0, 9),), "PDF p. 17"),
        ((Page(17, "15", 0, 9), Page(18, None, 9, 12)), "PDF pp. 17–18"),
        ((), ""),
    ],
)
def test_pages_are_named_as_they_are_printed(pages: tuple[Page, ...], text: str) -> None:
    assert format_pages(pages) == text


def test_reference_names_authors_year_title_publisher_page_and_address() -> None:
    assert format_reference(CITATION) == (
        "Rebecca Rosen and Natasha Curry (2016). Is Bigger Better? Nuffield Trust, p. 15. https://example.org/report"
    )


@pytest.mark.parametrize("emphasis", ["", "*"])
def test_title_that_ends_in_a_mark_of_its_own_gets_no_full_stop(emphasis: str) -> None:
    bare = replace(CITATION, publisher=None, url=None, pages=(), section=())
    assert format_reference(bare, emphasis=emphasis).endswith(f". {emphasis}Is Bigger Better?{emphasis}")
    assert format_reference(replace(bare, title="Scale"), emphasis=emphasis).endswith(f"{emphasis}Scale{emphasis}.")


def test_more_than_three_authors_are_the_first_and_others() -> None:
    citation = replace(CITATION, authors=("A B", "C D", "E F", "G H"))
    assert format_reference(citation).startswith("A B and others (2016).")


def test_three_authors_are_all_named() -> None:
    assert format_reference(replace(CITATION, authors=("A B", "C D", "E F"))).startswith("A B, C D and E F (2016).")


def test_publisher_stands_in_for_missing_authors_and_is_named_once() -> None:
    reference = format_reference(replace(CITATION, authors=()))
    assert reference.startswith("Nuffield Trust (2016).")
    assert reference.count("Nuffield Trust") == 1


def test_editors_stand_in_for_missing_authors_and_words_for_a_missing_year() -> None:
    citation = replace(CITATION, authors=(), editors=("Jo Ash",), year=None, status="in press")
    assert format_reference(citation).startswith("Jo Ash (ed.) (in press). Is Bigger Better? Nuffield Trust,")
    assert format_reference(replace(citation, editors=("A B", "C D"))).startswith("A B and C D (eds) (in press).")
    assert format_reference(replace(citation, authors=("E F",))).startswith("E F (in press).")


def test_names_and_title_are_escaped_in_markdown_and_as_they_are_in_text() -> None:
    citation = replace(CITATION, title="On *stars* <b>x</b>", authors=("A*B",), publisher="[P](q)", pages=())
    assert format_reference(citation, emphasis="*") == (
        r"A\*B (2016). *On \*stars\* \<b>x\</b>*. \[P](q), section “Staff”. https://example.org/report"
    )
    assert format_reference(citation).startswith("A*B (2016). On *stars* <b>x</b>. [P](q), section “Staff”.")


def test_section_that_is_the_title_is_not_cited() -> None:
    citation = replace(CITATION, pages=(), section=("Is bigger better",))
    assert format_reference(citation).endswith("Nuffield Trust. https://example.org/report")


def test_what_is_not_known_is_left_out_and_nothing_invented() -> None:
    bare = replace(CITATION, authors=(), publisher=None, year=None, url=None, pages=(), section=())
    assert format_reference(replace(bare, title="Notes")) == "Notes (n.d.)."


def test_section_stands_in_for_a_missing_page() -> None:
    assert "section “Staff”" in format_reference(replace(CITATION, pages=()))
    assert "section" not in format_reference(CITATION)


@fast
@given(any_text.filter(str.strip))
def test_markdown_quotes_every_line(quote: str) -> None:
    written = format_citation(CITATION, "markdown", quote)
    lines = written.split("\n")
    assert all(line.startswith(">") for line in lines)
    quoted = [line.removeprefix("> ").removeprefix(">") for line in lines[:-2]]
    assert quoted == [line.rstrip() for line in escape_lines(quote).split("\n")]
    assert lines[-1] == f"> — {format_reference(CITATION, emphasis='*')}"


@pytest.mark.parametrize(
    "line",
    [
        "- one", "1. one", "| one", "# one", "> one", "*one*", "one", "3.5 million", "-5%", "C:\\new\\ and \\”",
        "`a` ~~b~~", "H~2~O ^c^", "a <b>c</b> <http://d.org> 1 < 2", "$5m and $10m$", "[a](b) [1] [see c] ^[d] [^1]",
        "[@e]", "&amp; R&D", "_e_ f_g_h *",
    ],
)  # fmt: skip
def test_line_is_a_paragraph_in_markdown_and_says_the_same(line: str) -> None:
    read = json.loads(pypandoc.convert_text(f"> {escape_lines(line)}", "json", "markdown-smart"))
    (block,) = read["blocks"]
    assert [inner["t"] for inner in block["c"]] == ["Para"]
    said = pypandoc.convert_text(f"> {escape_lines(line)}", "plain", "markdown-smart", extra_args=["--wrap=none"])
    assert said.strip() == line


@fast
@given(any_text)
def test_plain_form_holds_the_quote_word_for_word(quote: str) -> None:
    written = format_citation(replace(CITATION, quote=quote), "plain")
    source = format_reference(CITATION)
    if written.startswith(">"):
        marked = "\n".join(f"> {line}".rstrip() for line in f"“{quote}”\n\n{source}".split("\n"))
        assert written == marked
    else:
        assert written == f"“{quote}”\n{source}"


@pytest.mark.parametrize(
    ("quote", "is_apart"),
    [
        ("Some “words” of it, and ‘others", False),
        ("Two lines\nof one", False),
        ("One paragraph\n\nand another", True),
        ("that ends” and “begins", True),
        ("that “begins", True),
        ("that ends”", True),
    ],
)
def test_quote_that_marks_alone_would_not_hold_is_set_apart_in_plain_text(quote: str, is_apart: bool) -> None:
    assert quote_plain(quote, "Source").startswith("> “") == is_apart
