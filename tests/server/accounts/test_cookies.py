import pytest
from flask import Flask, Response

from reportqa.server.accounts.cookies import FORM, SESSION, read_cookie, save_cookies, set_cookie


def cookies_of(app: Flask, base_url: str, **headers: str) -> list[str]:
    with app.test_request_context(base_url=base_url, headers=headers):
        set_cookie(SESSION, "secret", 12)
        return save_cookies(Response()).headers.getlist("Set-Cookie")


def test_cookie_is_bound_to_https_and_hidden_from_scripts(app: Flask) -> None:
    for base_url in ("https://reports.example.org", "http://reports.example.org", "https://localhost"):
        (cookie,) = cookies_of(app, base_url)
        assert cookie.startswith("__Host-reportqa-session=secret;")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=43200"} <= set(cookie.split("; "))
        assert "Domain" not in cookie


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000"])
def test_cookie_works_without_https_on_this_machine(app: Flask, host: str) -> None:
    (cookie,) = cookies_of(app, f"http://{host}")
    assert cookie.startswith("reportqa-session=secret;")
    assert "Secure" not in cookie
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))


def test_proxy_with_tls_on_this_machine_gets_the_bound_cookie(app: Flask) -> None:
    (cookie,) = cookies_of(app, "http://localhost", Origin="https://localhost")
    assert cookie.startswith("__Host-")


def test_plain_cookie_counts_on_this_machine_alone(app: Flask) -> None:
    for base_url, found in (("http://localhost", "a"), ("https://reports.example.org", "")):
        with app.test_request_context(base_url=base_url, headers={"Cookie": "reportqa-session=a"}):
            assert read_cookie(SESSION) == found


def test_cookie_that_was_just_set_is_read(app: Flask) -> None:
    with app.test_request_context(headers={"Cookie": "reportqa-session=a"}):
        set_cookie(SESSION, "", 0)
        assert (read_cookie(SESSION), read_cookie(FORM)) == ("", "")
        assert "Max-Age=0" in save_cookies(Response()).headers["Set-Cookie"]
