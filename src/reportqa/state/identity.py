"""Users and roles."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from reportqa.errors import InputError

MAX_USER_NAME = 200
"""Characters of the name of a user or a group."""
MAX_GROUPS = 500


class Role(StrEnum):
    """What a user may do; each role includes those before it."""

    READER = "reader"
    CONTRIBUTOR = "contributor"
    CURATOR = "curator"
    ADMIN = "admin"

    def includes(self, least: "Role") -> bool:
        """Return whether this role may do what `least` may."""
        order = list(Role)
        return order.index(self) >= order.index(least)


@dataclass(frozen=True, slots=True)
class User:
    """The user of a request. `sees_all`: every collection, whatever the groups."""

    name: str
    role: Role
    groups: frozenset[str] = frozenset()
    sees_all: bool = False


def checked_user_name(name: str) -> str:
    """Return the name of a user as it is stored: in lower case, in composed characters.

    :raises InputError: when it is empty, too long, or has white space or characters that cannot be shown.
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
    if not folded or len(folded) > MAX_USER_NAME or not folded.isprintable() or any(map(str.isspace, folded)):
        raise InputError(f"A user name has 1 to {MAX_USER_NAME} characters and no spaces. Choose another name.")
    return folded


def checked_groups(groups: Iterable[str]) -> frozenset[str]:
    """Return the names of groups without white space around them, and without empty ones.

    :raises InputError: when there are too many, or one is too long or has characters that cannot be shown.
    """
    names = frozenset(name.strip() for name in groups) - {""}
    if any(len(name) > MAX_USER_NAME or not name.isprintable() for name in names):
        raise InputError(f"A group name has at most {MAX_USER_NAME} characters that can be shown. Choose another name.")
    if len(names) > MAX_GROUPS:
        raise InputError(f"A user has at most {MAX_GROUPS} groups.")
    return names
