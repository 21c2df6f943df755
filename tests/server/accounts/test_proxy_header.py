import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue

from reportqa.errors import InputError, RequestRefused
from reportqa.server.accounts.proxy_header import ProxyMiddleware, ProxyUser, TrustedProxies
from reportqa.server.connections import Budgets
from support.serving import served

OPTIONS = (["127.0.0.0/8", "10.1.0.0/16", "2001:db8::/64"], "X-Remote-User", "X-Remote-Groups")
PROXIES = TrustedProxies.parse(*OPTIONS)


def echoing(proxies: TrustedProxies) -> Flask:
    """An application that says who asks, from where, and which headers of proxies it got."""
    app = Flask("echo")
    app.config.update(THREADS=2, SLOW_THREADS=1, BUDGETS=Budgets(1000), SINGLE_HEADERS=proxies.single_headers)
    app.wsgi_app = ProxyMiddleware(app.wsgi_app, proxies)  # type: ignore[method-assign]

    @app.get("/")
    def who() -> ResponseReturnValue:
        user = proxies.user_of(request.environ)
        headers = {name.lower() for name, _ in request.headers if name.lower().startswith(("x-", "forwarded"))}
        named = None if user is None else [user.name, *user.groups]
        return jsonify(user=named, address=request.remote_addr, scheme=request.scheme, headers=sorted(headers))

    @app.errorhandler(RequestRefused)
    def refuse(error: RequestRefused) -> ResponseReturnValue:
        return str(error), 403

    return app


Asking = Callable[..., tuple[int, str]]


@contextmanager
def asking(proxies: TrustedProxies) -> Iterator[Asking]:
    """Yield a function that sends lines of a head as they are, and returns the status and the body."""
    with served(echoing(proxies)) as address:
        port = int(address.rpartition(":")[2])

        def ask(*lines: str) -> tuple[int, str]:
            with socket.create_connection(("127.0.0.1", port)) as connection:
                head = "\r\n".join(("GET / HTTP/1.1", "Host: a", "Connection: close", *lines))
                connection.sendall(head.encode() + b"\r\n\r\n")
                response = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
            return int(response.split()[1]), response.partition("\r\n\r\n")[2].strip()

        yield ask


@pytest.fixture(scope="module")
def behind() -> Iterator[Asking]:
    """The server, asked by a trusted proxy."""
    with asking(PROXIES) as ask:
        yield ask


@pytest.fixture(scope="module")
def beside() -> Iterator[Asking]:
    """The server, asked from an address that is no trusted proxy's."""
    with asking(TrustedProxies.parse(["10.1.0.0/16"], *OPTIONS[1:])) as ask:
        yield ask


def body(**changes: object) -> str:
    return Flask("a").json.dumps({"user": None, "address": "127.0.0.1", "scheme": "http", "headers": []} | changes)


def test_trusted_proxy_names_user_groups_address_and_scheme(behind: Asking) -> None:
    status, text = behind(
        "X-Remote-User: ada", "X-Remote-Groups: staff, it", "X-Forwarded-For: 203.0.113.7", "X-Forwarded-Proto: https"
    )
    assert status == 200
    found = Flask("a").json.loads(text)
    assert found["user"] == ["ada", "staff", "it"]
    assert (found["address"], found["scheme"]) == ("203.0.113.7", "https")


def test_headers_of_another_address_are_removed(beside: Asking) -> None:
    status, text = beside(
        "X-Remote-User: ada", "X-Remote-Groups: it", "X-Forwarded-For: 10.1.0.1", "X-Forwarded-Proto: https",
        "X-Forwarded-Host: evil.example", "Forwarded: for=10.1.0.1",
    )  # fmt: skip
    assert (status, Flask("a").json.loads(text)) == (200, Flask("a").json.loads(body()))


@pytest.mark.parametrize("name", ["X_Remote_User", "X-Remote_User", "X_Remote-User", "x_remote_user"])
def test_underscores_are_not_hyphens(behind: Asking, name: str) -> None:
    assert Flask("a").json.loads(behind(f"{name}: mallory")[1])["user"] is None
    assert Flask("a").json.loads(behind(f"{name}: mallory", "X-Remote-User: ada")[1])["user"] == ["ada"]
    assert Flask("a").json.loads(behind("X-Remote-User: ada", f"{name}: mallory")[1])["user"] == ["ada"]


@pytest.mark.parametrize("name", ["X-Remote-User", "x-remote-user", "X-REMOTE-USER"])
@pytest.mark.parametrize("header", ["X-Remote-User: ada", "X-Remote-User:"])
def test_header_that_is_there_twice_is_refused(behind: Asking, name: str, header: str) -> None:
    for lines in ((header, f"{name}: mallory"), (f"{name}: mallory", header)):
        status, text = behind(*lines)
        assert status == 400
        assert "mallory" not in text


def test_groups_that_are_there_twice_are_refused(behind: Asking) -> None:
    status, text = behind("X-Remote-User: mallory", "X-Remote-Groups: it", "X-Remote-Groups: staff")
    assert status == 400
    assert "x-remote-groups" in text


