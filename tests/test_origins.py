import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.errors import RequestRefused
from reportqa.origins import check_host, check_origin


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "192.168.1.5", "[::1]:8000", "Reports.example.org:80"],
)
def test_address_localhost_and_known_names_are_the_servers(host: str) -> None:
    check_host(host, ("reports.EXAMPLE.org",))


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "localhost.evil.example", "", "[::1", "a b", "@"]
)
def test_name_that_anybody_may_have_made_is_not(host: str) -> None:
    with pytest.raises(RequestRefused, match="is not known as"):
        check_host(host, ("reports.example.org",))


@pytest.mark.parametrize(
    ("origin", "fetch_site"),
    [
        (None, None),
        ("http://127.0.0.1:8000", None),
        # Behind a proxy that speaks TLS.
        ("https://127.0.0.1:8000", None),
        ("http://127.0.0.1:8000", "same-origin"),
    ],
)
def test_own_pages_and_programs_may_change_things(origin: str | None, fetch_site: str | None) -> None:
    check_origin("127.0.0.1:8000", origin, fetch_site)


@pytest.mark.parametrize(
    ("origin", "fetch_site"),
    [
        ("http://evil.example", None),
        ("http://127.0.0.1:8001", None),
        ("http://127.0.0.1", None),
        ("null", None),
        ("", None),
        ("http://[", None),
        ("file://127.0.0.1:8000", None),
        ("http://127.0.0.1:8000", "cross-site"),
        ("http://127.0.0.1:8000", "same-site"),
        (None, "none"),
        (None, ""),
    ],
)
def test_other_pages_may_not(origin: str | None, fetch_site: str | None) -> None:
    with pytest.raises(RequestRefused, match="another site"):
        check_origin("127.0.0.1:8000", origin, fetch_site)


@given(st.text() | st.from_regex(r"https?://[a-z0-9.:\[\]@-]*"))
def test_only_the_same_place_is_the_same_origin(origin: str) -> None:
    if origin.casefold() not in {"http://127.0.0.1:8000", "https://127.0.0.1:8000"}:
        place = origin.partition("//")[2].partition("/")[0].partition("?")[0].partition("#")[0]
        if place != "127.0.0.1:8000":
            with pytest.raises(RequestRefused):
                check_origin("127.0.0.1:8000", origin, None)
