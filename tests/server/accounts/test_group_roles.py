import pytest

from reportqa.errors import InputError
from reportqa.server.accounts.group_roles import GroupRoles
from reportqa.state import Role


def test_highest_role_of_several_groups_counts() -> None:
    roles = GroupRoles.parse(["staff=reader", "editors=curator", "it=admin"])
    assert roles.of(["staff", "editors"]) is Role.CURATOR
    assert roles.of(["editors", "it", "unknown"]) is Role.ADMIN


def test_user_in_no_known_group_is_refused_or_has_the_other_role() -> None:
    assert GroupRoles.parse(["it=admin"]).of(["staff", "IT"]) is None
    assert GroupRoles.parse(["it=admin"], Role.READER).of([]) is Role.READER


def test_group_may_contain_equals_signs() -> None:
    roles = GroupRoles.parse(["cn=it,dc=example=admin"])
    assert roles.of(["cn=it,dc=example"]) is Role.ADMIN


def test_group_that_is_named_twice_has_its_higher_role() -> None:
    for pairs in (["a=admin", "a=reader"], ["a=reader", "a=admin"]):
        assert GroupRoles.parse(pairs).of(["a"]) is Role.ADMIN


@pytest.mark.parametrize("pair", ["admin", "=admin", "it=", "it=root", ""])
def test_pair_of_another_form_is_refused(pair: str) -> None:
    with pytest.raises(InputError, match="GROUP=ROLE"):
        GroupRoles.parse([pair])


def test_roles_that_let_nobody_in_are_refused() -> None:
    with pytest.raises(InputError, match="Nobody could sign in"):
        GroupRoles.parse([])
