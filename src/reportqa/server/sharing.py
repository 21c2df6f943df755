"""What the users of a server may see: the scope of their groups, and the engine that has nothing else."""

from functools import lru_cache

from reportqa.answering import Engine
from reportqa.index import CollectionStore, Facets, Grants, Scope, scope_of
from reportqa.server.restricted_engines import RestrictedEngines
from reportqa.settings import Settings
from reportqa.state import User

_SCOPES = 64
"""Scopes that are kept."""


class Sharing:
    """The rule of a server for what its users may see. Safe to use from several threads."""

    def __init__(self, settings: Settings, grants: Grants) -> None:
        self._grants = grants
        self._shows_unshared = settings.shows_unshared
        self._store = CollectionStore(settings.index_dir)
        self._engines = RestrictedEngines(settings)
        self._scope = lru_cache(maxsize=_SCOPES)(self._scope_at)

    def engine(self, engine: Engine, user: User) -> Engine:
        """Return an engine with what a user may see of an engine; the same for one who sees everything.

        :raises IndexUnavailable: while it is being made, or when it is not known what the user may see.
        """
        if user.sees_all or not (shares := self._grants.all()):
            return engine
        scope = self._scope(engine.facets, self._store.version(), frozenset(shares.items()), user.groups)
        return engine if scope is None else self._engines.get(engine, scope)

    def _scope_at(
        self,
        facets: Facets,
        version: object,  # noqa: ARG002, scopes are kept by it
        shares: frozenset[tuple[str, frozenset[str]]],
        groups: frozenset[str],
    ) -> Scope | None:
        return scope_of(facets, self._store.all(), dict(shares), groups, unshared_too=self._shows_unshared)
