"""The client against a certified provider, and against one that sends what no honest provider does."""

import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from threading import Barrier, Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
import requests

from reportqa.errors import ProviderUnavailable, SignInRefused
from reportqa.server.accounts.oidc import OidcClient, PendingSignIn
from reportqa.server.accounts.oidc_claims import Identity
from reportqa.server.accounts.oidc_settings import Provider
from support.forged_openid import KEY, OTHER_KEY, SHARED_KEY, ForgedProvider, forged_provider
from support.openid import openid_provider

BACK = "http://127.0.0.1:5555/sign-in/oidc/back"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with openid_provider() as provider:
        yield provider


@pytest.fixture(scope="module")
def client(provider: Provider) -> OidcClient:
    return OidcClient(provider)


@pytest.fixture
def forged() -> Iterator[ForgedProvider]:
    with forged_provider() as forged:
        yield forged


@pytest.fixture
def browser() -> Iterator[requests.Session]:
    with requests.Session() as browser:
        yield browser


def visited(url: str, user: str = "ada", browser: requests.Session | None = None) -> dict[str, str]:
    """Sign a user in at the provider; return the parameters with which it sends the browser back."""
    with browser or requests.Session() as one:
        form = one.get(url, timeout=30)
        sent = one.post(form.url, data={"user": user}, allow_redirects=False, timeout=30)
        response = one.get(sent.headers["Location"], allow_redirects=False, timeout=30)
        return dict(parse_qsl(urlsplit(response.headers["Location"]).query))


def changed(url: str, **changes: str) -> str:
    parts = urlsplit(url)
    return parts._replace(query=urlencode(dict(parse_qsl(parts.query)) | changes)).geturl()


def test_user_signs_in_with_groups(client: OidcClient) -> None:
    url, pending = client.begin(BACK, "/ask?q=a")
    assert pending.path == "/ask?q=a"
    identity = client.finish(pending, visited(url))
    assert identity == Identity(identity.subject, "ada", ("staff", "editors"))


def test_request_has_state_nonce_and_proof_of_the_code(client: OidcClient) -> None:
    url, pending = client.begin(BACK, "/")
    sent = parse_qs(urlsplit(url).query)
    assert sent["response_type"] == ["code"]
    assert (sent["state"], sent["nonce"]) == ([pending.state], [pending.nonce])
    assert sent["code_challenge_method"] == ["S256"]
    assert pending.verifier not in url
    others = {client.begin(BACK, "/")[1] for _ in range(20)}
    for name in ("state", "nonce", "verifier"):
        assert len({getattr(one, name) for one in others}) == 20


def test_wrong_state_is_refused_without_asking_the_provider(forged: ForgedProvider) -> None:
    client = OidcClient(forged.provider)
    _, pending = client.begin(BACK, "/")
    forged.asked.clear()
    for given in ({"code": "a", "state": "b"}, {"code": "a"}, {"error": "access_denied"}):
        with pytest.raises(SignInRefused, match="began in another browser"):
            client.finish(pending, given)
    with pytest.raises(SignInRefused, match="began in another browser"):
        client.finish(None, {"code": "a", "state": pending.state})
    assert forged.asked == []


def test_code_is_used_once(client: OidcClient) -> None:
    url, pending = client.begin(BACK, "/")
    given = visited(url)
    client.finish(pending, given)
    with pytest.raises(SignInRefused, match="too old or was used before"):
        client.finish(pending, given)


def test_code_of_another_browser_is_refused(client: OidcClient) -> None:
    stolen = visited(client.begin(BACK, "/")[0])
    _, mine = client.begin(BACK, "/")
    with pytest.raises(SignInRefused, match="too old or was used before"):
        client.finish(mine, stolen | {"state": mine.state})


def test_identity_with_another_nonce_is_refused(client: OidcClient) -> None:
    url, pending = client.begin(BACK, "/")
    given = visited(changed(url, nonce="another"))
    with pytest.raises(SignInRefused, match="nonce"):
        client.finish(pending, given)


def test_reply_of_another_provider_is_refused(client: OidcClient) -> None:
    url, pending = client.begin(BACK, "/")
    with pytest.raises(SignInRefused, match="Another sign-in service"):
        client.finish(pending, visited(url) | {"iss": "https://evil.example"})


def test_user_whom_the_provider_refuses_is_told(client: OidcClient) -> None:
    url, pending = client.begin(BACK, "/")
    with pytest.raises(SignInRefused, match="Example ID did not sign you in"):
        client.finish(pending, visited(url, "nobody"))


def test_wrong_secret_is_named_as_a_fault_of_the_settings(provider: Provider) -> None:
    client = OidcClient(replace(provider, client_secret="wrong"))  # noqa: S106
    url, pending = client.begin(BACK, "/")
    with pytest.raises(ProviderUnavailable, match="does not accept this server's client id and secret"):
        client.finish(pending, visited(url))


def test_user_can_sign_out_at_the_provider(client: OidcClient, browser: requests.Session) -> None:
    visited(client.begin(BACK, "/")[0], browser=browser)
    url = client.end_url("http://127.0.0.1:5555/sign-in", "ada")
    assert url is not None
    assert "<title>Sign out</title>" in browser.get(url, timeout=30).text


