"""The check of each request: who sends it, and whether their role suffices."""

from flask import Flask, redirect, request, url_for
from werkzeug import Response as BaseResponse

from reportqa.errors import AccessDenied, SignInRequired
from reportqa.server.accounts import current_user, kept, outside, pages
from reportqa.server.accounts.access_rules import WHOLE, least_role, may
from reportqa.server.accounts.cookies import save_cookies
from reportqa.server.accounts.current_user import set_user, signs_in, user_or_none
from reportqa.server.accounts.form_tokens import check_form_token, form_arguments, form_field, form_token
from reportqa.server.accounts.outside import user_of_proxy
from reportqa.server.accounts.outside_settings import Outside
from reportqa.server.accounts.sign_in import has_token, user_of_session, user_of_token
from reportqa.server.current_index import require_everything
from reportqa.settings import Settings
from reportqa.state import Role

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_WHO = {
    Role.READER: "users",
    Role.CONTRIBUTOR: "contributors, curators and administrators",
    Role.CURATOR: "curators and administrators",
    Role.ADMIN: "administrators",
}


def init_app(app: Flask, settings: Settings, others: Outside, *, with_sign_in: bool) -> None:
    """Have users sign in to an application, or let everyone who reaches it do everything.

    :param others: who else signs users in
    """
    app.jinja_env.globals |= {
        "form_arguments": form_arguments, "form_field": form_field, "form_token": form_token, "may": may,
        "signed_in_user": user_or_none, "signs_in": signs_in,
    }  # fmt: skip
    outside.init_app(app, others)
    if with_sign_in:
        current_user.init_app(app, settings)
        app.before_request(check_access)
        app.after_request(save_cookies)
        app.register_blueprint(pages.bp)
        kept.init_app(app)
    if with_sign_in and others.provider is not None:
        # Authlib is imported where it is used.
        from reportqa.server.accounts import oidc_pages

        app.register_blueprint(oidc_pages.bp)


def check_access() -> BaseResponse | None:
    """Identify the user of the request and check their role; lead a browser to the sign-in page.

    :raises SignInRequired: when it needs a user and has none.
    :raises AccessDenied: when the role does not suffice.
    :raises RequestRefused: for a change without the token of the form.
    """
    # What is for everybody works without the database, too.
    if (least := least_role(request)) is not None:
        set_user(user_of_token() if has_token() else user_of_proxy() or user_of_session())
        if (refused := _check_user(least)) is not None:
            return refused
    if request.endpoint in WHOLE:
        require_everything()
    if request.method not in _READING and not has_token():
        check_form_token()
    return None


def _check_user(least: Role) -> BaseResponse | None:
    user = user_or_none()
    if user is None:
        if has_token():
            raise SignInRequired("The API token is not valid: it has expired or was revoked. Use another one.")
        if request.method == "GET" and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate" and _is_page():
            return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
        raise SignInRequired("You are not signed in, or your session has ended. Sign in and try again.")
    if has_token() and request.blueprint == pages.bp.name:
        raise AccessDenied("An API token cannot change sessions, tokens and passwords. Sign in with a browser.")
    if not user.role.includes(least):
        raise AccessDenied(
            f"This is for {_WHO[least]}, and {user.name} is a {user.role}. Ask an administrator to change your role."
        )
    return None


def _is_page() -> bool:
    return not request.path.startswith("/api") and "text/html" in request.headers.get("Accept", "")
