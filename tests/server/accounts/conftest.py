import shutil
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from reportqa.ingest.build import Summary
from reportqa.server.accounts.current_user import STATE
from reportqa.server.accounts.group_roles import GroupRoles
from reportqa.server.accounts.oidc_settings import Provider
from reportqa.server.accounts.outside_settings import Outside
from reportqa.server.accounts.proxy_header import TrustedProxies
from reportqa.server.app import create_app
from reportqa.server.uploads.room import Room
from reportqa.settings import Settings
from reportqa.state import Role, StateDatabase, TokenStore, UserStore
from support.signing_in import PASSWORD, sign_in

PROVIDER = Provider("http://127.0.0.1:9", "id", "secret", "Example ID")


@pytest.fixture(scope="module")
def shared_app(settings: Settings, built: Summary, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An application with sign-in, uploads and a user of each role, named like it.

    Users also come from the proxy 10.0.0.5, and from a provider that does not answer.
    """
    folder = tmp_path_factory.mktemp("accounts")
    shutil.copytree(settings.index_dir, folder / "index")
    (folder / "corpus").mkdir()
    given = replace(settings, index_dir=folder / "index", corpus_dir=folder / "corpus")
    others = Outside(PROVIDER, TrustedProxies.parse(["10.0.0.5"], "X-User", "X-Groups"), GroupRoles.parse(["it=admin"]))
    app = create_app(given, Room(), ("reports.example.org",), with_sign_in=True, others=others)
    app.testing = True
    for role in Role:
        UserStore(app.extensions[STATE]).add(str(role), PASSWORD, role, ["board"] if role is Role.READER else [])
    return app


@pytest.fixture
def users_app(shared_app: Flask) -> Flask:
    """The same, without the attempts to sign in of other tests."""
    with shared_app.extensions[STATE].writing() as session:
        session.connection().exec_driver_sql("DELETE FROM attempts")
    return shared_app


@pytest.fixture
def state(users_app: Flask) -> StateDatabase:
    database: StateDatabase = users_app.extensions[STATE]
    return database


@pytest.fixture
def stranger(users_app: Flask) -> FlaskClient:
    """A browser without a session."""
    return users_app.test_client()


@pytest.fixture
def reader(stranger: FlaskClient) -> FlaskClient:
    """A browser in which the reader has signed in."""
    assert sign_in(stranger, "reader").status_code == 303
    return stranger


@pytest.fixture
def bearer(state: StateDatabase) -> Callable[[Role], dict[str, str]]:
    """Return the headers of a program that acts for the user of a role."""

    def bearer(role: Role) -> dict[str, str]:
        return {"Authorization": f"Bearer {TokenStore(state).add(str(role), 'test', role, 1)}"}

    return bearer