def refused(forged: ForgedProvider, pending: PendingSignIn, client: OidcClient) -> str:
    with pytest.raises((SignInRefused, ProviderUnavailable)) as caught:
        client.finish(pending, {"code": "a", "state": pending.state})
    return str(caught.value)


def test_honest_identity_is_accepted(forged: ForgedProvider) -> None:
    client = OidcClient(forged.provider)
    _, pending = client.begin(BACK, "/")
    forged.send(forged.claims(pending.nonce))
    assert client.finish(pending, {"code": "a", "state": pending.state}).name == "ada"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example"}, {"iss": None}, {"aud": "another"}, {"aud": ["another", "third"]},
        {"aud": None}, {"exp": 1}, {"exp": None}, {"iat": None}, {"nonce": "another"}, {"nonce": None}, {"nonce": ""},
        {"sub": None}, {"azp": "another"}, {"iat": int(time.time()) + 3600}, {"nbf": int(time.time()) + 3600},
        {"at_hash": "another"}, {"preferred_username": None, "sub": " "},
    ],
)  # fmt: skip
def test_identity_with_a_wrong_claim_is_refused(forged: ForgedProvider, changes: dict[str, Any]) -> None:
    client = OidcClient(forged.provider)
    _, pending = client.begin(BACK, "/")
    forged.send(forged.claims(pending.nonce, **changes))
    assert refused(forged, pending, client)


@pytest.mark.parametrize(("algorithm", "key"), [("RS256", OTHER_KEY), ("HS256", SHARED_KEY), ("none", KEY)])
def test_identity_that_the_provider_has_not_signed_is_refused(forged: ForgedProvider, algorithm: str, key: Any) -> None:
    client = OidcClient(forged.provider)
    _, pending = client.begin(BACK, "/")
    forged.send(forged.claims(pending.nonce), algorithm, key)
    assert "not valid" in refused(forged, pending, client)


@pytest.mark.parametrize(
    "token", [{}, {"access_token": "a"}, {"access_token": "a", "id_token": "no token"}, {"id_token": 1}, {"error": "x"}]
)
def test_reply_without_an_identity_is_refused(forged: ForgedProvider, token: dict[str, Any]) -> None:
    client = OidcClient(forged.provider)
    _, pending = client.begin(BACK, "/")
    forged.token = token
    assert refused(forged, pending, client)


def test_nothing_is_asked_before_the_first_sign_in_and_the_description_once(forged: ForgedProvider) -> None:
    client = OidcClient(forged.provider)
    assert forged.asked == []
    for _ in range(3):
        _, pending = client.begin(BACK, "/")
        forged.send(forged.claims(pending.nonce))
        client.finish(pending, {"code": "a", "state": pending.state})
    assert forged.asked.count("/.well-known/openid-configuration") == 1
    assert forged.asked.count("/keys") == 1


@pytest.mark.parametrize(
    ("status", "description", "said"),
    [
        (500, {}, "does not answer"),
        (404, {}, "does not answer"),
        (200, {}, "must correct REPORTQA_OIDC_ISSUER"),
        (200, {"issuer": "https://evil.example"}, "must correct REPORTQA_OIDC_ISSUER"),
    ],
)
def test_provider_that_does_not_describe_itself_is_unavailable(
    forged: ForgedProvider, status: int, description: dict[str, Any], said: str
) -> None:
    forged.status, forged.description = status, description
    with pytest.raises(ProviderUnavailable, match=said):
        OidcClient(forged.provider).begin(BACK, "/")


def test_description_without_endpoints_is_reported(forged: ForgedProvider) -> None:
    forged.description = {"issuer": forged.provider.issuer}
    client = OidcClient(forged.provider)
    with pytest.raises(ProviderUnavailable, match="as OpenID Connect requires"):
        client.begin(BACK, "/")
    assert client.end_url("http://127.0.0.1:5555/sign-in", "ada") is None


def test_provider_that_is_down_is_reported_and_not_asked_again_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        issuer = f"http://127.0.0.1:{closed.getsockname()[1]}"
    client = OidcClient(Provider(issuer, "a", "b", "Example ID"))
    with pytest.raises(ProviderUnavailable, match="The sign-in service Example ID does not answer") as first:
        client.begin(BACK, "/")
    assert first.value.__cause__ is not None
    with pytest.raises(ProviderUnavailable, match="does not answer") as second:
        client.begin(BACK, "/")
    assert second.value.__cause__ is None
    assert client.end_url("http://127.0.0.1:5555/sign-in", "ada") is None


def test_provider_that_never_answers_holds_no_more_than_its_share_of_threads() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        client = OidcClient(Provider(f"http://127.0.0.1:{silent.getsockname()[1]}", "a", "b", "ID"), (0.5, 0.5))
        start, said = Barrier(8), []

        def begin() -> None:
            start.wait()
            try:
                client.begin(BACK, "/")
            except ProviderUnavailable as error:
                said.append(str(error))

        threads = [Thread(target=begin) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(said) == 8
    assert all("does not answer" in one or "Too many" in one for one in said)
