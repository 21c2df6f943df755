"""A server whose users see the documents of their departments only."""

from dataclasses import replace
from threading import Event

from flask import Flask

from reportqa.index import EVERYONE
from reportqa.server.accounts.current_user import STATE
from reportqa.server.app import create_app
from reportqa.server.uploads.room import Room
from reportqa.settings import Settings
from reportqa.state import GrantStore, Role, StateDatabase, TokenStore, UserStore
from support.isolated import WORDS
from support.isolated_requests import TOKENS, Sent
from support.signing_in import PASSWORD

OK = 200


def share_departments(database: StateDatabase, departments: tuple[str, ...]) -> None:
    """Share the collections of each department with a group of its name, and the one of all with all."""
    grants = GrantStore(database)
    grants.set("For all", [EVERYONE])
    for one in departments:
        grants.set(f"{WORDS[one][0]} reports", [one])
        grants.set(f"{WORDS[one][0]} files", [one])


def app_of(settings: Settings, departments: tuple[str, ...]) -> Flask:
    """Return a server with a curator and a reader in the group of each department, and an administrator.

    A user of each department has been answered.
    """
    app = create_app(replace(settings, request_seconds=600), Room(), with_sign_in=True)
    app.testing = True
    database: StateDatabase = app.extensions[STATE]
    share_departments(database, departments)
    users: dict[str, tuple[Role, list[str]]] = {"admin": (Role.ADMIN, [])}
    for one in departments:
        users |= {one: (Role.CURATOR, [one]), f"{one}-reader": (Role.CURATOR, [one])}
    app.config[TOKENS] = {}
    for name, (role, groups) in users.items():
        UserStore(database).add(name, PASSWORD, role, groups)
        app.config[TOKENS][name] = TokenStore(database).add(name, "test", role, 1)
    pause = Event()
    for one in departments:
        # The index of a user is made at the first request; on a busy machine others are refused meanwhile.
        for _ in range(600):
            if Sent("api.documents").to(app, one).status_code == OK:
                break
            pause.wait(0.2)
    return app
