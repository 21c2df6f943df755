import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.document import DocumentSummary
from reportqa.errors import IndexUnavailable
from reportqa.index import Collection, Facets, Filters
from reportqa.index.scope import EVERYONE, NOBODY, Scope, scope_of


def summary(doc_id: str, publisher: str) -> DocumentSummary:
    return DocumentSummary(doc_id, "0" * 64, "text/plain", {"title": doc_id, "publisher": publisher}, 0, 1, 1, ())


FACETS = Facets([summary("a", "Board"), summary("b", "Board"), summary("c", "Press"), summary("d", "Press")])
BOARD = Collection("Board", Filters(publishers=("Board",)))
MIXED = Collection("Mixed", Filters(doc_ids=("b", "c", "gone")))
OPEN = Collection("Open", Filters(doc_ids=("a", "d")))
ALL = (BOARD, MIXED, OPEN)


def scope(
    shares: dict[str, set[str]], groups: set[str], *, unshared_too: bool = False
) -> tuple[set[str], dict[str, tuple[str, ...]]] | None:
    """Return the documents and the collections with their documents."""
    kept = {name: frozenset(names) for name, names in shares.items()}
    found = scope_of(FACETS, ALL, kept, frozenset(groups), unshared_too=unshared_too)
    return None if found is None else (set(found.doc_ids), {one.name: one.filters.doc_ids for one in found.collections})


def test_without_a_shared_collection_everybody_sees_everything() -> None:
    assert scope({}, set()) is None


def test_a_group_sees_the_documents_of_its_collections_and_no_name_of_others() -> None:
    assert scope({"board": {"directors"}}, {"directors"}) == ({"a", "b"}, {"Board": ("a", "b")})
    assert scope({"board": {"directors"}}, {"staff"}) == (set(), {})


def test_a_document_is_seen_through_any_of_its_collections() -> None:
    shares = {"board": {"directors"}, "mixed": {"staff"}}
    assert scope(shares, {"staff"}) == ({"b", "c"}, {"Mixed": ("b", "c")})
    assert scope(shares, {"staff", "directors"}) == ({"a", "b", "c"}, {"Board": ("a", "b"), "Mixed": ("b", "c")})


def test_documents_in_no_shared_collection_are_seen_where_the_setting_says_so() -> None:
    assert scope({"board": {"directors"}}, {"staff"}, unshared_too=True) == (
        {"c", "d"}, {"Mixed": ("c",), "Open": ("d",)}
    )  # fmt: skip
    assert scope({"board": {"directors"}}, {"directors"}, unshared_too=True) is None


def test_everyone_and_nobody_are_groups() -> None:
    assert scope({"open": {EVERYONE}}, set()) == ({"a", "d"}, {"Open": ("a", "d")})
    assert scope({"open": {NOBODY}}, {NOBODY}) == (set(), {})


def test_a_shared_collection_that_is_gone_hides_everything() -> None:
    with pytest.raises(IndexUnavailable, match="does not exist any more"):
        scope({"lost": {"staff"}}, {"staff"})


@given(
    st.dictionaries(st.sampled_from(["board", "mixed", "open"]), st.sets(st.sampled_from("xyz"), min_size=1)),
    st.sets(st.sampled_from("xyz")),
    st.booleans(),
)
def test_what_is_seen_is_exactly_what_is_shared(shares: dict[str, set[str]], groups: set[str], unshared: bool) -> None:
    kept = {name: frozenset(names) for name, names in shares.items()}
    found = scope_of(FACETS, ALL, kept, frozenset(groups), unshared_too=unshared) or Scope(frozenset("abcd"), ALL)
    for doc_id in "abcd":
        holding = [one for one in ALL if doc_id in FACETS.members(one)]
        shared = [kept[one.name.lower()] for one in holding if one.name.lower() in kept]
        expected = not shares or (unshared and not shared) or any(groups & names for names in shared)
        assert (doc_id in found.doc_ids) == expected
    assert all(set(one.filters.doc_ids) <= found.doc_ids | {"gone"} for one in found.collections)
