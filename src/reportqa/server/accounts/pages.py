"""The pages for signing in and out, and of the account of a user; they work without JavaScript."""

import re
from datetime import datetime

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug import Response as BaseResponse

from reportqa.errors import InputError, ReportQAError, TooManyAttempts
from reportqa.server.accounts.addresses import external_address, own_address
from reportqa.server.accounts.client import client_address, is_encrypted, is_local_name
from reportqa.server.accounts.cookies import SESSION, read_cookie
from reportqa.server.accounts.current_user import current_user, state_database
from reportqa.server.accounts.outside import OIDC, outside, provider_client
from reportqa.server.accounts.sign_in import end_session, start_session
from reportqa.state import Role

WRONG = "User name or password is wrong."
PLAIN = (
    "Passwords are only accepted over HTTPS. Ask the administrator to put a reverse proxy with TLS in front of this"
    " server, and use its https:// address."
)
_NUMBER = re.compile(r"[0-9]{1,9}")
bp = Blueprint("accounts", __name__)


@bp.get("/sign-in")
def sign_in() -> str:
    """Show the sign-in form."""
    return sign_in_page("" if is_encrypted() or is_local_name() else PLAIN)


@bp.post("/sign-in")
def check_password() -> BaseResponse:
    """Sign in with user name and password, and lead to the page that was asked for."""
    from reportqa.state import Throttle, UserStore

    if not (is_encrypted() or is_local_name()):
        return Response(sign_in_page(PLAIN), 403)
    name, password = request.form.get("name", "").strip(), request.form.get("password", "")
    throttle = Throttle(state_database())
    try:
        throttle.begin(name, client_address())
    except TooManyAttempts as error:
        return Response(sign_in_page(str(error)), 429, {"Retry-After": str(error.seconds)})
    user = UserStore(state_database()).check_password(name, password)
    if user is None:
        return Response(sign_in_page(WRONG), 401)
    throttle.succeeded(name, client_address())
    start_session(user.name, None, None, "local")
    return redirect(own_address(request.form.get("next", "")), 303)


@bp.post("/sign-out")
def sign_out() -> BaseResponse:
    """Sign out and show the sign-in form; a user of a sign-in service is led there to sign out, too."""
    from reportqa.state import UserStore

    user, client = current_user(), provider_client()
    is_from_provider = UserStore(state_database()).find(user.name).method == OIDC
    end_session()
    address = client.end_url(external_address("accounts.sign_in"), user.name) if client and is_from_provider else None
    if client and address:
        return Response(render_template("signed_out.html", address=address, provider_name=client.provider.name))
    return redirect(url_for("accounts.sign_in"), 303)


@bp.get("/account")
def account() -> str:
    """Show the user's role and groups, sessions and API tokens."""
    return _account_page()


@bp.post("/account")
def change() -> BaseResponse:
    """End sessions, add or revoke a token, or change the password, as the form says."""
    from reportqa.state import SessionStore, TokenStore

    name, form = current_user().name, request.form
    match form.get("do", "").split():
        case ["end", number] if _NUMBER.fullmatch(number):
            SessionStore(state_database()).revoke(name, int(number))
        case ["end-all"]:
            SessionStore(state_database()).revoke(name)
        case ["revoke", number] if _NUMBER.fullmatch(number):
            TokenStore(state_database()).revoke(int(number), name)
        case ["add-token"]:
            try:
                return Response(_account_page(new_token=_add_token(name)), 201)
            except ReportQAError as error:
                return Response(_account_page(problem=str(error)), 400)
        case ["password"]:
            try:
                _change_password(name)
            except (InputError, TooManyAttempts) as error:
                return Response(_account_page(problem=str(error)), 400)
        case _:
            raise InputError("The form does not say what to do. Reload the page and try again.")
    return redirect(url_for("accounts.account"), 303)


def sign_in_page(problem: str = "") -> str:
    """Return the page with the ways to sign in, and why the last attempt has failed, if so."""
    from reportqa.state import UserStore

    provider = outside().provider
    return render_template(
        "sign_in.html",
        problem=problem,
        next=request.values.get("next", ""),
        name=request.form.get("name", ""),
        provider_name=None if provider is None else provider.name,
        has_passwords=not outside().signs_in or UserStore(state_database()).has_local_user(),
    )


@bp.app_template_filter()
def minute(moment: datetime) -> str:
    """Return a time for people: 2026-07-19 10:00 UTC."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _add_token(name: str) -> str:
    """Add the token of the form; return its secret."""
    from reportqa.state import TokenStore

    days, role = request.form.get("days", ""), request.form.get("role", "")
    if not _NUMBER.fullmatch(days) or role not in set(Role):
        raise InputError("Choose a role and a number of days.")
    return TokenStore(state_database()).add(name, request.form.get("token", ""), Role(role), int(days))


def _change_password(name: str) -> None:
    """Change the password of the user, which ends their other sessions.

    :raises InputError: when the present password is wrong, or the new one is invalid.
    :raises TooManyAttempts: after too many failed attempts.
    """
    from reportqa.state import Throttle, UserStore

    users, throttle = UserStore(state_database()), Throttle(state_database())
    throttle.begin(name, client_address())
    if users.check_password(name, request.form.get("password", "")) is None:
        raise InputError("The present password is wrong. Nothing was changed.")
    throttle.succeeded(name, client_address())
    users.set_password(name, request.form.get("new", ""))
    start_session(name, None, None, "local")


def _account_page(*, problem: str = "", new_token: str = "") -> str:
    from reportqa.state import (
        MAX_TOKEN_DAYS,
        MAX_TOKEN_NAME,
        MIN_PASSWORD,
        TOKEN_DAYS,
        SessionStore,
        TokenStore,
        UserStore,
    )

    user, database = current_user(), state_database()
    return render_template(
        "account.html",
        account=UserStore(database).find(user.name),
        sessions=SessionStore(database).of_user(user.name),
        this_session=SessionStore(database).id_of(read_cookie(SESSION)),
        tokens=TokenStore(database).all(user.name),
        roles=[role for role in Role if user.role.includes(role)],
        days=TOKEN_DAYS,
        most_days=MAX_TOKEN_DAYS,
        most_characters=MAX_TOKEN_NAME,
        min_password=MIN_PASSWORD,
        problem=problem,
        new_token=new_token,
    )
