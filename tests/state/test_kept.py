import pytest

from reportqa.errors import Conflict, InputError
from reportqa.state import KeptStore, StateDatabase, UserStore

PASSWORD = "a long password"  # noqa: S105


@pytest.fixture
def kept(database: StateDatabase) -> KeptStore:
    UserStore(database).add("anna", PASSWORD)
    UserStore(database).add("berta", PASSWORD)
    return KeptStore(database)


def test_text_is_replaced_version_by_version(kept: KeptStore) -> None:
    assert kept.get("anna", "tray") == (0, "")
    assert kept.put("anna", "tray", "[1]", 0) == 1
    assert kept.put("anna", "tray", "[2]", 1) == 2
    assert kept.get("anna", "tray") == (2, "[2]")
    assert kept.get("anna", "history") == kept.get("berta", "tray") == (0, "")


@pytest.mark.parametrize("version", [0, 2])
def test_another_version_changes_nothing(kept: KeptStore, version: int) -> None:
    kept.put("anna", "tray", "[1]", 0)
    with pytest.raises(Conflict, match="Another browser has changed it"):
        kept.put("anna", "tray", "[2]", version)
    assert kept.get("anna", "tray") == (1, "[1]")


def test_text_that_is_too_long_is_refused(kept: KeptStore) -> None:
    with pytest.raises(InputError, match="The tray is larger than 1 MiB"):
        kept.put("anna", "tray", "x" * (1024**2 + 1), 0)


def test_it_is_removed_with_the_user(kept: KeptStore, database: StateDatabase) -> None:
    kept.put("anna", "tray", "[1]", 0)
    UserStore(database).remove("anna")
    UserStore(database).add("anna", PASSWORD)
    assert kept.get("anna", "tray") == (0, "")
