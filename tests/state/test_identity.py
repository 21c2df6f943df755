import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.errors import InputError
from reportqa.state import Role, checked_groups, checked_user_name


def test_each_role_includes_those_before_it_and_no_other() -> None:
    roles = [Role.READER, Role.CONTRIBUTOR, Role.CURATOR, Role.ADMIN]
    for place, role in enumerate(roles):
        assert [role.includes(least) for least in roles] == [True] * (place + 1) + [False] * (3 - place)


@given(st.text())
def test_user_name_is_stored_the_same_however_it_is_typed(name: str) -> None:
    try:
        stored = checked_user_name(name)
    except InputError:
        return
    assert checked_user_name(stored) == stored
    assert checked_user_name(name.upper().lower()) == checked_user_name(name.lower())


@pytest.mark.parametrize("name", ["", " ", "two words", "a\0", "a\n", "\ud800", "a" * 201, "\u202eanna"])
def test_user_name_that_cannot_be_shown_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="A user name has 1 to 200 characters"):
        checked_user_name(name)


def test_groups_lose_white_space_and_empty_names() -> None:
    assert checked_groups([" board ", "", "Staff of the ward"]) == {"board", "Staff of the ward"}


@pytest.mark.parametrize("groups", [["a" * 201], ["a\0"], [str(number) for number in range(501)]])
def test_invalid_groups_are_refused(groups: list[str]) -> None:
    with pytest.raises(InputError):
        checked_groups(groups)
