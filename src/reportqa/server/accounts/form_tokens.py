"""Tokens of forms, which pages of other sites cannot know (against cross-site request forgery)."""

import hmac

from flask import request
from markupsafe import Markup

from reportqa.errors import RequestRefused
from reportqa.server.accounts.cookies import FORM, SESSION, read_cookie, set_cookie
from reportqa.server.accounts.current_user import signs_in

HEADER = "X-Form-Token"
FIELD = "form_token"
_HOURS = 12


def form_token() -> str:
    """Return the token that requests of this browser must send; "" when nobody signs in.

    It belongs to the session, before sign-in to a cookie.
    """
    if not signs_in():
        return ""
    from reportqa.state import derived, new_secret

    secret = read_cookie(SESSION) or read_cookie(FORM)
    if not secret:
        secret = new_secret()
        set_cookie(FORM, secret, _HOURS)
    return derived(secret, FIELD)


def form_field() -> Markup:
    """Return the hidden field of a form; nothing when nobody signs in."""
    token = form_token()
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token) if token else Markup()


def form_arguments() -> dict[str, str]:
    """Return the token as an argument of the address of a form: one with files, or one that is also sent with GET."""
    token = form_token()
    return {FIELD: token} if token else {}


def check_form_token() -> None:
    """Check the token of a request that changes something: in a header, the address, or the form unless it has files.

    :raises RequestRefused: when it is missing or wrong.
    """
    given = request.headers.get(HEADER) or request.args.get(FIELD)
    if given is None and request.mimetype == "application/x-www-form-urlencoded":
        given = request.form.get(FIELD)
    if not hmac.compare_digest((given or "").encode(errors="replace"), form_token().encode()):
        raise RequestRefused(
            "This page is out of date: you have signed in or out since it was loaded. Reload it and try again."
        )
