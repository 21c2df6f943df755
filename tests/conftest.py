"""Indexes built once in a test run with the real model, and the engine and server that read them.

Tests copy an index before they change it.
"""

import gc
import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from rich.console import Console

from reportqa.answering.confidence import shipped
from reportqa.answering.engine import Engine
from reportqa.cli.progress_bars import LineProgress
from reportqa.embedding import Embedder, load_embedder, prepare_embedder
from reportqa.embedding.transformer import SentenceTransformerEmbedder
from reportqa.evaluation.run import Options, Run, evaluate
from reportqa.index.generations import OWN_CALIBRATION
from reportqa.ingest.build import Summary, index
from reportqa.server.app import create_app
from reportqa.settings import Settings
from support.attributed import build_attributed
from support.corpora import ONE_PROCESS
from support.disputes import build_disputes
from support.kept_exports import export_model
from support.questionsets import SAMPLE
from support.shared import SharedFolders
from support.shelves import build_shelf

ROOT = Path(__file__).resolve().parents[1]

# The same examples on every run: what passes here passes elsewhere.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None, max_examples=40)
hypothesis.settings.load_profile("same")
# For `make test-fast`; `make test` tries all the examples.
hypothesis.settings.register_profile("few", parent=hypothesis.settings.get_profile("same"), max_examples=10)

# A shell that starts the tests in the background has them ignore Ctrl-C, and with them every process they start.
signal.signal(signal.SIGINT, signal.default_int_handler)


# Modules and tests all live to the end: looking for garbage among them finds none.
gc.disable()


def pytest_xdist_auto_num_workers() -> int:
    """Return three workers for two cores: tests wait for browsers and other processes a third of their time."""
    return (os.cpu_count() or 1) * 3 // 2


def pytest_collection_finish() -> None:
    """Collect garbage from here on, among what is made from here on."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need the model or an index as slow, and put their modules first.

    Another process runs the others while the indexes are built.
    """
    reading = [item for item in items if isinstance(item, pytest.Function) and "exports" in item.fixturenames]
    for item in reading:
        item.add_marker(pytest.mark.slow)
    first = {item.path for item in reading}
    items.sort(key=lambda item: item.path not in first)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedFolders]:
    """Folders that all processes of the test run read; fails at the end if a test has changed one."""
    base = tmp_path_factory.getbasetemp()
    if kept := os.environ.get("REPORTQA_TEST_FOLDERS"):
        # benchmarks/mutants.py runs the tests many times.
        base = Path(kept)
    elif "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    shared = SharedFolders(base)
    yield shared
    assert shared.changed() == []


@pytest.fixture(scope="session")
def exports(shared: SharedFolders, pytestconfig: pytest.Config) -> Path:
    """An index folder with the int8 export of the model; indexes built later in this process get copies of it."""
    folder = shared.build("exports", lambda folder: export_model(pytestconfig, folder, "int8"))
    prepare_embedder(folder, None, "int8")
    return folder


@pytest.fixture(scope="session")
def embedder(exports: Path) -> Embedder:
    """The int8 export, with which an index is built and searched by default."""
    return prepare_embedder(exports, None, "int8")


@pytest.fixture(scope="session")
def transformer() -> SentenceTransformerEmbedder:
    """The model with sentence-transformers; loading it imports torch, which takes seconds."""
    return load_embedder()


@pytest.fixture(scope="session")
def settings(shared: SharedFolders) -> Settings:
    """Settings of the sample corpus with an index of their own; `built` builds it."""
    return Settings.from_env(ONE_PROCESS, root=ROOT, index_dir=shared.base / "sample" / "index")


@pytest.fixture(scope="session")
def built(settings: Settings, shared: SharedFolders, exports: Path) -> Summary:
    return shared.build("sample", lambda _: index(settings, LineProgress(Console(quiet=True))))


@pytest.fixture(scope="session")
def varied(shared: SharedFolders, exports: Path) -> Settings:
    """Settings of an indexed corpus whose documents differ in publisher, author, date, language and type."""
    return shared.build("varied", lambda folder: build_shelf(folder, ROOT))


@pytest.fixture(scope="session")
def varied_engine(varied: Settings) -> Engine:
    return Engine.open(varied)


@pytest.fixture(scope="session")
def varied_app(varied: Settings) -> Flask:
    app = create_app(varied)
    app.testing = True
    return app


@pytest.fixture(scope="session")
def attributed(shared: SharedFolders, exports: Path) -> Settings:
    """Settings of an indexed corpus whose documents say in different ways who wrote them and when."""
    return shared.build("attributed", lambda folder: build_attributed(folder, ROOT))


@pytest.fixture(scope="session")
def attributed_engine(attributed: Settings, embedder: Embedder) -> Engine:
    return Engine.open(attributed, embedder)


@pytest.fixture(scope="session")
def attributed_client(attributed: Settings) -> FlaskClient:
    return create_app(attributed).test_client()


@pytest.fixture(scope="session")
def disputed(shared: SharedFolders, exports: Path) -> Settings:
    """Settings of an indexed corpus whose documents state different figures, with a list over two pages."""
    return shared.build("disputed", lambda folder: build_disputes(folder, ROOT))


@pytest.fixture(scope="session")
def disputed_engine(disputed: Settings, embedder: Embedder) -> Engine:
    return Engine.open(disputed, embedder)


@pytest.fixture(scope="session")
def disputed_client(disputed: Settings) -> FlaskClient:
    return create_app(disputed).test_client()


@pytest.fixture(scope="session")
def doubtful(disputed: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The same index with a calibration by which every question has related passages and none an answer."""
    index_dir = tmp_path_factory.mktemp("doubtful") / "index"
    shutil.copytree(disputed.index_dir, index_dir)
    replace(shipped(), related=0.0, answers=1.1, scale=0.5, shift=-0.25).save(index_dir / OWN_CALIBRATION)
    return replace(disputed, index_dir=index_dir)


@pytest.fixture(scope="session")
def engine(settings: Settings, built: Summary) -> Engine:
    return Engine.open(settings)


@pytest.fixture(scope="session")
def copied(settings: Settings, built: Summary, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a copy of the sample's index, beside which the use of a language model may be noted."""
    index_dir = tmp_path_factory.mktemp("copied") / "index"
    shutil.copytree(settings.index_dir, index_dir)
    return replace(settings, index_dir=index_dir)


@pytest.fixture(scope="session")
def app(settings: Settings, built: Summary) -> Flask:
    app = create_app(settings)
    app.testing = True
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def sample_run(settings: Settings, built: Summary, shared: SharedFolders) -> Run:
    """The evaluation of the sample corpus on its own questions."""
    return shared.build(
        "evaluation", lambda _: evaluate([SAMPLE], settings, Options(), LineProgress(Console(quiet=True)))
    )
