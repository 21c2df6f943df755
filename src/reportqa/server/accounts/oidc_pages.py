"""The way to an OpenID provider and back."""

from dataclasses import asdict

from flask import Blueprint, Response, redirect, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug import Response as BaseResponse

from reportqa.errors import AccessDenied, InputError, ProviderUnavailable, SignInRefused
from reportqa.server.accounts.addresses import external_address, own_address
from reportqa.server.accounts.client import is_encrypted, is_local_name
from reportqa.server.accounts.cookies import read_cookie, set_cookie
from reportqa.server.accounts.oidc import OidcClient, PendingSignIn
from reportqa.server.accounts.outside import OIDC, provider_client, role_of
from reportqa.server.accounts.pages import sign_in_page
from reportqa.server.accounts.sign_in import start_session

SECONDS = 900
"""Time to sign in at the provider."""
RETRY_SECONDS = 10
PLAIN = (
    "Sign-in needs HTTPS. Ask the administrator to put a reverse proxy with TLS in front of this server, and use its"
    " https:// address."
)
bp = Blueprint("oidc", __name__)


@bp.get("/sign-in/oidc")
def begin() -> BaseResponse:
    """Lead to the provider."""
    if not (is_encrypted() or is_local_name()):
        return _refused(403, PLAIN)
    try:
        address, pending = _client().begin(external_address("oidc.back"), own_address(request.args.get("next", "")))
    except ProviderUnavailable as error:
        return _refused(503, str(error))
    set_cookie(OIDC, str(_signer().dumps(asdict(pending))), hours=1)
    return redirect(address, 303)


@bp.get("/sign-in/oidc/back")
def back() -> BaseResponse:
    """Sign in whom the provider names, and lead to the page that was asked for."""
    pending = _pending()
    set_cookie(OIDC, "", 0)
    try:
        identity = _client().finish(pending, request.args)
        role = role_of(identity.groups, f"{_client().provider.name} has signed you in as {identity.name}")
        start_session(identity.name, identity.groups, role, OIDC, identity.subject)
    except ProviderUnavailable as error:
        return _refused(503, str(error))
    except (SignInRefused, AccessDenied, InputError) as error:
        return _refused(403, str(error))
    return redirect(own_address(pending.path if pending else ""), 303)


def _client() -> OidcClient:
    client = provider_client()
    if client is None:
        raise RuntimeError("These pages belong to applications with a provider.")
    return client


def _signer() -> URLSafeTimedSerializer:
    """Return the signer of what the browser keeps; several servers of one provider read each other's."""
    return URLSafeTimedSerializer(_client().provider.client_secret, salt="reportqa sign-in")


def _pending() -> PendingSignIn | None:
    """Return the sign-in that this browser has begun; None if it has begun none, or is too late."""
    try:
        return PendingSignIn(**_signer().loads(read_cookie(OIDC), max_age=SECONDS))
    except BadData:
        return None


def _refused(status: int, problem: str) -> Response:
    headers = {"Retry-After": str(RETRY_SECONDS)} if status == 503 else {}
    return Response(sign_in_page(problem), status, headers)
