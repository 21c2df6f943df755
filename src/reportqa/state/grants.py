"""Which groups may see which collections."""

from collections.abc import Iterable, Mapping

from sqlalchemy import delete, select, update

from reportqa.state.database import StateDatabase
from reportqa.state.identity import checked_groups
from reportqa.state.tables import GrantRow
from reportqa.text import fold_case


class GrantStore:
    """The grants of a state database; names of collections are the same in any case."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def all(self) -> Mapping[str, frozenset[str]]:
        """Return the groups of each collection that has any, by its folded name."""
        with self._database.reading() as session:
            rows = session.execute(select(GrantRow.collection, GrantRow.group_name)).all()
        found: dict[str, set[str]] = {}
        for collection, group in rows:
            found.setdefault(collection, set()).add(group)
        return {name: frozenset(groups) for name, groups in found.items()}

    def set(self, collection: str, groups: Iterable[str]) -> None:
        """Set the groups that may see a collection.

        :raises InputError: for an invalid name of a group.
        """
        key, names = fold_case(collection), checked_groups(groups)
        with self._database.writing() as session:
            session.execute(delete(GrantRow).where(GrantRow.collection == key))
            session.add_all(GrantRow(collection=key, group_name=name) for name in sorted(names))

    def rename(self, collection: str, new_name: str) -> None:
        """Move the grants of a collection to its new name."""
        key = fold_case(new_name)
        with self._database.writing() as session:
            moved = update(GrantRow).where(GrantRow.collection == fold_case(collection))
            session.execute(moved.values(collection=key))
