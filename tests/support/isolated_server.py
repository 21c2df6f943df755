"""A server whose users see the documents of their departments only."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from threading import Event

from flask import Flask, request

from reportqa.index import EVERYONE
from reportqa.server import sharing
from reportqa.server.app import create_app
from reportqa.server.sharing import Sharing
from reportqa.server.uploads.room import Room
from reportqa.settings import Settings
from support.isolated import WORDS
from support.isolated_requests import Sent

OK = 200


class Shares:
    """The groups of collections, as the database of users has them."""

    def __init__(self, departments: tuple[str, ...]) -> None:
        self._shares = {"for all": frozenset({EVERYONE})}
        for one in departments:
            title = WORDS[one][0].lower()
            self._shares |= {f"{title} reports": frozenset({one}), f"{title} files": frozenset({one})}

    def all(self) -> Mapping[str, frozenset[str]]:
        return {name: groups for name, groups in self._shares.items() if groups}

    def set(self, collection: str, groups: Collection[str]) -> None:
        self._shares[collection] = frozenset(groups)

    def rename(self, collection: str, new_name: str) -> None:
        self._shares[new_name] = self._shares.pop(collection)


@dataclass(frozen=True)
class Viewer:
    name: str
    groups: frozenset[str]
    sees_all: bool


def viewer_of_request() -> Viewer:
    name = request.headers.get("X-User", "")
    return Viewer(name, frozenset(name.split()), sees_all=name == "admin")


def app_of(settings: Settings, departments: tuple[str, ...]) -> Flask:
    """Return a server of departments, of each of which a user has been answered."""
    app = create_app(replace(settings, request_seconds=600), Room(), reviews_uploads=True)
    app.testing = True
    sharing.init_app(app, Sharing(settings, Shares(departments), viewer_of_request))
    pause = Event()
    for one in departments:
        # The index of a user is made at the first request; on a busy machine others are refused meanwhile.
        for _ in range(600):
            if Sent("api.documents").to(app, one).status_code == OK:
                break
            pause.wait(0.2)
    return app
