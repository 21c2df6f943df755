import io
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from reportqa.audit_log import AUDIT_DIR, AuditEvent, AuditLog
from reportqa.server.accounts.current_user import STATE
from reportqa.server.accounts.oidc_settings import Provider
from reportqa.server.accounts.outside_settings import Outside
from reportqa.server.app import create_app
from reportqa.server.observability.audit import ACTIONS
from reportqa.server.uploads.room import Room
from reportqa.settings import Settings
from reportqa.state import Role, UserStore
from support.answers import QUESTION
from support.signing_in import PASSWORD, send, sign_in

NOT_NOTED = {
    "api.ask_json",
    "api.citing.cite_many",
    "api.verify",
    "api.writing.summarise",
    "api.writing.write",
    "each.each_read",
    "kept.save",
    "pages.written",
    # Pieces of an upload that was noted.
    "transfer_api.write",
    "verify.corrected",
    "verify.send",
}


@pytest.fixture
def own_settings(settings: Settings, built: object, tmp_path: Path) -> Settings:
    shutil.copytree(settings.index_dir, tmp_path / "index")
    (tmp_path / "corpus").mkdir()
    return replace(settings, index_dir=tmp_path / "index", corpus_dir=tmp_path / "corpus")


@pytest.fixture
def audited(own_settings: Settings) -> Flask:
    return create_app(own_settings, Room(), audits=True)


def events(settings: Settings) -> list[AuditEvent]:
    return list(AuditLog.of(settings).read())


def test_every_route_that_changes_something_is_audited(own_settings: Settings) -> None:
    others = Outside(Provider("https://login.example", "id", "secret", "Example ID"))
    audited = create_app(own_settings, Room(), audits=True, with_sign_in=True, others=others)
    changing = {
        rule.endpoint
        for rule in audited.url_map.iter_rules()
        if (rule.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}
    }
    assert changing - NOT_NOTED <= set(ACTIONS)
    assert changing >= NOT_NOTED
    assert set(ACTIONS) <= {rule.endpoint for rule in audited.url_map.iter_rules()}


def test_uploads_reviews_and_refusals_name_their_files(audited: Flask, own_settings: Settings) -> None:
    client = audited.test_client()
    sent = client.post("/api/uploads", data={"file": (io.BytesIO(b"<p>Words.</p>"), "new.html")}, buffered=True)
    upload_id = sent.get_json()["waiting"][0]["upload_id"]
    client.post(f"/api/uploads/{upload_id}", buffered=True)
    client.post(f"/api/uploads/{upload_id}", buffered=True)
    client.post("/uploads/decide", data={"decision": f"reject {upload_id}"}, buffered=True)
    upload, accept, again, review = events(own_settings)
    assert (upload.action, upload.documents, upload.status) == ("upload", ("new.html",), 201)
    assert (accept.action, accept.documents, accept.status) == ("accept", ("new.html",), 200)
    assert (again.action, again.documents, again.status) == ("accept", (), 404)
    assert (review.action, review.detail) == ("review", "reject")
    assert upload.address == "127.0.0.1"
    assert upload.request_id == sent.headers["X-Request-ID"]


def test_changes_exports_and_downloads_name_documents_and_what_was_chosen(
    audited: Flask, own_settings: Settings
) -> None:
    client = audited.test_client()
    doc_id = "press-release.html"
    client.post("/collections", data={"do": "add", "name": "Mine", "document": doc_id}, buffered=True)
    client.post(
        f"/describe/{doc_id}", data={"title": "New", "author": "", "issued": "", "publisher": ""}, buffered=True
    )
    client.get(f"/original/{doc_id}", buffered=True)
    client.get("/ask/file", query_string={"q": QUESTION}, buffered=True)
    client.post("/judgements", data={"q": QUESTION, "verdict": "nothing"}, buffered=True)
    client.post("/judgements/delete", data={"all": "1"}, buffered=True)
    found = events(own_settings)
    assert [(one.action, one.subject, one.detail) for one in found] == [
        ("collection", "Mine", "add"),
        ("describe", None, None),
        ("download", None, None),
        ("export", None, None),
        ("feedback", None, "nothing"),
        ("delete-feedback", None, None),
    ]
    assert [one.documents for one in found[:3]] == [(doc_id,)] * 3
    assert found[3].documents


def test_questions_are_events_only_where_they_are_logged(audited: Flask, own_settings: Settings) -> None:
    client = audited.test_client()
    client.get("/ask", query_string={"q": QUESTION}, buffered=True)
    client.get("/ask/file", query_string={"q": QUESTION}, buffered=True)
    assert [(one.action, one.question) for one in events(own_settings)] == [("export", None)]
    audited.config["LOG_QUESTIONS"] = True
    client.get("/ask", query_string={"q": QUESTION}, buffered=True)
    assert [(one.action, one.question) for one in events(own_settings)][1:] == [("question", QUESTION)]


def test_nothing_is_noted_without_an_audit_log(own_settings: Settings) -> None:
    create_app(own_settings, Room()).test_client().post("/judgements/delete", data={"all": "1"}, buffered=True)
    assert events(own_settings) == []


def test_sign_ins_failures_and_sign_outs_name_the_user(own_settings: Settings) -> None:
    app = create_app(own_settings, Room(), ("reports.example.org",), with_sign_in=True, audits=True)
    UserStore(app.extensions[STATE]).add("mary", PASSWORD, Role.READER, [])
    client = app.test_client()
    sign_in(client, "mary", "a wrong password")
    sign_in(client, "mary")
    send(client, "/sign-out", {})
    app.extensions[STATE].close()
    failed, done, out = events(own_settings)
    assert (failed.action, failed.user, failed.subject, failed.status) == ("sign-in", None, "mary", 401)
    assert (done.action, done.user, done.status) == ("sign-in", "mary", 303)
    assert (out.action, out.user, out.status) == ("sign-out", "mary", 303)
    stored = "".join(path.read_text(encoding="utf-8") for path in (own_settings.index_dir / AUDIT_DIR).glob("*.jsonl"))
    assert "password" not in stored
