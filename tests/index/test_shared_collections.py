from collections.abc import Collection as Names
from collections.abc import Mapping
from pathlib import Path

import pytest

from reportqa.errors import Conflict, InputError, NoDocumentFits
from reportqa.index import CollectionStore
from reportqa.index.shared_collections import SharedCollections
from reportqa.text import fold_case


class Grants:
    """Groups in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, frozenset[str]] = {}

    def all(self) -> Mapping[str, frozenset[str]]:
        return {name: groups for name, groups in self.kept.items() if groups}

    def set(self, collection: str, groups: Names[str]) -> None:
        self.kept[fold_case(collection)] = frozenset(groups)

    def rename(self, collection: str, new_name: str) -> None:
        self.kept[fold_case(new_name)] = self.kept.pop(fold_case(collection), frozenset())


@pytest.fixture
def shared(tmp_path: Path) -> SharedCollections:
    store = CollectionStore(tmp_path)
    store.add("Board papers", ["a.txt"])
    return SharedCollections(store, Grants())


def test_a_collection_is_shared_with_more_groups_and_with_fewer(shared: SharedCollections) -> None:
    shared.grant("board PAPERS", ["directors", " staff "])
    shared.grant("Board papers", ["nurses"])
    assert shared.groups("Board papers") == {"directors", "staff", "nurses"}
    shared.revoke("Board papers", ["nurses", "staff"])
    assert shared.groups("board papers") == {"directors"}


def test_the_last_group_is_not_revoked_by_name(shared: SharedCollections) -> None:
    shared.grant("Board papers", ["directors"])
    with pytest.raises(InputError, match='group "nobody" first'):
        shared.revoke("Board papers", ["directors"])
    assert shared.groups("Board papers") == {"directors"}
    shared.revoke("Board papers")
    assert shared.groups("Board papers") == frozenset()


def test_a_shared_collection_is_not_deleted_and_keeps_its_groups_under_a_new_name(shared: SharedCollections) -> None:
    shared.grant("Board papers", ["directors"])
    with pytest.raises(Conflict, match="Stop sharing it first"):
        shared.delete("board papers")
    assert shared.rename("Board papers", "Minutes").name == "Minutes"
    assert shared.groups("Minutes") == {"directors"}
    assert shared.groups("Board papers") == frozenset()
    shared.revoke("Minutes")
    shared.delete("Minutes")
    with pytest.raises(NoDocumentFits):
        shared.grant("Minutes", ["directors"])


@pytest.mark.parametrize("groups", [[], ["", " "]])
def test_without_a_group_nothing_is_shared(shared: SharedCollections, groups: list[str]) -> None:
    with pytest.raises(InputError, match="No group is named"):
        shared.grant("Board papers", groups)


def test_a_group_that_does_not_see_a_collection_is_not_revoked(shared: SharedCollections) -> None:
    shared.grant("Board papers", ["directors"])
    with pytest.raises(InputError, match='not shared with the group "staff"'):
        shared.revoke("Board papers", ["staff"])
