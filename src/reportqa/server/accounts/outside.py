"""Users whom others sign in: an OpenID provider, or a proxy that names the user of each request."""

from typing import TYPE_CHECKING

from flask import Flask, current_app, request

from reportqa.errors import SignInRefused
from reportqa.server.accounts.current_user import state_database
from reportqa.server.accounts.outside_settings import Outside
from reportqa.server.accounts.proxy_header import ProxyMiddleware
from reportqa.state import Role, User

if TYPE_CHECKING:
    from reportqa.server.accounts.oidc import OidcClient

OIDC, PROXY = "oidc", "proxy"
"""Names of these methods."""
_OUTSIDE = "reportqa.outside"
_CLIENT = "reportqa.oidc"


def init_app(app: Flask, outside: Outside) -> None:
    """Let an application have users of others. Headers of proxies that are not trusted never reach it."""
    app.extensions[_OUTSIDE] = outside
    app.config["SINGLE_HEADERS"] = outside.proxies.single_headers
    app.wsgi_app = ProxyMiddleware(app.wsgi_app, outside.proxies)  # type: ignore[method-assign]
    if outside.provider is not None:
        from reportqa.server.accounts.oidc import OidcClient

        app.extensions[_CLIENT] = OidcClient(outside.provider)


def outside() -> Outside:
    """Return who else signs users in."""
    found: Outside = current_app.extensions[_OUTSIDE]
    return found


def provider_client() -> "OidcClient | None":
    """Return the client of the OpenID provider; None if there is no provider."""
    client: OidcClient | None = current_app.extensions.get(_CLIENT)
    return client


def role_of(groups: tuple[str, ...], who: str) -> Role:
    """Return the role of a user in groups.

    :param who: what named the user, as the beginning of a sentence
    :raises SignInRefused: when the user is in none of the groups that may sign in.
    """
    role = outside().roles.of(groups)
    if role is None:
        raise SignInRefused(f"{who}, but none of your groups may use this server. Ask the administrator.")
    return role


def user_of_proxy() -> User | None:
    """Return the user whom a trusted proxy names in the headers of the request.

    :raises RequestRefused: when the headers cannot be read, or the user may not sign in.
    :raises InputError: when the name is invalid or belongs to a user with another way to sign in.
    :raises AccessDenied: when the user is disabled.
    """
    named = outside().proxies.user_of(request.environ)
    if named is None:
        return None
    from reportqa.state import UserStore

    role = role_of(named.groups, f"The proxy has signed you in as {named.name}")
    return UserStore(state_database()).seen(named.name, PROXY, role, named.groups)
