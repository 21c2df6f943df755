import pytest

from support.books import book
from support.formats import read


@pytest.mark.parametrize(
    "mark",
    [
        '<a epub:type="noteref" href="notes.xhtml#n1">1</a>',
        '<sup><a role="doc-noteref" href="notes.xhtml#n1">1</a></sup>',
        '<a href="notes.xhtml#n1"><sup>[1]</sup></a>',
        '<a class="fnref" href="notes.xhtml#n1">*</a>',
    ],
)
@pytest.mark.parametrize("kind", ['epub:type="footnote"', 'role="doc-footnote"'])
def test_footnote_in_a_file_of_its_own_follows_the_section_of_its_mark(mark: str, kind: str) -> None:
    bodies = {
        "one": f"<h1>One</h1><p>The 22 mills were sold{mark} in Ely.</p><h1>Two</h1><p>More.</p>",
        "notes": f'<aside {kind} id="n1"><p><a href="one.xhtml">1</a> Counted in 1891.</p></aside>',
    }
    assert read("a.epub", book(bodies)).text == (
        "One\n\nThe 22 mills were sold in Ely.\n\nCounted in 1891.\n\nTwo\n\nMore."
    )


def test_notes_of_an_older_book_stay_where_they_are_and_lose_their_marks() -> None:
    bodies = {
        "one": '<p>Of the 12<sup><a id="r1" href="notes.xhtml#n1">1</a></sup> three; see '
        '<a href="notes.xhtml#n1">2</a>.</p>',
        "notes": '<h2>Notes</h2><p id="n1"><a href="one.xhtml#r1">1</a>. Counted in 1891.</p>',
    }
    assert read("a.epub", book(bodies)).text == "Of the 12 three; see 2.\n\nNotes\n\n1. Counted in 1891."


def test_footnote_without_a_mark_and_one_with_two_are_read_once() -> None:
    mark = '<a epub:type="noteref" href="#n1">1</a>'
    body = (
        f'<p>First{mark} and again{mark}.</p><aside epub:type="footnote" id="n1"><p>Counted.</p></aside>'
        '<aside epub:type="footnote" id="n2"><p>Nobody refers to this.</p></aside>'
    )
    assert read("a.epub", book({"one": body})).text == "First and again.\n\nNobody refers to this.\n\nCounted."


def test_endnotes_stay_and_links_back_are_dropped() -> None:
    body = (
        '<p>First<a epub:type="noteref" href="#n1">1</a>.</p><section epub:type="endnotes"><h2>Notes</h2><ol>'
        '<li epub:type="endnote" id="n1">Counted. <a role="doc-backlink" href="#r">↩</a></li></ol></section>'
    )
    assert read("a.epub", book({"one": body})).text == "First.\n\nNotes\n\nCounted."
