import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.errors import Conflict, InputError, NoDocumentFits
from reportqa.index.collection_store import (
    COLLECTIONS_FILE,
    MAX_COLLECTED,
    MAX_COLLECTION_NAME,
    MAX_COLLECTIONS,
    Collection,
    CollectionStore,
)
from reportqa.index.filters import Filters
from support.strategies import fast

RULE = Filters(publishers=("Nuffield Trust",), published_from="2015")


@pytest.fixture
def store(tmp_path: Path) -> CollectionStore:
    return CollectionStore(tmp_path)


def test_saved_filters_come_back_for_another_store_and_any_case(store: CollectionStore) -> None:
    store.save("  Nuffield \n since 2015", RULE)
    found = CollectionStore(store.path.parent).find("NUFFIELD since 2015")
    assert found == Collection("Nuffield since 2015", RULE)
    assert not found.is_by_hand


def test_documents_are_added_and_removed_by_hand_but_not_the_last(store: CollectionStore) -> None:
    store.add("Waiting times", ["b.pdf", "a.pdf"])
    assert store.add("waiting TIMES", ["a.pdf", "c.pdf"]).filters.doc_ids == ("b.pdf", "a.pdf", "c.pdf")
    assert store.find("Waiting times").is_by_hand
    store.remove("waiting times", ["b.pdf", "c.pdf"])
    with pytest.raises(InputError, match="Delete the collection instead"):
        store.remove("Waiting times", ["a.pdf"])
    assert store.all() == [Collection("Waiting times", Filters(doc_ids=("a.pdf",)))]


def test_no_document_is_added_by_hand_to_saved_filters(store: CollectionStore) -> None:
    store.save("Nuffield", RULE)
    with pytest.raises(InputError, match="match its filters"):
        store.add("nuffield", ["a.pdf"])


def test_collections_are_renamed_and_deleted(store: CollectionStore) -> None:
    store.save("B", RULE)
    store.add("A", ["a.pdf"])
    store.rename("b", "c")
    store.rename("c", "C")
    assert [one.name for one in store.all()] == ["A", "C"]
    with pytest.raises(Conflict, match='a collection "A" already'):
        store.rename("C", "a")
    with pytest.raises(Conflict, match='a collection "C" already'):
        store.save("c", RULE)
    store.delete("a")
    store.delete("c")
    assert store.all() == []


def test_unknown_name_is_refused_with_the_names_there_are(store: CollectionStore) -> None:
    with pytest.raises(NoDocumentFits, match='no collection "x", and no other'):
        store.find("x")
    for n in range(7):
        store.add(f"C{n}", ["a.pdf"])
    message = 'There is no collection "x". Collections here: C0, C1, C2, C3, C4 and 2 more.'
    for change in (store.find, store.delete, lambda name: store.rename(name, "y"), lambda name: store.remove(name, [])):
        with pytest.raises(NoDocumentFits) as caught:
            change("x")
        assert str(caught.value) == message


@pytest.mark.parametrize("name", ["", "  ", "x" * (MAX_COLLECTION_NAME + 1), "a\0b", "\u202egnp"])
def test_name_that_cannot_be_shown_is_refused(store: CollectionStore, name: str) -> None:
    with pytest.raises(InputError, match="1 to 80 characters"):
        store.save(name, RULE)


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        (Filters(), "would be empty"),
        (Filters(collections=("A",)), "cannot be part of another"),
        (Filters(doc_ids=tuple(map(str, range(MAX_COLLECTED + 1)))), "up to 5,000 documents"),
        (Filters(authors=tuple(map(str, range(51)))), "up to 50 values"),
    ],
)
def test_filters_beyond_a_limit_are_refused(store: CollectionStore, filters: Filters, message: str) -> None:
    with pytest.raises(InputError, match=message):
        store.save("A", filters)
    assert not store.path.exists()


def test_number_of_collections_and_size_of_their_file_are_limited(store: CollectionStore) -> None:
    rows = [{"name": f"C{n}", "filters": {"publisher": ["Nuffield"]}} for n in range(MAX_COLLECTIONS)]
    store.path.write_text(json.dumps(rows))
    with pytest.raises(InputError, match="Delete one"):
        store.save("One more", RULE)
    store.delete("C0")
    with pytest.raises(InputError, match="too many documents"):
        store.add("C0", [f"{'x' * 900}{n}" for n in range(MAX_COLLECTED)])
    assert len(store.all()) == MAX_COLLECTIONS - 1


def test_collections_of_several_threads_are_kept(tmp_path: Path) -> None:
    stores = [CollectionStore(tmp_path) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: stores[n % 4].add("All", [f"{n}.pdf"]), range(40)))
    assert len(CollectionStore(tmp_path).find("all").filters.doc_ids) == 40


@pytest.mark.parametrize("content", ["no json", "{}1", '["A"]', '[{"name": "A", "filters": {"from": "x"}}]', "[1]"])
def test_damaged_file_is_one_clear_error_and_left_alone(store: CollectionStore, content: str) -> None:
    store.path.write_text(content)
    for use in (store.all, lambda: store.find("A"), lambda: store.save("B", RULE)):
        with pytest.raises(InputError, match=f"{COLLECTIONS_FILE} cannot be read. Repair it"):
            use()
    assert store.path.read_text() == content


def test_folder_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written"):
        CollectionStore(tmp_path / "file").save("A", RULE)


@fast
@given(name=st.text(max_size=90), doc_ids=st.lists(st.text(min_size=1), min_size=1, max_size=4, unique=True))
def test_any_name_and_ids_come_back_or_are_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, doc_ids: list[str]
) -> None:
    store = CollectionStore(tmp_path_factory.mktemp("store"))
    try:
        made = store.add(name, doc_ids)
    except InputError:
        return
    assert CollectionStore(store.path.parent).find(name) == made
    assert made.filters.doc_ids == tuple(doc_ids)
