"""A browser for the tests of this folder, and a page that may only talk to the server."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

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
