from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reportqa.answer import Citation, NearDuplicate
from reportqa.document import Page, Sentence
from reportqa.evaluation.datasets import Unit
from reportqa.evaluation.relevance_units import (
    FileUnits,
    PageUnits,
    TextUnits,
    find_documents,
    found_units,
    shingles,
    units_by_document,
    units_in_order,
)
from support.strategies import fast

WORDS = [f"word{number}" for number in range(400)]


def cited(quote: str, doc_id: str = "a.md", start: int = 0, pages: tuple[Page, ...] = ()) -> Citation:
    return Citation(
        number=1, doc_id=doc_id, title="A", authors=(), publisher=None, year=None, url=None, pages=pages, section=(),
        start=start, end=start + len(quote), quote=quote, score=1.0, document_sha256="",
    )  # fmt: skip


def words(start: int, end: int) -> str:
    return " ".join(WORDS[start:end])


HUNDREDS = TextUnits(
    {"a.md": [Unit(f"a#{n}", "A", words(100 * n, 100 * n + 100)) for n in range(4)], "b.md": [Unit("b#0", "B", "b")]}
)


def test_passage_over_a_border_is_in_both_units_the_larger_share_first() -> None:
    assert HUNDREDS.of(cited(words(155, 245), start=1)) == ["a#1", "a#2"]
    assert HUNDREDS.of(cited(words(150, 240), start=2)) == ["a#1", "a#2"]
    assert HUNDREDS.of(cited(words(160, 250), start=3)) == ["a#2", "a#1"]


def test_small_share_does_not_count() -> None:
    assert HUNDREDS.of(cited(words(120, 210), start=4)) == ["a#1"]


def test_unit_that_is_small_itself_counts_when_it_is_in_the_passage() -> None:
    small = TextUnits({"a.md": [Unit("a#0", "A", words(0, 10)), Unit("a#1", "A", words(10, 100))]})
    assert set(small.of(cited(words(0, 60)))) == {"a#0", "a#1"}


def test_where_no_share_is_large_the_largest_counts() -> None:
    shuffled = " ".join([words(0, 5), words(300, 310), *(f"other{n}" for n in range(80))])
    assert HUNDREDS.of(cited(shuffled, start=5)) == ["a#3"]


def test_few_words_are_in_each_unit_that_contains_them_in_a_row() -> None:
    assert HUNDREDS.of(cited("word7 word8", start=6)) == ["a#0"]
    assert HUNDREDS.of(cited("word8 word7", start=7)) == []
    assert HUNDREDS.of(cited("…", start=8)) == []


def test_only_unit_of_a_document_holds_all_and_other_documents_hold_nothing() -> None:
    assert HUNDREDS.of(cited("nothing of it", doc_id="b.md")) == ["b#0"]
    assert HUNDREDS.of(cited(words(0, 90), doc_id="c.md")) == []


def test_pages_come_in_the_order_of_their_share_by_physical_number() -> None:
    units = PageUnits({("a.pdf", number): f"a#{number}" for number in (3, 4)})
    pages = (Page(3, "iii", 0, 100), Page(4, "iv", 100, 200), Page(5, "v", 200, 300))
    assert units.of(cited("x" * 50, "a.pdf", 80, pages[:2])) == ["a#4", "a#3"]
    assert units.of(cited("x" * 50, "a.pdf", 60, pages[:2])) == ["a#3", "a#4"]
    assert units.of(cited("x" * 50, "a.pdf", 180, pages[1:])) == ["a#4"]


def test_unit_of_the_key_sentence_comes_first() -> None:
    quote, key_text = words(155, 245), words(210, 220)
    plain = cited(quote, start=10)
    at = 10 + quote.index(key_text)
    keyed = replace(plain, key=Sentence(at, at + len(key_text)))
    assert units_in_order(HUNDREDS, plain) == ["a#1", "a#2"]
    assert units_in_order(HUNDREDS, keyed) == ["a#2", "a#1"]
    # A key sentence that stands in no unit leaves the order as it is.
    assert units_in_order(FileUnits({"a.md": "a"}), keyed) == ["a"]
    assert units_in_order(FileUnits({}), keyed) == []


def test_near_duplicate_counts_as_found_in_the_place_of_its_citation() -> None:
    text = words(0, 90)
    copy = NearDuplicate("b.md", "B", (), 5, 5 + len(text), "")
    merged = replace(cited(text, start=20), also_in=(copy,))

    def found(*expected: str) -> list[str]:
        return found_units(HUNDREDS, merged, set(expected), lambda *_: text)

    assert found("b#0") == ["b#0", "a#0"]
    assert found("a#0", "b#0") == ["a#0", "b#0"]
    # A near duplicate that is not expected takes no place.
    assert found("a#0") == found("a#3") == ["a#0"]


def test_near_duplicate_is_read_where_it_is() -> None:
    pages = (Page(7, None, 0, 100),)
    copy = NearDuplicate("copy.pdf", "Copy", pages, 3, 9, "")
    merged = replace(cited("abcdef", "a.pdf", 0, (Page(2, None, 0, 100),)), also_in=(copy,))
    texts = {("copy.pdf", 3, 9): "ABCDEF"}
    assert found_units(PageUnits(), merged, {"copy.pdf#7"}, lambda *place: texts[place]) == ["copy.pdf#7", "a.pdf#2"]


def test_unit_of_a_file_is_the_file() -> None:
    assert FileUnits({"a.md": "a"}).of(cited("x")) == ["a"]
    assert FileUnits({"a.md": "a"}).of(cited("x", "b.md")) == []


def test_documents_are_found_by_id_name_stem_and_beginning() -> None:
    known = ["x/report.pdf", "x/reporting.pdf", "002_ab.txt", "0021.txt"]
    for name in ("x/report.pdf", "x/report", "report.pdf", "report"):
        assert find_documents(name, known) == ["x/report.pdf"]
    assert find_documents("002", known) == ["002_ab.txt"]
    assert find_documents("repor", known) == []


def test_units_go_to_the_documents_that_they_name() -> None:
    units = [Unit("a.pdf#1", "A", "x"), Unit("slug#1", "S", "y"), Unit("slug#2", "S", "z")]
    found = units_by_document(units, ["a.pdf", "slug.html", "other.txt"])
    assert {doc_id: [unit.id for unit in held] for doc_id, held in found.items()} == {
        "a.pdf": ["a.pdf#1"], "slug.html": ["slug#1", "slug#2"], "other.txt": [],
    }  # fmt: skip


@fast
@given(st.integers(0, 380), st.integers(1, 120))
def test_passage_is_in_at_least_one_unit_and_the_first_shares_most(start: int, length: int) -> None:
    text = words(start, start + length)
    found = HUNDREDS.of(cited(text, start=1000 * start + length))
    shared = {f"a#{n}": (shingles(text) & shingles(words(100 * n, 100 * n + 100))).total() for n in range(4)}
    if any(shared.values()):
        assert shared[found[0]] == max(shared.values())
    assert len(set(found)) == len(found)
