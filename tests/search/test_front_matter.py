import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.search.front_matter import (
    FRONT,
    authors_of_work,
    names_in,
    stated_authors,
    stated_date,
    stated_publisher,
)
from support.strategies import fast


@pytest.mark.parametrize(
    ("before", "words", "authors"),
    [
        ("Ferries\n\n", "By Tomasz Wren and Ines Calder", ("Tomasz Wren", "Ines Calder")),
        ("Ferries\n\n", "Written by Dr Ann Lee, Coast Forum", ("Ann Lee",)),
        ("", "Authors: Ann Lee, Bo Dahl, and Cy van Eck", ("Ann Lee", "Bo Dahl", "Cy van Eck")),
        ("It pays. ", "Policy fellow Nadia Brandt looks at who pays.", ("Nadia Brandt",)),
        ("Dues\n\n", "This guide was written by Ann Lee in May.", ("Ann Lee",)),
    ],
)
def test_authors_are_read_from_the_byline(before: str, words: str, authors: tuple[str, ...]) -> None:
    front = f"{before}{words}\n\nText."
    found = stated_authors(front)
    assert found is not None
    assert found[0] == authors
    assert front[found[1].start : found[1].end] == words


@pytest.mark.parametrize(
    "front",
    [
        "By night one nurse looks after eleven patients.",
        "By 2020 all had joined.",
        "The mayor, Paul Hale, said that he would start.",
        "Visit the Harbour Office by Bell Street on Monday.",
        "x" * FRONT + "\nBy Ann Lee\n",
    ],
)
def test_other_names_are_no_authors(front: str) -> None:
    assert stated_authors(front) is None


@pytest.mark.parametrize(
    ("front", "date", "words"),
    [
        ("A\n\nPublished: 04/05/2019\n\nB", "04/05/2019", "Published: 04/05/2019"),
        ("A\n\nMay 2018\n\nB", "May 2018", "May 2018"),
        ("A\n\nreportqa project, November 2026\n\nB", "November 2026", "reportqa project, November 2026"),
        ("A\n\nDate of Report (Date of earliest event reported): July 1, 2022\n", "July 1, 2022",
         "Date of Report (Date of earliest event reported): July 1, 2022"),
        ("A\nFirst published in 2016\n", "2016", "First published in 2016"),
    ],
)  # fmt: skip
def test_date_is_read_from_its_line(front: str, date: str, words: str) -> None:
    found = stated_date(front)
    assert found is not None
    assert (found.value, front[found.start : found.end]) == (date, words)


@pytest.mark.parametrize(
    "front",
    ["The survey of May 2018 found little.", "Updated on 03 August 2018", "Next edition, May 2025", "In 2016 it fell."],
)
def test_dates_in_sentences_are_not_of_publication(front: str) -> None:
    assert stated_date(front) is None


@pytest.mark.parametrize(
    ("front", "publisher"),
    [
        ("Dues\n\nPublished by the Coast Forum, London.\n", "Coast Forum"),
        ("© 2016 Nuffield Trust\n", "Nuffield Trust"),
        ("Copyright Arts Ledger 2020\n", "Arts Ledger"),
    ],
)
def test_publisher_is_read_from_the_imprint(front: str, publisher: str) -> None:
    found = stated_publisher(front)
    assert found is not None
    assert found.value == publisher


def test_authors_of_a_named_work() -> None:
    text = "Out now. Quiet Streets: sleep in towns is written by Lena Ortega, Sam Field and Ruth Abara. Ann Lee paid."
    found = authors_of_work("Quiet streets", text)
    assert found is not None
    assert found[0] == ("Lena Ortega", "Sam Field", "Ruth Abara")
    assert text[found[1].start : found[1].end].startswith("Quiet Streets")
    assert authors_of_work("Loud streets", text) is None
    assert authors_of_work("Quiet streets", "Quiet streets\nWritten by Ann Lee") is None


def test_names_lose_ranks_and_affiliations() -> None:
    assert names_in("Dr Ann Lee, Prof. Bo Dahl and Dame Cy Eck") == ("Ann Lee", "Bo Dahl", "Cy Eck")
    assert names_in("Ann Lee, University of Kent") == ("Ann Lee",)
    assert names_in("Coast Forum") == ("Coast Forum",)


@fast
@given(
    st.lists(st.sampled_from(["By ", "Ann Lee", " and ", "\n", "Published: ", "May 2018", "©", " ", "x", ". "])).map(
        "".join
    )
)
def test_statements_are_ranges_that_hold_their_value(front: str) -> None:
    authors = stated_authors(front)
    for found in (authors and authors[1], stated_date(front), stated_publisher(front)):
        assert found is None or found.value in front[found.start : found.end]
