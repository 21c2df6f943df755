import re
from io import BytesIO
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from reportqa.server.accounts.form_tokens import form_arguments, form_field, form_token
from support.signing_in import SITE, token_in

TEMPLATES = Path(__file__).resolve().parents[3] / "web" / "templates"
SCRIPTS = TEMPLATES.parent / "static"


def test_every_form_that_changes_something_has_the_token() -> None:
    for path in TEMPLATES.glob("*.html"):
        for form in re.findall(r"<form\b(?:[^>{]|\{\{.*?\}\}|\{%.*?%\})*>.*", path.read_text(encoding="utf-8")):
            if 'method="post"' in form:
                assert "{{ form_field() }}" in form or "**form_arguments()" in form, f"{path.name}: {form}"


def test_every_script_that_changes_something_sends_the_token() -> None:
    for path in SCRIPTS.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        if re.search(r'"(?:POST|PUT|PATCH|DELETE)"', text):
            assert "formHeaders" in text or "new FormData(" in text, path.name


def test_nobody_needs_a_token_without_sign_in(app: Flask) -> None:
    with app.test_request_context():
        assert (form_token(), form_field(), form_arguments()) == ("", "", {})
    assert app.test_client().post("/api/verify", json=[]).status_code != 403


def test_token_stays_the_same_in_a_browser_and_differs_between_browsers(users_app: Flask) -> None:
    one, other = users_app.test_client(), users_app.test_client()
    first = token_in(one.get("/sign-in", base_url=SITE))
    assert token_in(one.get("/sign-in", base_url=SITE)) == first
    assert token_in(other.get("/sign-in", base_url=SITE)) != first


def test_token_changes_at_sign_in(reader: FlaskClient, users_app: Flask) -> None:
    before = token_in(users_app.test_client().get("/sign-in", base_url=SITE))
    assert token_in(reader.get("/", base_url=SITE)) != before


def test_token_can_be_in_the_address_of_a_form_with_files(reader: FlaskClient) -> None:
    token = token_in(reader.get("/", base_url=SITE))
    statuses = [
        reader.post(path, base_url=SITE, data={"file": (BytesIO(b"text"), "a.txt")}).status_code
        for path in ("/verify/", f"/verify/?form_token={token}")
    ]
    assert statuses == [403, 303]
