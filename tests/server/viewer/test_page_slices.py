from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.document import Document, Page, Section
from reportqa.server.viewer.page_slices import (
    MAX_LEAF,
    OutlineEntry,
    find_printed,
    leaf_at,
    leaves_of,
    outline,
    section_at,
)

PAGES = (Page(1, None, 0, 5), Page(2, "xi", 5, 9), Page(3, "1", 9, 12), Page(4, "2", 12, 15), Page(5, "A-1", 15, 20))


def document(text: str, pages: tuple[Page, ...] = (), sections: tuple[Section, ...] = ()) -> Document:
    return Document("a.pdf", "0" * 64, "application/pdf", {"title": "A"}, text, pages, sections)


@given(st.lists(st.integers(0, 3 * MAX_LEAF), max_size=4), st.sampled_from(["word ", "word\n", "word\n\n", "word"]))
def test_leaves_cover_the_text_and_are_short(cuts: list[int], words: str) -> None:
    text = (words * MAX_LEAF)[: 3 * MAX_LEAF]
    bounds = [0, *sorted(cuts), len(text)]
    pages = tuple(Page(n, None, a, b) for n, (a, b) in enumerate(pairwise(bounds), 1)) if cuts else ()
    leaves = leaves_of(document(text, pages))
    assert "".join(text[leaf.start : leaf.end] for leaf in leaves) == text
    assert all(leaf.end - leaf.start <= MAX_LEAF for leaf in leaves)
    assert [leaf.page for leaf in leaves if leaf.part == 1] == list(pages or [None])
    for offset in range(0, len(text), 997):
        leaf = leaves[leaf_at(leaves, offset)]
        assert leaf.start <= offset < leaf.end


def test_long_text_is_parted_before_a_heading() -> None:
    text = "word " * MAX_LEAF
    start = MAX_LEAF - 1000
    leaves = leaves_of(document(text, sections=(Section("word", 1, start),)))
    assert leaves[1].start == start


def test_document_without_text_has_a_leaf() -> None:
    assert len(leaves_of(document(""))) == 1


def test_text_behind_the_last_page_is_in_leaves_without_a_page() -> None:
    leaves = leaves_of(document("one two three", (Page(1, None, 0, 4), Page(2, None, 4, 7))))
    assert [(leaf.start, leaf.end, leaf.page and leaf.page.physical) for leaf in leaves] == [
        (0, 4, 1), (4, 7, 2), (7, 13, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "physical"), [("xi", 2), ("XI", 2), ("1", 3), ("2", 4), (" a-1 ", 5), ("5", 5), ("05", 5), ("9", None)]
)
def test_printed_number_goes_before_the_place_in_the_file(name: str, physical: int | None) -> None:
    page = find_printed(PAGES, name)
    assert (page.physical if page else None) == physical


def names(entries: tuple[OutlineEntry, ...]) -> list[object]:
    return [(entry.section.heading, names(entry.inner)) if entry.inner else entry.section.heading for entry in entries]


SECTIONS = tuple(
    Section(name, level, 10 * n) for n, (name, level) in enumerate(zip("ABCDEF", (1, 2, 3, 2, 1, 3), strict=True))
)


def test_outline_nests_by_level() -> None:
    assert names(outline(SECTIONS, 0, 10)) == [("A", [("B", ["C"]), "D"]), ("E", ["F"])]


def test_long_outline_shows_what_is_near_and_what_that_lies_in() -> None:
    assert names(outline(SECTIONS, 2, 2)) == [("A", [("B", ["C"])])]
    assert names(outline(SECTIONS, 5, 1)) == [("E", ["F"])]


def test_section_of_an_offset() -> None:
    assert [section_at(SECTIONS, offset) for offset in (0, 9, 10, 55)] == [0, 0, 1, 5]
    assert section_at((), 5) == -1
