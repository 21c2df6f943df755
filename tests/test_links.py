import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.datatypes import document_link
from reportqa.errors import InputError
from reportqa.links import parse_place
from strategies import any_text, doc_ids, fast

offsets = st.integers(0, 10**9)
sha256s = st.one_of(st.none(), st.text("0123456789abcdef", min_size=64, max_size=64))


@fast
@given(doc_ids, offsets, offsets, sha256s)
def test_link_is_read_back_as_it_was_made(doc_id: str, start: int, end: int, sha256: str | None) -> None:
    assert parse_place(document_link(doc_id, start, end, sha256)) == (doc_id, start, end, sha256)


@fast
@given(doc_ids, offsets, offsets, st.sampled_from(["http://127.0.0.1:8000", "https://example.org", "http://[::1]:80"]))
def test_link_with_the_address_of_a_server_is_read_too(doc_id: str, start: int, end: int, server: str) -> None:
    link = server + document_link(doc_id, start, end, "0" * 64)
    assert parse_place(link) == (doc_id, start, end, "0" * 64)


@fast
@given(doc_ids, offsets, offsets)
def test_document_and_range_are_read_back(doc_id: str, start: int, end: int) -> None:
    assert parse_place(f"{doc_id}#{start}-{end}") == (doc_id, start, end, None)


@fast
@given(doc_ids, offsets, offsets)
def test_link_is_one_word_of_plain_characters(doc_id: str, start: int, end: int) -> None:
    link = document_link(doc_id, start, end, "0" * 64)
    assert link.isascii()
    assert link.isprintable()
    assert " " not in link


@fast
@given(any_text)
def test_any_other_text_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InputError, match=r"report\.pdf#1200-1350"):
        parse_place(text)


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
        parse_place(place)
