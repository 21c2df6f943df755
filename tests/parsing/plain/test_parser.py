import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportqa.errors import ParseError
from reportqa.parsing.plain.parser import parse
from support.plain_text import LONG, check_pages, headings, read

WRAPPED = """\
Findings from the case studies
Organisations that had worked together for many years had built systems that newer
groups may struggle to establish. Each had a large-
scale plan, and every large-scale organ-
isation kept it.
"""


def test_wrapped_lines_and_broken_words_are_joined() -> None:
    builder = read(WRAPPED)
    assert headings(builder) == ["Findings from the case studies"]
    assert builder.text.endswith(
        "newer groups may struggle to establish. Each had a large-scale plan,"
        " and every large-scale organisation kept it."
    )


def test_published_line_is_the_date() -> None:
    assert read(f"A report\n\nPublished: 19/07/2016\n\n{LONG}").csl_item == {
        "title": "A report",
        "issued": {"date-parts": [[2016, 7, 19]]},
    }


def test_sentence_continues_over_a_page_end() -> None:
    builder = read(f"{LONG} It went on\fto the end.\fNew page.")
    assert "It went on to the end." in builder.text
    assert builder.text[builder.pages[1].start : builder.pages[1].end] == "to the end."


def test_word_broken_by_a_page_end_is_whole_on_its_first_page() -> None:
    builder = read(f"{LONG} It was a fine organ-\fisation of many parts.\f\f{LONG}")
    first, second, third, fourth = builder.pages
    assert builder.text[first.start : first.end].endswith("a fine organisation ")
    assert builder.text[second.start : second.end] == "of many parts."
    assert third.start == third.end
    assert builder.text[fourth.start : fourth.end].strip() == LONG


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"\0" * 50, b"\f\f", bytes(range(256)) * 8, b"%PDF-1.7\n", b"PK\x03\x04", b"-----\n"]
)
def test_file_that_is_not_text_is_refused(data: bytes) -> None:
    with pytest.raises(ParseError, match=r"\.$"):
        parse(data)


@given(st.binary(max_size=600))
@settings(max_examples=200, deadline=None)
def test_random_bytes_have_text_or_a_parse_error(data: bytes) -> None:
    try:
        assert parse(data).text
    except ParseError:
        return


WORD = st.text(st.characters(min_codepoint=ord("a"), max_codepoint=ord("z")), min_size=2, max_size=9)


@given(st.lists(st.lists(WORD, min_size=1, max_size=30), min_size=1, max_size=8))
@settings(max_examples=100, deadline=None)
def test_no_word_is_lost_or_invented(paragraphs: list[list[str]]) -> None:
    text = "\n\n".join("This " + " ".join(words) + "." for words in paragraphs)
    assert read(text).text.split() == text.split()


@given(st.text(st.sampled_from("aB .-–•\n\f\t1|=(")))
@settings(max_examples=300, deadline=None)
def test_pages_cover_the_text_and_sections_begin_with_their_heading(text: str) -> None:
    try:
        builder = read(text)
    except ParseError:
        return
    headings(builder)
    check_pages(builder)
    for table in builder.tables:
        assert builder.text[table.start : table.end]
