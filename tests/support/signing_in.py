"""Signing in to an application in tests."""

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PASSWORD = "a long password"  # noqa: S105
SITE = "https://reports.example.org"
"""The address of the application behind a proxy with TLS."""


def token_in(response: TestResponse) -> str:
    """Return the token of the forms of a page."""
    found = re.search(r'name="form-token" content="(\w+)"', response.text)
    assert found is not None
    return found[1]


def send(client: FlaskClient, path: str, form: dict[str, str], *, page: str = "/account") -> TestResponse:
    """Send a form with the token of a page, as a browser does."""
    token = token_in(client.get(page, base_url=SITE))
    form = {**form, "form_token": token}
    return client.post(path, data=form, base_url=SITE, headers={"Origin": SITE}, buffered=True)


def sign_in(client: FlaskClient, name: str, password: str = PASSWORD, **form: str) -> TestResponse:
    """Sign in as a user."""
    return send(client, "/sign-in", {"name": name, "password": password, **form}, page="/sign-in")
