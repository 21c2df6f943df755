"""Users and addresses from the headers of trusted proxies; the same headers from anybody else are removed.

A proxy is trusted by the address of its connection, which a client cannot choose. The names of headers have no
underscores, since WSGI does not tell them from hyphens: the server drops every header with one.
"""

import ipaddress
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportqa.errors import InputError, RequestRefused

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
PEER = "reportqa.peer"
"""Key of the environment of a request: the address of its connection; REMOTE_ADDR is the client's."""
IS_PROXIED = "reportqa.is_proxied"
"""Key of the environment of a request: whether it comes from a trusted proxy."""
_FORWARDED = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "Forwarded")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,99}")
_OTHERS = frozenset({"host", "cookie", "authorization", "content-type", "content-length", "origin", "referer"})
"""Headers that come from clients."""
MAX_HEADER = 8192
"""Characters of the header of groups."""


@dataclass(frozen=True, slots=True)
class ProxyUser:
    """The user of a request as a trusted proxy names it."""

    name: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrustedProxies:
    """The addresses of trusted proxies, and the headers in which they name users and their groups, if they do."""

    networks: tuple[Network, ...] = ()
    user_header: str | None = None
    groups_header: str | None = None
    separator: str = ","

    @classmethod
    def parse(
        cls, networks: Iterable[str], user_header: str | None, groups_header: str | None, separator: str = ","
    ) -> "TrustedProxies":
        """Return the proxies from the options of the command line.

        :raises InputError: when a network or a name is invalid, or a header is named without a proxy or a user.
        """
        found = tuple(map(_network, networks))
        if user_header and not found:
            raise InputError("--user-header needs the address of the proxy. Add --trust-proxy CIDR.")
        if groups_header and not user_header:
            raise InputError("--groups-header needs the header of the user. Add --user-header NAME.")
        for name in filter(None, (user_header, groups_header)):
            if not _NAME.fullmatch(name) or name.casefold() in _OTHERS | {one.casefold() for one in _FORWARDED}:
                raise InputError(
                    f'"{name}" cannot name a user or groups. Choose a header of letters, digits and hyphens that only'
                    " the proxy sets, such as X-Remote-User."
                )
        if user_header and groups_header and user_header.casefold() == groups_header.casefold():
            raise InputError("--user-header and --groups-header are the same. Name two headers.")
        if len(separator) != 1 or separator.isspace():
            raise InputError("--groups-separator is one character, such as a comma or a semicolon.")
        return cls(found, user_header or None, groups_header or None, separator)

    @property
    def single_headers(self) -> frozenset[str]:
        """The headers that a request has at most once, in lower case."""
        return frozenset(name.lower() for name in (self.user_header, self.groups_header) if name)

    def trusts(self, address: str) -> bool:
        """Return whether an address is a trusted proxy's."""
        found = _address(address)
        return found is not None and self._includes(found)

    def user_of(self, environ: "WSGIEnvironment") -> ProxyUser | None:
        """Return the user of a request that has passed `ProxyMiddleware`; None if the proxy names none.

        :raises RequestRefused: when the name is not one name.
        """
        if not (self.user_header and environ.get(IS_PROXIED)):
            return None
        name = _text(environ.get(_key(self.user_header), ""))
        if not name:
            return None
        if "," in name:
            raise RequestRefused(
                f"The proxy sent several users in {self.user_header}. Its administrator must let it replace the header"
                " that clients send."
            )
        groups = _text(environ.get(_key(self.groups_header), "")) if self.groups_header else ""
        return ProxyUser(name, tuple(dict.fromkeys(filter(None, map(str.strip, groups.split(self.separator))))))

    def client_of(self, peer: str, forwarded_for: str) -> str:
        """Return the client's address: in X-Forwarded-For, the last that is not a trusted proxy's.

        Each proxy adds the address that it sees at the end; what is before the first untrusted address may be invented.
        """
        client = _address(peer)
        if client is None:
            return peer
        for text in reversed(forwarded_for.split(",")):
            if not self._includes(client):
                break
            if (hop := _address(_without_port(text.strip()))) is None:
                break
            client = hop
        return str(client)

    def _includes(self, address: Address) -> bool:
        return any(address in network for network in self.networks)


class ProxyMiddleware:
    """A WSGI application that gets the client's address and scheme from trusted proxies, and no headers of others."""

    def __init__(self, app: Callable[..., Iterable[bytes]], proxies: TrustedProxies) -> None:
        self._app = app
        self._proxies = proxies
        self._removed = {_key(name) for name in (*_FORWARDED, proxies.user_header, proxies.groups_header) if name}

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        peer = environ.get("REMOTE_ADDR") or ""
        environ[PEER] = peer
        environ[IS_PROXIED] = is_proxied = self._proxies.trusts(peer)
        if is_proxied:
            environ["REMOTE_ADDR"] = self._proxies.client_of(peer, environ.get("HTTP_X_FORWARDED_FOR", ""))
            scheme = environ.get("HTTP_X_FORWARDED_PROTO", "").strip().lower()
            if scheme in {"http", "https"}:
                environ["wsgi.url_scheme"] = scheme
        else:
            for key in self._removed & environ.keys():
                del environ[key]
        return self._app(environ, start_response)


def _network(text: str) -> Network:
    try:
        network = ipaddress.ip_network(text.strip(), strict=True)
    except ValueError as error:
        raise InputError(
            f'"{text}" is not a network. Give --trust-proxy an address or a range, such as 10.0.0.5 or 10.0.0.0/24.'
        ) from error
    if isinstance(network, ipaddress.IPv6Network) and (mapped := network.network_address.ipv4_mapped):
        network = ipaddress.ip_network(f"{mapped}/{max(network.prefixlen - 96, 0)}")
    if network.prefixlen == 0:
        raise InputError(f'"{text}" would trust everyone. Give --trust-proxy the addresses of the proxies only.')
    return network


def _address(text: str) -> Address | None:
    """Return an address; one of IPv4 as IPv4 also if it is written as IPv6, as sockets for both do."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped) or address


def _without_port(text: str) -> str:
    """Return an address without the port that some proxies add: 203.0.113.7:4711, [2001:db8::7]:4711."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text


def _key(header: str) -> str:
    return f"HTTP_{header.upper().replace('-', '_')}"


def _text(value: Any) -> str:
    """Return the text of a header, which WSGI passes on as Latin-1.

    :raises RequestRefused: when it is not UTF-8, too long or has control characters.
    """
    try:
        text = str(value).encode("latin-1").decode().strip()
    except UnicodeError:
        text = "\0"
    if len(text) > MAX_HEADER or not text.isprintable():
        raise RequestRefused("The proxy sent a user or groups that cannot be read. They must be UTF-8.")
    return text
