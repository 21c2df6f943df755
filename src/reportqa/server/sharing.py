"""What the user of a request may see: the scope of the groups, and the engine that has nothing else."""

from collections.abc import Callable
from functools import lru_cache
from typing import Protocol

from flask import Flask

from reportqa.answering import Engine
from reportqa.index import CollectionStore, Facets, Grants, Scope, scope_of
from reportqa.server.restricted_engines import RestrictedEngines
from reportqa.settings import Settings

EXTENSION = "reportqa.sharing"
_SCOPES = 64
"""Scopes that are kept."""


class Viewer(Protocol):
    """The user of a request. `sees_all`: every document, whatever the groups."""

    @property
    def name(self) -> str: ...
    @property
    def groups(self) -> frozenset[str]: ...
    @property
    def sees_all(self) -> bool: ...


class Sharing:
    """The rule of a server for what its users may see."""

    def __init__(
        self,
        settings: Settings,
        grants: Grants,
        viewer: Callable[[], Viewer | None],
        *,
        unshared_too: bool = False,
    ) -> None:
        """Share collections with groups.

        :param viewer: returns the user of the request; None where nobody signs in
        :param unshared_too: whether everybody sees the documents that are in no shared collection
        """
        self._grants = grants
        self.viewer = viewer
        self._unshared_too = unshared_too
        self._store = CollectionStore(settings.index_dir)
        self._engines = RestrictedEngines(settings)
        self._scope = lru_cache(maxsize=_SCOPES)(self._scope_at)

    def engine(self, engine: Engine) -> Engine:
        """Return an engine with what the user of the request may see of an engine.

        :raises IndexUnavailable: while it is being made, or when it is not known what the user may see.
        """
        viewer = self.viewer()
        if viewer is None or viewer.sees_all or not (shares := self._grants.all()):
            return engine
        scope = self._scope(engine.facets, self._store.version(), frozenset(shares.items()), viewer.groups)
        return engine if scope is None else self._engines.get(engine, scope)

    def _scope_at(
        self,
        facets: Facets,
        version: object,  # noqa: ARG002, scopes are kept by it
        shares: frozenset[tuple[str, frozenset[str]]],
        groups: frozenset[str],
    ) -> Scope | None:
        return scope_of(facets, self._store.all(), dict(shares), groups, unshared_too=self._unshared_too)


def init_app(app: Flask, sharing: Sharing) -> None:
    """Restrict all that the users of an application see."""
    app.extensions[EXTENSION] = sharing
