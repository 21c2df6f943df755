from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.errors import DocumentNotFound, InputError, NoDocumentFits
from reportqa.index.collection_store import CollectionStore
from reportqa.index.facets import Facets
from reportqa.index.filters import DATE_NAMES, EVERYTHING, NAMES, Filters
from support.shelf_texts import SHELF, summary
from support.shelves import ITEMS
from support.strategies import fast

IDS = frozenset(ITEMS)

values = st.fixed_dictionaries(
    {},
    optional={
        "document": st.lists(st.sampled_from([*ITEMS, "nowhere.pdf"]), max_size=3),
        "publisher": st.lists(st.sampled_from(["nuffield", "fund", "Kassenarztliche", "zzz"]), max_size=2),
        "author": st.lists(st.sampled_from(["Rosen", "baird", "Muller", "zzz"]), max_size=2),
        "language": st.lists(st.sampled_from(["de", "EN", "zz"]), max_size=2),
        "type": st.lists(st.sampled_from(["md", ".html", "txt", "zz"]), max_size=2),
        "from": st.sampled_from([["2015"], ["2016-08"], ["2021"]]),
        "to": st.sampled_from([["2021"], ["2030"]]),
    },
)


@fast
@given(values)
def test_selected_are_the_documents_that_match_or_there_is_an_error(given_values: dict[str, list[str]]) -> None:
    filters = Filters.of(given_values)
    matching = {traits.doc_id for traits in SHELF.documents if filters.matches(traits)}
    unknown = any(value in {"nowhere.pdf", "zzz", "zz"} for given in given_values.values() for value in given)
    if unknown or not matching:
        with pytest.raises((NoDocumentFits, DocumentNotFound)):
            SHELF.select(filters)
    else:
        assert SHELF.select(filters) == matching


def test_without_filters_all_documents_are_selected() -> None:
    assert SHELF.select(EVERYTHING) == IDS


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        (
            Filters(publishers=("Nuffield", "Fonds")),
            'No document has the publisher "Fonds". Publishers here: Kassenärztliche Bundesvereinigung, Nuffield Trust,'
            " The King’s Fund.",
        ),
        (
            Filters(authors=("Smith",)),
            'No document has the author "Smith". Authors here: Beccy Baird, Jörg Müller, Rebecca Rosen.',
        ),
        (Filters(languages=("fr",)), 'No document has the language "fr". Languages here: de, en.'),
        (Filters(file_types=("pdf",)), 'No document has the file type "pdf". File types here: html, md, txt.'),
        (Filters(published_from="2021"), "No document is dated 2021 or later. Years here: 2015 to 2020."),
        (Filters(published_to="2014"), "No document is dated 2014 or earlier. Years here: 2015 to 2020."),
        (
            Filters(published_from="2016-08", published_to="2017"),
            "No document is dated from 2016-08 to 2017. Years here: 2015 to 2020.",
        ),
        (
            Filters(publishers=("Nuffield",), languages=("de",), published_to="2018"),
            'No document matches all of these: publisher "Nuffield", language "de", to "2018". Remove one of them.',
        ),
    ],
)
def test_what_fits_nothing_is_named_with_what_there_is(filters: Filters, message: str) -> None:
    with pytest.raises(NoDocumentFits) as caught:
        SHELF.select(filters)
    assert str(caught.value) == message


def test_unknown_document_is_named_even_beside_a_known_one() -> None:
    with pytest.raises(DocumentNotFound, match=r"nowhere\.pdf"):
        SHELF.select(Filters(doc_ids=("notes.txt", "nowhere.pdf")))


def test_of_many_values_a_few_are_named() -> None:
    facets = Facets(summary(f"{n}.txt", {"publisher": f"Publisher {n:02}", "issued": [[2016]]}) for n in range(20))
    with pytest.raises(NoDocumentFits, match=r"Publisher 04 and 15 more\.$"):
        facets.select(Filters(publishers=("zzz",)))


def test_field_that_no_document_has_is_said_to_be_unknown() -> None:
    facets = Facets([summary("notes.txt", {})])
    with pytest.raises(NoDocumentFits, match=r'publisher "a": none of the documents has one recorded'):
        facets.select(Filters(publishers=("a",)))
    with pytest.raises(NoDocumentFits, match="none of the documents has a date recorded"):
        facets.select(Filters(published_from="2016"))


def test_choices_are_what_the_documents_have() -> None:
    assert SHELF.choices("document") == tuple(sorted(ITEMS))
    assert SHELF.choices("author") == ("Beccy Baird", "Jörg Müller", "Rebecca Rosen")
    assert SHELF.choices("language") == ("de", "en")
    assert SHELF.choices("type") == ("html", "md", "txt")
    assert SHELF.choices("from") == SHELF.choices("to") == ("2015", "2016", "2018", "2019", "2020")
    assert Facets([]).choices("publisher") == ()


