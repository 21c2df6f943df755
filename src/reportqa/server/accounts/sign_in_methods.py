"""The ways to sign in that an application has."""

from flask import Flask

from reportqa.errors import InputError
from reportqa.server.accounts.current_user import state_database
from reportqa.server.accounts.outside import outside

NONE = (
    'Nobody can sign in yet. Add a user with "reportqa users add NAME --role admin", name a sign-in service with'
    " REPORTQA_OIDC_ISSUER or a proxy with --user-header, or start with --without-sign-in to let everyone who reaches"
    " the server do everything."
)


def check_methods(app: Flask) -> None:
    """Check that somebody can sign in to an application.

    :raises InputError: when nobody can.
    :raises StateUnavailable: when the database of users cannot be reached.
    """
    from reportqa.state import UserStore

    with app.app_context():
        if not outside().signs_in and not UserStore(state_database()).has_local_user():
            raise InputError(NONE)
