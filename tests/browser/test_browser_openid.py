"""Sign-in with a certified OpenID provider and through a proxy, in Chromium."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import update

from reportqa.ingest.build import Summary
from reportqa.server.accounts.group_roles import GroupRoles
from reportqa.server.accounts.oidc_settings import Provider
from reportqa.server.accounts.outside_settings import Outside
from reportqa.server.accounts.proxy_header import TrustedProxies
from reportqa.server.app import create_app
from reportqa.settings import Settings
from reportqa.state import Role, StateDatabase
from reportqa.state.tables import SessionRow
from support.browsing import PATIENCE, watched_page
from support.openid import openid_provider
from support.serving import served

ROLES = GroupRoles({"staff": Role.READER, "editors": Role.CURATOR, "it": Role.ADMIN})
PROXIES = TrustedProxies.parse(["127.0.0.1"], "X-Remote-User", "X-Remote-Groups")


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with openid_provider() as provider:
        yield provider


@pytest.fixture(scope="module")
def users(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of the sample index with a database of users of its own."""
    return replace(settings, state_url=f"sqlite:///{tmp_path_factory.mktemp('state')}/state.db")


@pytest.fixture(scope="module")
def address(users: Settings, built: Summary, provider: Provider) -> Iterator[str]:
    with served(signing_in(users, Outside(provider, roles=ROLES))) as address:
        yield address


