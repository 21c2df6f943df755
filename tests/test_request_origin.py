from ipaddress import ip_address
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.errors import RequestRefused, UnknownHost
from reportqa.request_origin import check_embedding, check_host, check_origin, is_loopback

KNOWN = ("reports.EXAMPLE.org", "http://copied.example:8000/", "team_server", "bücher.example", "")


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "LOCALHOST:8000", "localhost.", "reports.localhost:8000"),
        *("127.0.0.1:8000", "192.168.1.5", "[::1]:8000", "[fe80::1]"),
        *("Reports.example.org:80", "copied.example:8000", "team_server", "xn--bcher-kva.example"),
    ],
)
def test_addresses_localhost_and_known_names_are_accepted(host: str) -> None:
    check_host(host, KNOWN)


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example", "evil-localhost"),
        *("sub.reports.example.org", "reports.example.orgy"),
    ],
)
def test_other_names_are_refused(host: str) -> None:
    name = host.partition(":")[0]
    with pytest.raises(UnknownHost, match=f'is not known as "{name}".* --known-as {name}\\.$'):
        check_host(host, KNOWN)


@pytest.mark.parametrize(
    "host", ["", " ", "[::1", "a b", "@", "evil@127.0.0.1", "<script>", "e" * 254, ":80", "é" * 99]
)
def test_invalid_host_is_refused_and_not_repeated(host: str) -> None:
    with pytest.raises(UnknownHost, match=r"^The request names no server"):
        check_host(host, KNOWN)


@given(st.text(st.sampled_from("abc.:/@[]127 \u3002"), max_size=30) | st.text(max_size=30))
def test_only_what_ends_in_a_known_name_or_is_an_address_passes(host: str) -> None:
    try:
        check_host(host, ("reports.example.org",))
    except UnknownHost:
        return
    name = urlsplit(f"//{host.rpartition('//')[2]}").hostname or ""
    assert name.rstrip(".").endswith(("localhost", "reports.example.org")) or ip_address(name)


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
def test_other_sites_may_not(origin: str | None, fetch_site: str | None) -> None:
    with pytest.raises(RequestRefused, match="another site"):
        check_origin("127.0.0.1:8000", origin, fetch_site)


@pytest.mark.parametrize(
    ("fetch_site", "mode", "destination"),
    [
        (None, None, None),
        ("none", "navigate", "document"),
        ("same-origin", "no-cors", "image"),
        ("cross-site", "navigate", "document"),
        ("same-site", "navigate", "document"),
    ],
)
def test_own_pages_programs_and_links_may_read(
    fetch_site: str | None, mode: str | None, destination: str | None
) -> None:
    check_embedding(fetch_site, mode, destination)


@pytest.mark.parametrize("fetch_site", ["cross-site", "same-site"])
@pytest.mark.parametrize(
    ("mode", "destination"),
    [("no-cors", "image"), ("cors", "empty"), ("no-cors", "script"), ("navigate", "iframe"), (None, None)],
)
def test_other_sites_may_not_embed(fetch_site: str, mode: str | None, destination: str | None) -> None:
    with pytest.raises(RequestRefused, match="another site may link"):
        check_embedding(fetch_site, mode, destination)


@given(st.text() | st.from_regex(r"https?://[a-z0-9.:\[\]@-]*"))
def test_only_the_same_place_is_the_same_origin(origin: str) -> None:
    if origin.casefold() not in {"http://127.0.0.1:8000", "https://127.0.0.1:8000"}:
        place = origin.partition("//")[2].partition("/")[0].partition("?")[0].partition("#")[0]
        if place != "127.0.0.1:8000":
            with pytest.raises(RequestRefused):
                check_origin("127.0.0.1:8000", origin, None)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost", "LOCALHOST"])
def test_loopback_is_known_by_its_address_or_name(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "reports.example.org", "localhost.example.org", ""])  # noqa: S104
def test_what_others_may_reach_is_not_loopback(host: str) -> None:
    assert not is_loopback(host)
