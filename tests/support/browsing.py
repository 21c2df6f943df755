"""Chromium for tests, and pages that may only talk to the test server."""

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000
"""Milliseconds before an expectation fails; long enough for a busy machine."""
BUILD_PATIENCE = 240_000
"""Milliseconds that a whole build may take on a busy machine."""
PHONE = {"width": 375, "height": 812}
SCREEN = {"width": 1440, "height": 900}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EXPERIMENTAL = ["label-content-name-mismatch"]
"""Rules of these tags that axe-core checks only if they are named."""
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
"""The rules whose outcome depends on the colour scheme."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield the browser of this machine, the one without windows if it is there; skip the test without any."""
    names = ("chromium-headless-shell", "chromium", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("CI must run the browser tests: install chromium-headless-shell.")
        pytest.skip("No Chromium on this machine; install chromium-headless-shell to run the browser tests.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        expect.set_options(timeout=PATIENCE)
        yield browser
        expect.set_options(timeout=None)
        browser.close()


class Watch:
    """Requests to other hosts, and errors and warnings of the console."""

    def __init__(self, context: BrowserContext) -> None:
        self.strangers: list[str] = []
        self.complaints: list[str] = []
        context.on("request", self._see_request)
        context.on("console", self._see_message)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def _see_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.hostname != "127.0.0.1" and parts.scheme != "data":
            self.strangers.append(request.url)

    def _see_message(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


@contextmanager
def watched_page(browser: Browser, *, expected: str = "(?!)", **options: Any) -> Iterator[Page]:
    """Yield a page; fail on requests to other hosts and on console errors, except those that match `expected`."""
    context = browser.new_context(**({"viewport": SCREEN} | options))
    context.set_default_timeout(PATIENCE)
    watch = Watch(context)
    yield context.new_page()
    context.close()
    assert watch.strangers == [], watch.strangers
    complaints = [one for one in watch.complaints if not re.search(expected, one)]
    assert complaints == [], complaints


def axe(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """Return the violations that axe-core finds on a page, one line per element.

    :param rules: the rules to check; by default those of WCAG 2.2 AA and best practice, with EXPERIMENTAL.
    """
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    else:
        options |= {
            "runOnly": {"type": "tag", "values": TAGS},
            "rules": {name: {"enabled": True} for name in EXPERIMENTAL},
        }
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {node['html']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]
