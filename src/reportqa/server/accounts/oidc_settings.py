"""Settings of an OpenID provider from environment variables."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from reportqa.errors import InputError
from reportqa.request_origin import is_loopback

DEFAULT_SCOPES = "openid profile email"
DEFAULT_NAMES = "preferred_username,email,sub"
DEFAULT_GROUPS = "groups"


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID provider and what it calls things; the secret is never shown.

    :param name: what people know the provider as
    :param name_claims: claims of the user's name, of which the first that a user has counts
    :param group_claims: claims of the user's groups; dots lead into objects
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    scopes: str = DEFAULT_SCOPES
    name_claims: tuple[str, ...] = tuple(DEFAULT_NAMES.split(","))
    group_claims: tuple[str, ...] = tuple(DEFAULT_GROUPS.split(","))

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> "Provider | None":
        """Return the provider; None without REPORTQA_OIDC_ISSUER.

        :raises InputError: when the issuer is not a web address, or another variable is missing.
        """
        issuer = environ.get("REPORTQA_OIDC_ISSUER", "").strip()
        if not issuer:
            return None
        host = _host_of(issuer)
        missing = [name for name in ("CLIENT_ID", "CLIENT_SECRET") if not environ.get(f"REPORTQA_OIDC_{name}")]
        if missing:
            names = " and ".join(f"REPORTQA_OIDC_{name}" for name in missing)
            raise InputError(f"REPORTQA_OIDC_ISSUER is set, but not {names}. Set all three.")
        scopes = environ.get("REPORTQA_OIDC_SCOPES") or DEFAULT_SCOPES
        return cls(
            issuer=issuer,
            client_id=environ["REPORTQA_OIDC_CLIENT_ID"],
            client_secret=environ["REPORTQA_OIDC_CLIENT_SECRET"],
            name=environ.get("REPORTQA_OIDC_NAME") or host,
            scopes=scopes if "openid" in scopes.split() else f"openid {scopes}",
            name_claims=_list(environ.get("REPORTQA_OIDC_USER_CLAIM") or DEFAULT_NAMES),
            group_claims=_list(environ.get("REPORTQA_OIDC_GROUPS_CLAIM") or DEFAULT_GROUPS),
        )


def _host_of(issuer: str) -> str:
    """Return the host of an issuer, with its port if it has one."""
    try:
        parts = urlsplit(issuer)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    allowed = {"https", "http"} if is_loopback(parts.hostname or "") else {"https"}
    if not parts.hostname or parts.scheme not in allowed or parts.query or parts.fragment or "@" in parts.netloc:
        raise InputError(
            f'REPORTQA_OIDC_ISSUER is "{issuer}". Set it to the issuer of your provider, which begins with https://,'
            " as its documentation names it."
        )
    return parts.hostname if port is None else f"{parts.hostname}:{port}"


def _list(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, text.split(","))))
