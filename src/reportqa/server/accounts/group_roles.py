"""The role of a user whose groups another system knows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reportqa.errors import InputError
from reportqa.state import Role


@dataclass(frozen=True, slots=True)
class GroupRoles:
    """The role of each group, and of users in none of them; None refuses these users."""

    roles: Mapping[str, Role]
    others: Role | None = None

    @classmethod
    def parse(cls, pairs: Iterable[str], others: Role | None = None) -> "GroupRoles":
        """Return the roles from texts "GROUP=ROLE"; a group may contain equals signs.

        :raises InputError: when a text has another form, or nobody could sign in.
        """
        roles: dict[str, Role] = {}
        for pair in pairs:
            group, _, name = pair.rpartition("=")
            if not group.strip() or name.strip() not in set(Role):
                raise InputError(f'"{pair}" is not of the form GROUP=ROLE. Roles are {", ".join(Role)}.')
            role = Role(name.strip())
            known = roles.get(group.strip())
            roles[group.strip()] = role if known is None or role.includes(known) else known
        if not roles and others is None:
            raise InputError(
                "Nobody could sign in. Name the groups that may with --group-role GROUP=ROLE, or let everybody in whom"
                " the sign-in service knows with --other-role reader."
            )
        return cls(roles, others)

    def of(self, groups: Iterable[str]) -> Role | None:
        """Return the highest role of a user in these groups; None if the user may not sign in."""
        order = list(Role)
        found = {self.roles[group] for group in groups if group in self.roles}
        return max(found, key=order.index) if found else self.others