@fast
@given(values)
def test_documents_are_counted_that_fit_the_filters_of_the_other_fields(given_values: dict[str, list[str]]) -> None:
    counts = SHELF.counts(Filters.of(given_values))
    for name in NAMES:
        own = DATE_NAMES if name in DATE_NAMES else (name,)
        others = Filters.of({other: given for other, given in given_values.items() if other not in own})
        left = Facets(summary(one.doc_id, ITEMS[one.doc_id]) for one in SHELF.documents if others.matches(one))
        assert counts[name] == left.counts(EVERYTHING)[name]


def test_suffix_of_a_path_is_its_type() -> None:
    assert {Path(doc_id).suffix.removeprefix(".") for doc_id in ITEMS} == set(SHELF.choices("type"))


def test_equal_titles_are_told_apart_by_what_differs() -> None:
    def labels(*items: tuple[str, str | None, int]) -> list[str]:
        found = [
            summary(doc_id, {"title": "Annual report", "publisher": publisher, "issued": [[year]]})
            for doc_id, publisher, year in items
        ]
        return list(Facets(found).labels.values())

    assert labels(("a.pdf", "Fund", 2016)) == ["Annual report"]
    assert labels(("a.pdf", "Fund", 2016), ("b.pdf", "Trust", 2016)) == [
        "Annual report (Fund)",
        "Annual report (Trust)",
    ]
    assert labels(("a.pdf", "Fund", 2016), ("b.pdf", "Fund", 2017)) == ["Annual report (2016)", "Annual report (2017)"]
    assert labels(("a.pdf", None, 2016), ("b.pdf", "Fund", 2016)) == ["Annual report (a.pdf)", "Annual report (b.pdf)"]


@pytest.fixture
def store(tmp_path: Path) -> CollectionStore:
    store = CollectionStore(tmp_path)
    store.add("By hand", ["notes.txt", "trust/rise.md", "gone.pdf"])
    store.save("Trust", Filters(publishers=("nuffield",)))
    store.add("Gone", ["gone.pdf"])
    return store


@pytest.fixture
def collected(store: CollectionStore) -> Facets:
    return Facets((summary(doc_id, item) for doc_id, item in ITEMS.items()), store)


def test_collections_select_their_documents_in_any_case(collected: Facets) -> None:
    by_hand, trust = {"notes.txt", "trust/rise.md"}, {"trust/rise.md", "trust/federations.md"}
    assert collected.select(Filters(collections=("by HAND",))) == by_hand
    assert collected.select(Filters(collections=("Trust",))) == trust
    assert collected.select(Filters(collections=("Trust", "By hand"))) == by_hand | trust
    assert collected.select(Filters(collections=("Trust", "By hand"), published_from="2016")) == {"trust/rise.md"}


def test_changed_collection_selects_its_new_documents_at_once(collected: Facets, store: CollectionStore) -> None:
    collected.select(Filters(collections=("By hand",)))
    store.remove("By hand", ["notes.txt"])
    assert collected.select(Filters(collections=("By hand",))) == {"trust/rise.md"}


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        (Filters(collections=("X",)), 'There is no collection "X". Collections here: By hand, Gone, Trust.'),
        (
            Filters(collections=("gone",)),
            'No document of the collection "Gone" is in the index. Remove this filter.',
        ),
        (
            Filters(collections=("Trust",), doc_ids=("notes.txt",)),
            'No document matches all of these: collection "Trust", document "notes.txt". Remove one of them.',
        ),
    ],
)
def test_collection_without_documents_is_one_clear_error(collected: Facets, filters: Filters, message: str) -> None:
    with pytest.raises(NoDocumentFits) as caught:
        collected.select(filters)
    assert str(caught.value) == message


def test_without_a_store_there_are_no_collections() -> None:
    assert SHELF.choices("collection") == ()
    with pytest.raises(NoDocumentFits, match='no collection "X"'):
        SHELF.select(Filters(collections=("X",)))


def test_counts_of_collections_and_within_them(collected: Facets) -> None:
    assert collected.choices("collection") == ("By hand", "Trust")
    assert collected.counts(EVERYTHING)["collection"] == {"By hand": 2, "Trust": 2}
    counts = collected.counts(Filters(collections=("By hand",), published_from="2016"))
    assert counts["collection"] == {"By hand": 1, "Trust": 1}
    assert counts["publisher"] == {"Nuffield Trust": 1}
    assert counts["from"] == {"2016": 1}


def test_file_that_cannot_be_read_stops_only_what_names_a_collection(collected: Facets, store: CollectionStore) -> None:
    store.path.write_text("no json")
    assert collected.choices("collection") == ()
    assert collected.select(EVERYTHING) == IDS
    with pytest.raises(InputError, match="cannot be read"):
        collected.select(Filters(collections=("Trust",)))


def test_names_of_known_collections_become_those_of_the_store(collected: Facets) -> None:
    given = Filters(collections=("by  HAND", "x"), languages=("en",))
    assert collected.canonical(given) == Filters(collections=("By hand", "x"), languages=("en",))
