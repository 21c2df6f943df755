import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.citations.anchors import read_link
from reportqa.errors import InputError
from reportqa.permalinks import digest_of, permanent_link
from support.strategies import any_text, doc_ids, fast

offsets = st.integers(0, 10**9)
sha256s = st.text("0123456789abcdef", min_size=64, max_size=64)
pages = st.lists(st.tuples(st.integers(1, 999), st.one_of(st.none(), any_text)), max_size=2, unique=True)


@fast
@given(doc_ids, offsets, offsets, sha256s, any_text, pages, any_text, any_text)
def test_link_is_read_back_as_it_was_made(
    doc_id: str, start: int, end: int, sha256: str, quote: str, pages: list[tuple[int, str | None]],
    before: str, after: str,
) -> None:  # fmt: skip
    link = permanent_link(doc_id, start, end, sha256, quote, pages, before, after)
    assert read_link(link).span == (doc_id, start, end, sha256[:16])
    anchor = read_link(link)
    assert (anchor.quote, anchor.before, anchor.after) == (quote, before, after)
    assert [(page.physical, page.label) for page in anchor.pages] == pages


@fast
@given(doc_ids, offsets, offsets, st.sampled_from(["http://127.0.0.1:8000", "https://example.org", "http://[::1]:80"]))
def test_link_with_the_address_of_a_server_is_read_too(doc_id: str, start: int, end: int, server: str) -> None:
    link = server + permanent_link(doc_id, start, end, "0" * 64, "Words.")
    assert read_link(link).span == (doc_id, start, end, "0" * 16)


def test_link_of_a_long_quote_has_its_ends_and_its_sum() -> None:
    quote = "".join(map(str, range(1000)))
    anchor = read_link(permanent_link("a.pdf", 0, len(quote), "0" * 64, quote))
    assert quote.startswith(anchor.quote)
    assert quote.endswith(anchor.tail)
    assert len(anchor.quote) + len(anchor.tail) == 600
    assert anchor.digest == digest_of(quote)


def test_older_link_is_read_and_has_no_words() -> None:
    anchor = read_link(f"/documents/a.pdf?start=3&end=9&sha256={'0' * 64}#cited")
    assert (anchor.doc_id, anchor.start, anchor.end, anchor.sha256) == ("a.pdf", 3, 9, "0" * 64)
    assert anchor.quote == anchor.digest == ""


@fast
@given(doc_ids, offsets, offsets)
def test_document_and_range_are_read_back(doc_id: str, start: int, end: int) -> None:
    assert read_link(f"{doc_id}#{start}-{end}").span == (doc_id, start, end, None)


def test_dash_that_a_program_made_of_the_hyphen_is_read() -> None:
    assert read_link("a.pdf#10–20").span == read_link("a.pdf#10-20").span


@fast
@given(doc_ids, offsets, offsets)
def test_link_is_one_word_of_plain_characters(doc_id: str, start: int, end: int) -> None:
    link = permanent_link(doc_id, start, end, "0" * 64, f"Words of {doc_id}.")
    assert link.isascii()
    assert link.isprintable()
    assert " " not in link


@fast
@given(any_text)
def test_any_other_text_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InputError, match=r"report\.pdf#1200-1350"):
        read_link(text)


@pytest.mark.parametrize(
    "place",
    [
        "",
        "report.pdf",
        "report.pdf#5",
        "#1-2",
        "report.pdf#a-b",
        "report.pdf#-1-5",
        "/documents/report.pdf",
        "/documents/report.pdf?start=1",
        "/documents/report.pdf?start=a&end=b",
        "/documents/?start=1&end=2",
        "http://[/documents/report.pdf?start=1&end=2",
        f"report.pdf#{'9' * 5000}-{'9' * 5000}",
        f"/documents/report.pdf?start={'9' * 5000}&end=2",
    ],
)
def test_broken_place_is_refused(place: str) -> None:
    with pytest.raises(InputError, match="is not a place in a document"):
        read_link(place)