def signing_in(settings: Settings, others: Outside) -> Flask:
    return create_app(settings, with_sign_in=True, others=others)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser without cookies."""
    with closing(browser.new_context()) as context:
        context.set_default_timeout(PATIENCE)
        yield context


def begin(page: Page, address: str, path: str = "/account") -> None:
    """Ask for a page and go to the provider."""
    page.goto(f"{address}{path}")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_role("link", name="Sign in with Example ID").click()


def name_user(page: Page, user: str) -> None:
    page.get_by_label("User").fill(user)
    page.get_by_role("button", name="Sign in").click()


def changed(url: str, **changes: str) -> str:
    parts = urlsplit(url)
    return parts._replace(query=urlencode(dict(parse_qsl(parts.query)) | changes)).geturl()


def way_to_provider(context: BrowserContext, address: str) -> str:
    """Begin a sign-in; return the address at the provider to which the browser would be sent."""
    return str(context.request.get(f"{address}/sign-in/oidc?next=%2Faccount", max_redirects=0).headers["location"])


def way_back(page: Page, user: str) -> str:
    """Sign in at the provider; return the address at which the browser would come back."""
    client = page.context.request
    sent = client.post(page.url, form={"user": user}, max_redirects=0)
    return str(client.get(sent.headers["location"], max_redirects=0).headers["location"])


def problem(page: Page) -> str:
    return page.get_by_role("alert").inner_text()


@pytest.mark.parametrize("scripted", [True, False], ids=["with script", "without script"])
def test_user_signs_in_and_comes_to_the_page_asked_for(browser: Browser, address: str, scripted: bool) -> None:
    with watched_page(browser, java_script_enabled=scripted) as page:
        begin(page, address, "/ask?q=How+many+patients+did+Modality+have%3F")
        name_user(page, "ada")
        expect(page).to_have_url(f"{address}/ask?q=How+many+patients+did+Modality+have%3F")
        expect(page.get_by_role("link", name="ada", exact=True)).to_be_visible()
        cookie = next(one for one in page.context.cookies() if "session" in one["name"] and "reportqa" in one["name"])
        assert cookie["httpOnly"]
        assert cookie["sameSite"] == "Lax"
        assert not [one for one in page.context.cookies() if one["name"].endswith("reportqa-oidc")]


@pytest.mark.parametrize(("user", "role"), [("ada", "curator"), ("grace", "admin")])
def test_groups_give_the_role(context: BrowserContext, address: str, user: str, role: str) -> None:
    page = context.new_page()
    begin(page, address)
    name_user(page, user)
    expect(page.locator("main")).to_contain_text(role)


def test_user_in_no_known_group_is_refused(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    begin(page, address)
    name_user(page, "joan")
    assert "signed you in as joan, but none of your groups may use this server" in problem(page)
    page.goto(f"{address}/account")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_user_whom_the_provider_does_not_know_is_refused(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    begin(page, address)
    name_user(page, "nobody")
    assert "Example ID did not sign you in" in problem(page)


def test_wrong_state_is_refused(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    begin(page, address)
    back = way_back(page, "ada")
    page.goto(changed(back, state="another"))
    assert "began in another browser" in problem(page)
    # The sign-in has ended: the right state comes too late.
    page.goto(back)
    assert "was used before" in problem(page)


def test_code_of_another_browser_is_refused(browser: Browser, context: BrowserContext, address: str) -> None:
    attacker = context.new_page()
    begin(attacker, address)
    back = way_back(attacker, "ada")
    with closing(browser.new_context()) as other:
        victim = other.new_page()
        victim.goto(back)
        assert "began in another browser" in problem(victim)
        victim.goto(f"{address}/account")
        expect(victim.get_by_role("heading", name="Sign in")).to_be_visible()


def test_code_is_used_once(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    begin(page, address)
    back = way_back(page, "ada")
    before = context.cookies(address)
    page.goto(back)
    expect(page).to_have_url(f"{address}/account")
    page.goto(back)
    assert "was used before" in problem(page)
    # Also with what the browser kept meanwhile.
    context.add_cookies([{"name": one["name"], "value": one["value"], "url": address} for one in before])
    page.goto(back)
    assert "too old or was used before" in problem(page)


def test_wrong_nonce_is_refused(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(changed(way_to_provider(context, address), nonce="another"))
    name_user(page, "ada")
    assert "nonce" in problem(page)


def test_expired_session_leads_to_the_sign_in_page_and_back(
    context: BrowserContext, address: str, users: Settings
) -> None:
    page = context.new_page()
    begin(page, address)
    name_user(page, "ada")
    expect(page).to_have_url(f"{address}/account")
    with closing(StateDatabase.open(users)) as database, database.writing() as session:
        session.execute(update(SessionRow).values(expires=datetime.now(UTC) - timedelta(seconds=1)))
    page.goto(f"{address}/history")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    # The provider knows the user still.
    page.get_by_role("link", name="Sign in with Example ID").click()
    expect(page).to_have_url(f"{address}/history")


def test_user_signs_out_here_and_at_the_provider(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    begin(page, address)
    name_user(page, "ada")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("button", name="Yes").click()
    expect(page).to_have_url(f"{address}/sign-in", timeout=PATIENCE)
    page.goto(f"{address}/account")
    page.get_by_role("link", name="Sign in with Example ID").click()
    expect(page.get_by_label("User")).to_be_visible()


def test_next_page_is_never_on_another_site(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}/sign-in?next=https%3A%2F%2Fevil.example%2F")
    page.get_by_role("link", name="Sign in with Example ID").click()
    name_user(page, "ada")
    expect(page).to_have_url(f"{address}/")


def test_provider_that_is_down_is_reported(context: BrowserContext, users: Settings, built: Summary) -> None:
    gone = Provider("http://127.0.0.1:9", "id", "secret", "Example ID")
    with served(signing_in(users, Outside(gone, roles=ROLES))) as address:
        page = context.new_page()
        begin(page, address)
        assert "The sign-in service Example ID does not answer." in problem(page)


def test_proxy_names_the_user(browser: Browser, users: Settings, built: Summary) -> None:
    headers = {"X-Remote-User": "hopper", "X-Remote-Groups": "staff, it"}
    with served(signing_in(users, Outside(proxies=PROXIES, roles=ROLES))) as address:
        with watched_page(browser, extra_http_headers=headers) as page:
            page.goto(f"{address}/account")
            expect(page.get_by_role("link", name="hopper", exact=True)).to_be_visible()
            expect(page.locator("main")).to_contain_text("admin")
        with watched_page(browser) as page:
            page.goto(f"{address}/account")
            expect(page.get_by_text("Your organisation's proxy signs you in")).to_be_visible()


def test_user_header_of_another_address_is_nobody(browser: Browser, users: Settings, built: Summary) -> None:
    elsewhere = replace(PROXIES, networks=TrustedProxies.parse(["10.0.0.5"], None, None).networks)
    with served(signing_in(users, Outside(proxies=elsewhere, roles=ROLES))) as address:
        headers = {"X-Remote-User": "hopper", "X-Remote-Groups": "it", "X-Forwarded-For": "10.0.0.5"}
        with watched_page(browser, extra_http_headers=headers) as page:
            page.goto(f"{address}/account")
            expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
