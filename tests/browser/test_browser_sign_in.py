"""Signing in and out, roles and tokens in a real browser, with JavaScript and without."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Literal
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from reportqa.server.accounts.current_user import STATE
from reportqa.server.app import create_app
from reportqa.server.uploads.room import Room
from reportqa.settings import Settings
from reportqa.state import Role, UserStore
from support.browsing import COLOUR_RULES, PHONE, SCREEN, axe, watched_page
from support.serving import served
from support.signing_in import PASSWORD

pytestmark = pytest.mark.slow
QUESTION = "Who+leads+the+federation%3F"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture
def site(varied: Settings, tmp_path: Path) -> Iterator[str]:
    """The address of a server with sign-in and a user of each role, named like it."""
    shutil.copytree(varied.index_dir, tmp_path / "index")
    shutil.copytree(varied.corpus_dir, tmp_path / "corpus")
    app = create_app(
        replace(varied, index_dir=tmp_path / "index", corpus_dir=tmp_path / "corpus"), Room(), with_sign_in=True
    )
    with closing(app.extensions[STATE]) as database, served(app) as address:
        for role in Role:
            UserStore(database).add(str(role), PASSWORD, role)
        yield address


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_user_signs_in_asks_and_signs_out(site: str, page: Page) -> None:
    page.goto(f"{site}/documents/?sort=title")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_role("navigation", name="Site")).to_have_count(0)
    sign_in(page, "Reader")
    expect(page).to_have_url(f"{site}/documents/?sort=title")
    expect(page.get_by_role("link", name="Edit")).to_have_count(0)
    expect(page.get_by_role("link", name="Upload")).to_have_count(0)
    page.get_by_role("link", name="reader", exact=True).click()
    expect(page.get_by_text("You are signed in as reader, a reader.")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto(f"{site}/account")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_wrong_password_is_reported_and_the_name_kept(browser: Browser, site: str) -> None:
    # The browser writes a status of 401 to its console.
    page = browser.new_page()
    page.goto(f"{site}/sign-in")
    sign_in(page, "reader", "wrong password")
    expect(page.get_by_role("alert")).to_have_text("User name or password is wrong.")
    expect(page.get_by_label("User name")).to_have_value("reader")
    sign_in(page, "reader")
    expect(page.get_by_role("heading", name="Ask your reports")).to_be_visible()
    page.close()


@pytest.mark.parametrize("with_script", [True, False])
def test_contributor_uploads_and_curator_accepts(browser: Browser, site: str, with_script: bool) -> None:
    with watched_page(browser, java_script_enabled=with_script) as page:
        page.goto(f"{site}/uploads/")
        sign_in(page, "contributor")
        # The script shows or hides it when it is ready.
        expect(page.get_by_text("Or drop files anywhere")).to_be_visible(visible=with_script)
        page.locator("#file").set_input_files({"name": "note.txt", "mimeType": "text/plain", "buffer": b"A note.\n"})
        if not with_script:
            page.get_by_role("button", name="Upload").click()
        expect(page.get_by_text("note.txt is held for review.")).to_be_visible()
        expect(page.get_by_role("button", name="Accept", exact=True)).to_have_count(0)
        expect(page.get_by_role("button", name="Rebuild the index")).to_have_count(0)
    with watched_page(browser) as curators:
        curators.goto(f"{site}/uploads/")
        sign_in(curators, "curator")
        curators.get_by_role("button", name="Accept", exact=True).click()
        expect(curators.get_by_text("Accepted: note.txt.")).to_be_visible()


def test_page_that_the_role_may_not_see_says_who_may(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(f"{site}/uploads/")
    sign_in(page, "reader")
    expect(page.get_by_text("This is for contributors, curators and administrators")).to_be_visible()
    page.close()


def test_scripts_send_the_token_of_the_page(browser: Browser, site: str) -> None:
    with watched_page(browser) as page:
        page.goto(f"{site}/ask?q=Who+leads+the+federation%3F")
        sign_in(page, "reader")
        page.get_by_role("button", name="Add to tray").first.click()
        expect(page.get_by_role("button", name="In tray").first).to_be_visible()
        with page.expect_response(lambda response: "/api/cite" in response.url) as cited:
            page.goto(f"{site}/tray")
        assert cited.value.status == 200


def test_token_works_until_it_is_revoked(site: str, page: Page) -> None:
    page.goto(f"{site}/account")
    sign_in(page, "curator")
    page.get_by_text("Add a token").click()
    page.get_by_label("What it is for").fill("Nightly script")
    page.get_by_label("Highest role").select_option("reader")
    page.get_by_role("button", name="Add", exact=True).click()
    secret = page.locator(".new-token").inner_text()
    request = Request(f"{site}/api/corpus", headers={"Authorization": f"Bearer {secret}"})  # noqa: S310
    with urlopen(request) as response:  # noqa: S310
        assert response.status == 200
    page.get_by_role("button", name="Revoke Nightly script").click()
    expect(page.get_by_text("No tokens.")).to_be_visible()
    with pytest.raises(HTTPError, match="401"):
        urlopen(request)  # noqa: S310


def test_session_ended_elsewhere_ends_at_the_next_page(browser: Browser, site: str, page: Page) -> None:
    page.goto(f"{site}/account")
    sign_in(page, "reader")
    with watched_page(browser) as other:
        other.goto(f"{site}/account")
        sign_in(other, "reader")
        other.get_by_role("button", name=re.compile("^End the session of")).click()
        expect(other.get_by_role("button", name=re.compile("^End the session of"))).to_have_count(0)
    page.get_by_role("link", name="Documents").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, SCREEN], ids=["phone", "screen"])
def test_pages_are_accessible_at_any_width(browser: Browser, site: str, size: dict[str, int]) -> None:
    with watched_page(browser, viewport=size) as page:
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.goto(f"{site}/sign-in")
            assert axe(page, COLOUR_RULES if scheme == "dark" else ()) == []
        sign_in(page, "admin")
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.goto(f"{site}/account")
            for details in page.locator("details").all():
                details.evaluate("one => one.open = true")
            assert axe(page, COLOUR_RULES if scheme == "dark" else ()) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_tray_and_history_are_the_same_in_all_browsers_of_a_user(browser: Browser, site: str) -> None:
    with watched_page(browser) as one, watched_page(browser) as two:
        for page in (one, two):
            page.goto(f"{site}/history")
            sign_in(page, "reader")
        with one.expect_response(is_kept("tray")), one.expect_response(is_kept("history")):
            one.goto(f"{site}/ask?q={QUESTION}")
            one.get_by_role("button", name="Add to tray").first.click()
        two.goto(f"{site}/tray")
        expect(two.locator(".tray-count")).to_have_text(" 1")
        two.goto(f"{site}/history")
        expect(two.locator("#history a")).to_have_count(1)
        with two.expect_response(is_kept("history")):
            two.get_by_role("button", name=re.compile("^Delete “")).click()
        one.goto(f"{site}/history")
        expect(one.locator("#no-history")).to_be_visible()
        expect(one.locator(".tray-count")).to_have_text(" 1")


def test_what_a_browser_had_before_is_added_and_leaves_it_with_the_user(browser: Browser, site: str) -> None:
    with watched_page(browser) as page:
        page.goto(f"{site}/sign-in")
        thread = '[{"question": "Who?", "address": "/ask?q=Who%3F", "asked": "2026-01-01T00:00:00.000Z"}]'
        page.evaluate("(text) => localStorage.setItem('reportqa.history', text)", thread)
        with page.expect_response(is_kept("history")):
            sign_in(page, "reader")
        page.goto(f"{site}/account")
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        sign_in(page, "curator")
        expect(page.get_by_role("heading", name="Your account")).to_have_count(0)
        page.goto(f"{site}/history")
        expect(page.locator("#no-history")).to_be_visible()
        assert "Who?" not in page.evaluate("JSON.stringify(localStorage)")


def is_kept(kind: str) -> Callable[[Response], bool]:
    """Return whether a response says that something was kept on the server."""
    return lambda response: (
        response.url.endswith(f"/api/kept/{kind}") and response.request.method == "PUT" and response.ok
    )
