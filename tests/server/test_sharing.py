from collections.abc import Iterable
from pathlib import Path

import pytest

from reportqa.answering import Engine
from reportqa.embedding import Embedder
from reportqa.errors import IndexUnavailable
from reportqa.index import EVERYONE, NOBODY, CollectionStore
from reportqa.server.sharing import Sharing
from reportqa.settings import Settings
from support.isolated import GENERAL, WORDS, build_isolated, documents_of
from support.isolated_server import Shares, Viewer

RED, BLUE = (f"{WORDS[one][0]} files" for one in ("red", "blue"))


@pytest.fixture(scope="module")
def isolated(settings: Settings, exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return build_isolated(tmp_path_factory.mktemp("sharing"), settings, ["red", "blue"])


@pytest.fixture(scope="module")
def opened(isolated: Settings, embedder: Embedder) -> Engine:
    return Engine.open(isolated, embedder)


class Rule:
    """The rule of a server without shared collections, asked by one user after another."""

    def __init__(self, settings: Settings, opened: Engine, *, unshared_too: bool = False) -> None:
        self.shares = Shares(())
        self.shares.set("for all", ())
        self.opened = opened
        self._viewer = Viewer("", frozenset(), sees_all=False)
        self._sharing = Sharing(settings, self.shares, lambda: self._viewer, unshared_too=unshared_too)

    def engine(self, groups: Iterable[str], *, sees_all: bool = False) -> Engine:
        self._viewer = Viewer("user", frozenset(groups), sees_all=sees_all)
        return self._sharing.engine(self.opened)

    def seen(self, *groups: str) -> set[str]:
        return {one.doc_id for one in self.engine(groups).documents()}


@pytest.fixture
def rule(isolated: Settings, opened: Engine) -> Rule:
    return Rule(isolated, opened)


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


def test_documents_that_are_not_shared_are_seen_where_the_setting_says_so(isolated: Settings, opened: Engine) -> None:
    rule = Rule(isolated, opened, unshared_too=True)
    rule.shares.set(BLUE.lower(), ["blue"])
    assert rule.seen() == {GENERAL, *documents_of("red")}
    assert rule.engine(["blue"]) is opened


def test_a_collection_that_is_not_shared_with_the_user_has_no_name(rule: Rule) -> None:
    rule.shares.set(RED.lower(), ["red"])
    rule.shares.set(BLUE.lower(), ["blue"])
    assert [one.name for one in rule.engine(["red"]).facets.collections()] == [RED]
    assert rule.engine(["red", "blue"]).facets.collections() != []
    assert rule.engine(["red"]).index_dir != rule.engine(["blue"]).index_dir
