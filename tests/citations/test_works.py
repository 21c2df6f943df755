import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.citations.works import Work, assign_keys, clean_item
from support.cited import CORPORATE, SEVERAL, UNDATED
from support.strategies import fast

PLAIN = re.compile(r"[A-Za-z0-9_]+(?:[:./+-][A-Za-z0-9_]+)*")
names = st.sampled_from(["Rosen", "Müller", "van der Berg", "Nuffield Trust", "Łukasz", "漢字", "O’Neill", ""])
items = st.fixed_dictionaries(
    {"title": st.sampled_from(["Is bigger better?", "The pay of staff", "漢字", "…"])},
    optional={
        "author": st.lists(
            st.one_of(st.builds(lambda n: {"family": n}, names), st.builds(lambda n: {"literal": n}, names))
        ),
        "issued": st.builds(lambda year: {"date-parts": [[year]]}, st.integers(2014, 2016)),
        "id": st.sampled_from(["rosen2016", "smith:2014", "http://zotero.org/users/1/items/ABC", "a b", "7"]),
    },
)
shelves = st.dictionaries(st.sampled_from([f"r{n}.pdf" for n in range(12)]), items, min_size=1)


def documents(shelf: dict[str, dict[str, Any]]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(doc_id, f"sum of {doc_id}", {"id": doc_id, **item}) for doc_id, item in shelf.items()]


def test_keys_are_of_author_and_year() -> None:
    given_items = {"a.pdf": SEVERAL, "b.pdf": CORPORATE, "c.pdf": UNDATED}
    assert assign_keys(documents(given_items)) == {
        "a.pdf": "rosen2019", "b.pdf": "nuffieldtrust2016", "c.pdf": "departmenthealthnd",
    }  # fmt: skip


def test_second_key_of_the_same_kind_has_a_word_of_the_title_and_a_third_a_sum() -> None:
    keys = assign_keys(documents({"a.pdf": SEVERAL, "b.pdf": SEVERAL, "c.pdf": SEVERAL}))
    assert [keys["a.pdf"], keys["b.pdf"]] == ["rosen2019", "rosen2019staff"]
    assert re.fullmatch("rosen2019-[0-9a-f]{4}", keys["c.pdf"])


def test_key_of_the_users_own_library_stays() -> None:
    assert assign_keys(documents({"a.pdf": {**SEVERAL, "id": "smith:2014"}})) == {"a.pdf": "smith:2014"}


def test_id_that_no_text_can_cite_is_replaced() -> None:
    assert assign_keys(documents({"a.pdf": {**SEVERAL, "id": "http://zotero.org/users/1"}})) == {"a.pdf": "rosen2019"}


def test_without_an_author_the_publisher_and_at_last_the_title_name_it() -> None:
    assert assign_keys(documents({"a.pdf": {"title": "X", "publisher": "The King’s Fund"}})) == {"a.pdf": "kingsfundnd"}
    assert assign_keys(documents({"a.pdf": {"title": "The pay of nurses"}})) == {"a.pdf": "paynursesnd"}


@fast
@given(shelves)
def test_keys_differ_and_can_be_cited(shelf: dict[str, dict[str, Any]]) -> None:
    keys = assign_keys(documents(shelf))
    assert keys.keys() == shelf.keys()
    assert len({key.casefold() for key in keys.values()}) == len(keys)
    assert all(PLAIN.fullmatch(key) for key in keys.values())


@pytest.mark.slow
@fast
@given(shelves, shelves)
def test_key_stays_whatever_comes_goes_or_is_renamed(
    shelf: dict[str, dict[str, Any]], others: dict[str, dict[str, Any]]
) -> None:
    before = assign_keys(documents(shelf))
    known = {**{f"sum of {doc_id}": key for doc_id, key in before.items()}, **before}
    # What the user's own library names may take a key from another; nothing else may.
    added = {f"new {doc_id}": {k: v for k, v in item.items() if k != "id"} for doc_id, item in others.items()}
    renamed = [(f"moved/{doc_id}", sha256, item) for doc_id, sha256, item in documents(shelf)]
    after = assign_keys([*documents(shelf), *documents(added)], known)
    assert {doc_id: after[doc_id] for doc_id in before} == before
    moved = assign_keys(
        [*((a, b, {**i, "id": a} if i["id"] == a[6:] else i) for a, b, i in renamed), *documents(added)], known
    )
    assert {doc_id: moved[f"moved/{doc_id}"] for doc_id in before} == before


@fast
@given(shelves)
def test_keys_do_not_hang_on_the_order(shelf: dict[str, dict[str, Any]]) -> None:
    assert assign_keys(documents(shelf)) == assign_keys(reversed(documents(shelf)))


def test_key_of_a_document_that_is_gone_is_not_given_to_another() -> None:
    assert assign_keys(documents({"b.pdf": SEVERAL}), {"a.pdf": "rosen2019"}) == {"b.pdf": "rosen2019staff"}


def test_item_is_cleaned_and_nothing_is_added() -> None:
    messy = {
        "id": 7, "type": "report", "title": " Two\nlines ", "author": ["Plain Name", {"given": "Solo"}, {}, None, 5],
        "issued": {"date-parts": [["2016", "x"]]}, "accessed": {"raw": "today"}, "custom": {"file": "a.pdf"},
        "volume": 3, "publisher": "", "page": ["1"], "made-up": "x",
    }  # fmt: skip
    assert clean_item(messy) == {
        "id": "7", "type": "report", "title": "Two lines", "author": [{"literal": "Plain Name"}, {"literal": "Solo"}],
        "issued": {"date-parts": [[2016]]}, "volume": "3",
    }  # fmt: skip


def test_doi_has_no_resolver_and_the_title_has_its_italics_back() -> None:
    item = {"title": "On Salix", "DOI": "doi:10.5555/a", "custom": {"title": "On  <i>Salix</i>"}}
    assert clean_item(item) == {"id": "", "type": "document", "title": "On <i>Salix</i>", "DOI": "10.5555/a"}
    assert clean_item({**item, "title": "Another"})["title"] == "Another"


@pytest.mark.slow
@fast
@given(st.dictionaries(st.text(max_size=8), st.recursive(st.none() | st.text(max_size=5) | st.integers(), st.lists)))
def test_any_item_can_be_cleaned(item: dict[str, Any]) -> None:
    work = Work.of("key", item)
    assert work.item["id"] == work.key
    assert clean_item(work.item) == work.item
