"""A browser for the tests of this folder, and a page that may only talk to the server."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from reportqa.settings import Settings
from support.browsing import chromium, watched_page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(params=["with script", "without script"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page, once with JavaScript and once without, that may only talk to the server."""
    with watched_page(browser, java_script_enabled=request.param == "with script") as page:
        yield page


@pytest.fixture
def own(varied: Settings, tmp_path: Path) -> Settings:
    """An indexed corpus of its own that a server may add to."""
    shutil.copytree(varied.index_dir, tmp_path / "index")
    shutil.copytree(varied.corpus_dir, tmp_path / "corpus")
    return replace(varied, index_dir=tmp_path / "index", corpus_dir=tmp_path / "corpus")
