import os
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from reportqa.answering import Engine
from reportqa.cli.progress_bars import showing_progress
from reportqa.embedding import Embedder
from reportqa.errors import DocumentNotFound, IndexUnavailable
from reportqa.index import Collection, Filters, Scope, generations
from reportqa.ingest.build import index
from reportqa.server.restricted_engines import KEPT, OPEN, VIEWS, RestrictedEngines
from reportqa.settings import Settings
from support.isolated import GENERAL, build_isolated, documents_of

WAITING = 60.0


@pytest.fixture(scope="module")
def isolated(settings: Settings, exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return build_isolated(tmp_path_factory.mktemp("isolated"), settings, ["red", "blue"])


@pytest.fixture
def copied(isolated: Settings, tmp_path: Path) -> Settings:
    shutil.copytree(isolated.index_dir, tmp_path / "index", ignore=shutil.ignore_patterns(VIEWS))
    shutil.copytree(isolated.corpus_dir, tmp_path / "corpus")
    return replace(isolated, index_dir=tmp_path / "index", corpus_dir=tmp_path / "corpus")


@pytest.fixture
def opened(copied: Settings, embedder: Embedder) -> Engine:
    return Engine.open(copied, embedder)


def scope(*doc_ids: str, **collections: tuple[str, ...]) -> Scope:
    named = (Collection(name, Filters(doc_ids=members)) for name, members in collections.items())
    return Scope(frozenset(doc_ids), tuple(named))


def test_an_engine_has_what_its_scope_has(opened: Engine, copied: Settings) -> None:
    engines = RestrictedEngines(copied, WAITING)
    red = engines.get(opened, scope(*documents_of("red"), GENERAL, News=(GENERAL,)))
    assert {one.doc_id for one in red.documents()} == {*documents_of("red"), GENERAL}
    assert red.generation == opened.generation
    assert [one.name for one in red.facets.collections()] == ["News"]
    for doc_id in documents_of("blue"):
        with pytest.raises(DocumentNotFound):
            red.document(doc_id)


def test_equal_scopes_share_an_engine_and_equal_documents_an_index(opened: Engine, copied: Settings) -> None:
    engines = RestrictedEngines(copied, WAITING)
    one, again = (engines.get(opened, scope(GENERAL)) for _ in range(2))
    named = engines.get(opened, scope(GENERAL, News=(GENERAL,)))
    assert one is again
    assert named is not one
    assert named.index_dir == one.index_dir
    assert len(list((copied.index_dir / VIEWS).iterdir())) == 1
    restarted = RestrictedEngines(copied, WAITING).get(opened, scope(GENERAL))
    assert restarted.index_dir == one.index_dir


def test_only_the_engines_used_last_are_kept_open(opened: Engine, copied: Settings) -> None:
    engines = RestrictedEngines(copied, WAITING)
    scopes = [scope(GENERAL, **{f"n{number}": (GENERAL,)}) for number in range(OPEN + 1)]
    first, *_, last = [engines.get(opened, one) for one in scopes]
    assert engines.get(opened, scopes[-1]) is last
    assert engines.get(opened, scopes[0]) is not first


def test_indexes_of_generations_that_are_gone_and_those_not_used_are_removed(opened: Engine, copied: Settings) -> None:
    views = copied.index_dir / VIEWS
    for number in range(KEPT + 5):
        folder = views / f"{opened.generation}-{number:032d}"
        folder.mkdir(parents=True)
        os.utime(folder, (number + 1, number + 1))
    (views / "20160101T000000000000-0").mkdir()
    made = RestrictedEngines(copied, WAITING).get(opened, scope(GENERAL))
    left = {path.name for path in views.iterdir()}
    assert len(left) == KEPT
    assert made.index_dir.name in left
    assert f"{opened.generation}-{KEPT + 4:032d}" in left
    assert not any(name.startswith("2016") for name in left)


def test_a_damaged_index_is_made_again(opened: Engine, copied: Settings) -> None:
    made = RestrictedEngines(copied, WAITING).get(opened, scope(GENERAL))
    generation = generations.folder(made.index_dir, made.generation)
    (generation / "library.sqlite").write_bytes(b"")
    engines = RestrictedEngines(copied, WAITING)
    with pytest.raises(IndexUnavailable):
        engines.get(opened, scope(GENERAL))
    assert [one.doc_id for one in engines.get(opened, scope(GENERAL)).documents()] == [GENERAL]


def test_the_generation_before_answers_while_an_index_is_made_unless_it_has_what_is_hidden_now(
    opened: Engine, copied: Settings, embedder: Embedder
) -> None:
    red, all_red = (scope(*documents_of("red"), *more, News=(GENERAL,)) for more in ((), (GENERAL,)))
    engines = RestrictedEngines(copied, 0.0)
    with pytest.raises(IndexUnavailable, match="are being prepared"):
        engines.get(opened, all_red)
    before = ready(engines, opened, all_red)
    (copied.corpus_dir / "later.txt").write_text("A later file.")
    with showing_progress() as progress:
        index(copied, progress)
    after = Engine.open(copied, embedder)
    with pytest.raises(IndexUnavailable, match="are being prepared"):
        engines.get(after, red)
    assert engines.get(after, all_red) is before
    assert ready(engines, after, all_red, after.generation).generation == after.generation


def ready(engines: RestrictedEngines, engine: Engine, wanted: Scope, generation: str = "") -> Engine:
    """Return an engine once its index is made, and is of a generation if one is given."""
    pause = Event()
    for _ in range(600):
        with suppress(IndexUnavailable):
            if generation in (found := engines.get(engine, wanted)).generation:
                return found
        pause.wait(0.1)
    raise AssertionError("the index was not made")
