import shutil
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from reportqa.answering import Engine
from reportqa.embedding import Embedder
from reportqa.errors import IndexUnavailable
from reportqa.index import EVERYONE, NOBODY, CollectionStore
from reportqa.server.accounts.current_user import STATE
from reportqa.server.restricted_engines import VIEWS
from reportqa.server.sharing import Sharing
from reportqa.settings import Settings
from reportqa.state import GrantStore, Role, StateDatabase, User
from support.isolated import GENERAL, WORDS, build_isolated, documents_of
from support.isolated_requests import Sent
from support.isolated_server import app_of

RED, BLUE = (f"{WORDS[one][0]} files" for one in ("red", "blue"))


@pytest.fixture(scope="module")
def isolated(settings: Settings, exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return build_isolated(tmp_path_factory.mktemp("sharing"), settings, ["red", "blue"])


@pytest.fixture(scope="module")
def opened(isolated: Settings, embedder: Embedder) -> Engine:
    return Engine.open(isolated, embedder)


class Rule:
    """The rule of a server without shared collections, asked by one user after another."""

    def __init__(self, settings: Settings, opened: Engine, database: StateDatabase) -> None:
        self.shares = GrantStore(database)
        self.opened = opened
        self._sharing = Sharing(settings, self.shares)

    def engine(self, groups: Iterable[str], *, sees_all: bool = False) -> Engine:
        return self._sharing.engine(self.opened, User("user", Role.READER, frozenset(groups), sees_all=sees_all))

    def seen(self, *groups: str) -> set[str]:
        return {one.doc_id for one in self.engine(groups).documents()}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[StateDatabase]:
    with closing(StateDatabase(f"sqlite:///{tmp_path / 'state.db'}")) as database:
        yield database


@pytest.fixture
def rule(isolated: Settings, opened: Engine, database: StateDatabase) -> Rule:
    return Rule(isolated, opened, database)


def test_who_sees_everything_has_the_engine_of_the_server(rule: Rule, opened: Engine) -> None:
    assert rule.engine(()) is opened
    rule.shares.set(RED.lower(), ["red"])
    assert rule.engine((), sees_all=True) is opened
    assert rule.engine(["red"]) is not opened


def test_a_grant_and_its_end_count_from_the_next_request_on(rule: Rule) -> None:
    rule.shares.set("for all", [EVERYONE])
    assert rule.seen("red") == {GENERAL}
    rule.shares.set(RED.lower(), ["red"])
    assert rule.seen("red") == {GENERAL, *documents_of("red")}
    rule.shares.set(RED.lower(), [NOBODY])
    assert rule.seen("red") == {GENERAL}


def test_a_change_of_a_collection_counts_from_the_next_request_on(
    isolated: Settings, opened: Engine, rule: Rule
) -> None:
    store = CollectionStore(isolated.index_dir)
    store.add("Changing", [GENERAL])
    rule.shares.set("changing", ["red"])
    assert rule.seen("red") == {GENERAL}
    store.add("Changing", [documents_of("blue")[0]])
    assert rule.seen("red") == {GENERAL, documents_of("blue")[0]}
    store.delete("Changing")
    with pytest.raises(IndexUnavailable, match="Ask an administrator"):
        rule.seen("red")
    assert rule.engine((), sees_all=True) is opened


def test_documents_that_are_not_shared_are_seen_where_the_setting_says_so(
    isolated: Settings, opened: Engine, database: StateDatabase
) -> None:
    rule = Rule(replace(isolated, shows_unshared=True), opened, database)
    rule.shares.set(BLUE.lower(), ["blue"])
    assert rule.seen() == {GENERAL, *documents_of("red")}
    assert rule.engine(["blue"]) is opened


def test_a_collection_that_is_not_shared_with_the_user_has_no_name(rule: Rule) -> None:
    rule.shares.set(RED.lower(), ["red"])
    rule.shares.set(BLUE.lower(), ["blue"])
    assert [one.name for one in rule.engine(["red"]).facets.collections()] == [RED]
    assert rule.engine(["red", "blue"]).facets.collections() != []
    assert rule.engine(["red"]).index_dir != rule.engine(["blue"]).index_dir


@pytest.fixture(scope="module")
def app(isolated: Settings, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("shared") / "index"
    shutil.copytree(isolated.index_dir, folder, ignore=shutil.ignore_patterns(VIEWS))
    return app_of(replace(isolated, index_dir=folder), ("red", "blue"))


def changed(app: Flask, user: str, **form: str) -> tuple[int, str]:
    """Return status and page of a change of a collection."""
    response = Sent("collections.change", method="POST", form=form).to(app, user)
    return response.status_code, response.text


def test_an_administrator_shares_renames_and_stops_sharing_on_the_page(app: Flask) -> None:
    shares = GrantStore(app.extensions[STATE])
    assert changed(app, "admin", name=RED, do="share", groups="red, nurses,")[0] == 303
    assert shares.all()[RED.lower()] == {"red", "nurses"}
    page = Sent("collections.listing").to(app, "admin").text
    assert "seen by nurses, red" in page
    assert changed(app, "admin", name=RED, do="rename", new="Papers")[0] == 303
    assert shares.all()["papers"] == {"red", "nurses"}
    status, page = changed(app, "admin", name="Papers", do="delete")
    assert (status, "Stop sharing it first" in page) == (409, True)
    assert changed(app, "admin", name="Papers", do="unshare")[0] == 303
    assert "papers" not in shares.all()
    status, page = changed(app, "admin", name="Papers", do="share", groups=" , ")
    assert (status, "No group is named" in page) == (400, True)


def test_nobody_else_changes_collections_once_one_is_shared(app: Flask) -> None:
    for form in ({"do": "share", "groups": "red"}, {"do": "unshare"}, {"do": "add", "document": GENERAL}):
        assert changed(app, "blue", name="For all", **form)[0] == 403
    page = Sent("collections.listing").to(app, "blue").text
    assert "For all" in page
    assert "Share" not in page
    assert RED not in page


def test_health_counts_no_documents_for_those_who_have_not_signed_in(app: Flask) -> None:
    found = app.test_client().get("/healthz").json
    assert found is not None
    assert found.keys() == {"status", "generation"}