def test_several_users_in_one_header_are_refused(behind: Asking) -> None:
    assert behind("X-Remote-User: mallory, ada")[0] == 403


def test_folded_line_does_not_hide_a_second_user(behind: Asking) -> None:
    status, text = behind("X-Remote-User: ada", " ,mallory")
    assert status in {400, 403}, text


@pytest.mark.parametrize("value", ["", " ", "\t"])
def test_empty_user_is_nobody(behind: Asking, value: str) -> None:
    assert Flask("a").json.loads(behind(f"X-Remote-User:{value}", "X-Remote-Groups: it")[1])["user"] is None


def test_groups_without_a_user_are_nobodys(behind: Asking) -> None:
    assert Flask("a").json.loads(behind("X-Remote-Groups: it")[1])["user"] is None


def test_user_is_read_as_utf_8(behind: Asking) -> None:
    assert Flask("a").json.loads(behind("X-Remote-User: zoë")[1])["user"] == ["zoë"]


@pytest.mark.parametrize("value", [b"ad\xe9", b"a\x07b", b"a\xe2\x80\xaeb"])
def test_user_that_cannot_be_shown_is_refused(value: bytes) -> None:
    environ = {"reportqa.is_proxied": True, "HTTP_X_REMOTE_USER": value.decode("latin-1")}
    with pytest.raises(RequestRefused, match="UTF-8"):
        PROXIES.user_of(environ)


def test_groups_are_separated_as_said() -> None:
    proxies = TrustedProxies.parse(*OPTIONS, separator=";")
    environ = {"reportqa.is_proxied": True, "HTTP_X_REMOTE_USER": "ada", "HTTP_X_REMOTE_GROUPS": "cn=a,dc=b; it;;it"}
    assert proxies.user_of(environ) == ProxyUser("ada", ("cn=a,dc=b", "it"))


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        ("", "127.0.0.1"),
        ("203.0.113.7", "203.0.113.7"),
        ("8.8.8.8, 203.0.113.7", "203.0.113.7"),
        ("8.8.8.8, 203.0.113.7, 10.1.2.3", "203.0.113.7"),
        ("127.0.0.1, 203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:4711", "203.0.113.7"),
        ("[2001:db8:1::7]:4711", "2001:db8:1::7"),
        ("2001:db8:1::7", "2001:db8:1::7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("203.0.113.7, ::ffff:10.1.0.1", "203.0.113.7"),
        ("203.0.113.7, unknown", "127.0.0.1"),
        ("unknown, 203.0.113.7", "203.0.113.7"),
        ("203.0.113.7,", "127.0.0.1"),
        ("<script>", "127.0.0.1"),
        ("10.1.0.9, 10.1.0.8", "10.1.0.9"),
    ],
)
def test_client_is_the_last_address_that_is_no_proxys(forwarded: str, client: str) -> None:
    assert PROXIES.client_of("127.0.0.1", forwarded) == client


@pytest.mark.parametrize(
    ("address", "is_trusted"),
    [
        ("127.0.0.1", True), ("::ffff:127.0.0.1", True), ("::ffff:10.1.2.3", True), ("10.2.0.1", False),
        ("::ffff:10.2.0.1", False), ("2001:db8::1", True), ("2001:db8::1%eth0", True), ("2001:db8:1::1", False),
        ("::1", False), ("", False), ("localhost", False), ("::127.0.0.1", False),
    ],
)  # fmt: skip
def test_proxy_is_trusted_by_its_address(address: str, is_trusted: bool) -> None:
    assert PROXIES.trusts(address) is is_trusted


def test_mapped_network_is_the_network_of_ipv4() -> None:
    proxies = TrustedProxies.parse(["::ffff:10.1.0.0/112"], None, None)
    assert proxies.trusts("10.1.255.1")
    assert not proxies.trusts("10.2.0.1")


@pytest.mark.parametrize("network", ["10.0.0.1/8", "proxy", "", "10.0.0", "10.0.0.0/33"])
def test_invalid_network_is_refused(network: str) -> None:
    with pytest.raises(InputError, match="is not a network"):
        TrustedProxies.parse([network], None, None)


@pytest.mark.parametrize("network", ["0.0.0.0/0", "::/0", "::ffff:0.0.0.0/96"])
def test_network_of_everyone_is_refused(network: str) -> None:
    with pytest.raises(InputError, match="would trust everyone"):
        TrustedProxies.parse([network], None, None)


@pytest.mark.parametrize(
    "name", ["X_Remote_User", "", "X Remote", "Cookie", "Host", "X-Forwarded-For", "x-forwarded-for", "Ü", "X:", "a\nb"]
)
def test_name_that_clients_send_is_no_header_of_users(name: str) -> None:
    with pytest.raises(InputError):
        TrustedProxies.parse(["10.0.0.5"], name, "X-Groups")


def test_headers_need_what_they_belong_to() -> None:
    for networks, user, groups, said in (
        ([], "X-User", None, "--trust-proxy"),
        (["10.0.0.5"], None, "X-Groups", "--user-header"),
        (["10.0.0.5"], "X-User", "x-user", "the same"),
    ):
        with pytest.raises(InputError, match=said):
            TrustedProxies.parse(networks, user, groups)
