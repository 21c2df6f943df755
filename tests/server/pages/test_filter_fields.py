from pathlib import Path

import pytest

from reportqa.document import DocumentSummary
from reportqa.errors import InputError
from reportqa.index.collection_store import CollectionStore
from reportqa.index.facets import Facets
from reportqa.index.filters import EVERYTHING, Filters
from reportqa.server.pages.filter_fields import (
    MAX_BOXES,
    VALUES_AT_ONCE,
    Field,
    filter_fields,
    find_values,
    shown_filter,
)
from support.shelf_texts import SHELF
from support.shelves import ITEMS

GIVEN = Filters(doc_ids=("000.txt",), publishers=("P000", "p0"))


def facets(count: int, store: CollectionStore | None = None) -> Facets:
    """Return the facets of `count` documents, each with its own publisher."""
    items = [{"title": f"T{999 - n}", "publisher": f"Pé{n:03}"} for n in range(count)]
    summaries = [
        DocumentSummary(f"{n:03}.txt", "0" * 64, "text/plain", item, 0, 1, 1, (), "en") for n, item in enumerate(items)
    ]
    return Facets(summaries, store)


def fields(filters: Filters, of: Facets) -> dict[str, Field]:
    return {field.name: field for field in filter_fields(filters, of)}


def test_documents_are_offered_by_their_titles_in_order() -> None:
    options = fields(EVERYTHING, facets(3))["document"].options
    assert [option.label for option in options] == ["T997", "T998", "T999"]
    assert [option.value for option in options] == ["002.txt", "001.txt", "000.txt"]


def test_long_fields_have_the_chosen_values_and_names_can_be_typed() -> None:
    found = fields(GIVEN, facets(MAX_BOXES + 1))
    assert set(found) == {"document", "publisher"}
    assert all(field.is_long for field in found.values())
    assert [option.value for option in found["document"].options] == ["000.txt"]
    assert [option.value for option in found["publisher"].options] == ["P000", "p0"]
    assert not found["document"].is_typed
    assert found["publisher"].is_typed
    assert not any(field.is_long or field.is_typed for field in fields(GIVEN, facets(MAX_BOXES)).values())


def test_every_value_of_a_long_field_is_reached_in_steps() -> None:
    of = facets(MAX_BOXES + 30)
    reached: list[str] = []
    while True:
        page = find_values("document", "", len(reached), EVERYTHING, of)
        if not page.options:
            break
        assert len(page.options) <= VALUES_AT_ONCE
        assert page.found == MAX_BOXES + 30
        reached.extend(option.value for option in page.options)
    assert sorted(reached) == sorted(of.titles)


def test_values_are_found_by_words_whatever_the_case_and_accents() -> None:
    of = facets(120)
    found = find_values("publisher", "PE 11", 0, Filters(publishers=("Pé011",)), of)
    assert [option.value for option in found.options] == ["Pé011", *(f"Pé11{n}" for n in range(10))]
    assert [option.chosen for option in found.options] == [True] + [False] * 10
    assert find_values("document", "T889", 0, EVERYTHING, of).options[0].value == "110.txt"
    assert find_values("document", "110.txt", 0, EVERYTHING, of).found == 0


@pytest.mark.parametrize("name", ["", "from", "title"])
def test_unknown_field_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="There is no field"):
        find_values(name, "", 0, EVERYTHING, SHELF)


def test_collections_are_offered_from_the_first_one(tmp_path: Path) -> None:
    store = CollectionStore(tmp_path)
    assert "collection" not in fields(EVERYTHING, facets(2, store))
    store.add("A", ["000.txt", "gone.txt"])
    (option,) = fields(Filters(collections=("A",)), facets(2, store))["collection"].options
    assert (option.label, option.chosen, option.count) == ("A", True, 1)


def test_options_show_their_number_of_documents() -> None:
    found = fields(EVERYTHING, SHELF)
    counted = {option.label: option.count for option in found["publisher"].options}
    assert counted == {"Kassenärztliche Bundesvereinigung": 1, "Nuffield Trust": 2, "The King’s Fund": 1}
    assert {option.value: option.count for option in found["from"].options}["2016"] == 1
    assert all(option.count is None for option in found["document"].options)


def test_options_are_counted_among_matches_of_the_other_fields() -> None:
    counts = {
        name: {one.value: one.count for one in field.options}
        for name, field in fields(Filters(publishers=("nuffield",)), SHELF).items()
    }
    assert counts["language"] == {"de": 0, "en": 2}
    assert counts["publisher"] == {
        "nuffield": None, "Kassenärztliche Bundesvereinigung": 1, "Nuffield Trust": 2, "The King’s Fund": 1
    }  # fmt: skip
    # A document is counted by its name alone, unless it is left out.
    assert sorted(counts["document"].values(), key=str) == [0] * (len(ITEMS) - 2) + [None, None]


def test_values_are_shown_by_their_names() -> None:
    shown = [
        shown_filter(name, value, SHELF)
        for name, value in (("document", "notes.txt"), ("language", "DE"), ("type", ".pdf"), ("collection", "A"))
    ]
    assert shown == [
        ("Document", "Title of notes.txt"),
        ("Language", "German"),
        ("File type", "PDF"),
        ("Collection", "A"),
    ]
