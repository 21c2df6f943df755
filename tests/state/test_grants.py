import pytest

from reportqa.errors import InputError
from reportqa.state import GrantStore, StateDatabase


def test_groups_of_a_collection_are_replaced(database: StateDatabase) -> None:
    grants = GrantStore(database)
    grants.set("Board Papers", ["board", "Staff"])
    grants.set("Open", ["everyone"])
    assert grants.all() == {"board papers": {"board", "Staff"}, "open": {"everyone"}}
    grants.set("BOARD papers", ["board"])
    grants.set("open", [])
    assert grants.all() == {"board papers": {"board"}}


def test_grants_follow_a_new_name(database: StateDatabase) -> None:
    grants = GrantStore(database)
    grants.set("Board papers", ["board"])
    grants.rename("board Papers", "Minutes")
    assert grants.all() == {"minutes": {"board"}}


def test_invalid_group_changes_nothing(database: StateDatabase) -> None:
    grants = GrantStore(database)
    grants.set("a", ["board"])
    with pytest.raises(InputError):
        grants.set("a", ["x\0"])
    assert grants.all() == {"a": {"board"}}
