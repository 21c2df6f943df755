"""Files for review of users who may not see everything."""

from pathlib import Path

import pytest
from flask import Flask

from reportqa.errors import UploadNotFound
from reportqa.server.accounts.access_rules import WHOLE
from reportqa.server.uploads.owners import OWNER
from reportqa.settings import Settings
from support.isolated import build_isolated
from support.isolated_requests import Sent
from support.isolated_server import app_of


@pytest.fixture(scope="module")
def app(settings: Settings, exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return app_of(build_isolated(tmp_path_factory.mktemp("owners"), settings, ["red", "blue"]), ("red", "blue"))


def names(app: Flask, user: str) -> dict[str, str]:
    """Return the names of the files that a user sees, by id."""
    listed = Sent("upload_api.list_uploads").to(app, user).json
    assert listed is not None
    return {one["upload_id"]: one["name"] for one in listed["waiting"]}


def send(app: Flask, user: str, name: str) -> str:
    """Send a file as a user; return its id."""
    sent = Sent("upload_api.upload", method="POST", form={"file": (name.encode(), name)}).to(app, user)
    assert sent.json is not None
    return str(sent.json["waiting"][0]["upload_id"])


def test_users_see_their_own_files_and_those_who_see_everything_see_all(app: Flask) -> None:
    red, blue = send(app, "red", "red notes.txt"), send(app, "blue", "blue notes.txt")
    assert names(app, "red") == {red: "red notes.txt"}
    assert names(app, "blue") == {blue: "blue notes.txt"}
    assert names(app, "admin") == {red: "red notes.txt", blue: "blue notes.txt"}
    page = Sent("uploads.waiting").to(app, "red").text
    assert "red notes.txt" in page
    assert "blue notes.txt" not in page
    assert "Accept all" not in page


def test_a_file_of_another_is_one_that_does_not_exist(app: Flask) -> None:
    theirs, nobodys = send(app, "blue", "theirs.txt"), "0" * 16
    for endpoint, method in (("upload_api.reject", "DELETE"), ("upload_api.check", "POST")):
        answers = [Sent(endpoint, {"upload_id": one}, method=method).to(app, "red") for one in (theirs, nobodys)]
        assert [(one.status_code, one.json and one.json["detail"]) for one in answers] == [
            (404, str(UploadNotFound()))
        ] * 2
    decided = Sent("uploads.decide", method="POST", form={"decision": f"reject {theirs}"}).to(app, "red")
    assert decided.status_code == 404
    added = Sent("uploads.send", method="POST", form={"upload_id": theirs}).to(app, "red")
    assert added.status_code == 404
    assert theirs in names(app, "admin")


def test_users_reject_their_own_files_and_accept_none(app: Flask) -> None:
    mine = send(app, "red", "mine.txt")
    for sent in (
        Sent("upload_api.accept", {"upload_id": mine}, method="POST"),
        Sent("uploads.decide", method="POST", form={"decision": f"accept {mine}"}),
        Sent("upload_api.start", method="POST"),
    ):
        assert sent.to(app, "red").status_code == 403
    assert Sent("uploads.decide", method="POST", form={"decision": f"reject {mine}"}).to(app, "red").status_code == 303
    assert mine not in names(app, "admin")


def test_a_transfer_is_of_the_user_who_began_it(app: Flask) -> None:
    headers = {"Upload-Length": "3", "Upload-Metadata": "filename bWluZS50eHQ="}
    begun = Sent("transfer_api.create", method="POST", headers=headers).to(app, "red")
    transfer_id = begun.headers["Location"].rpartition("/")[2]
    show = Sent("transfer_api.show", {"transfer_id": transfer_id}, method="HEAD")
    assert [show.to(app, user).status_code for user in ("red", "blue", "admin")] == [200, 404, 200]
    folder = next(Path(app.extensions["reportqa-uploading"].uploads.folder).glob(f"{transfer_id}{OWNER}"))
    assert folder.read_text() == "red"


def test_every_endpoint_of_uploads_needs_a_user_who_sees_everything_or_is_known_to_show_only_own_files(
    app: Flask,
) -> None:
    blueprints = {"descriptions", "transfer_api", "upload_api", "uploads"}
    assert {one for one in app.view_functions if one.partition(".")[0] in blueprints} - WHOLE == {
        "descriptions.change", "descriptions.show", "transfer_api.cancel", "transfer_api.create",
        "transfer_api.options", "transfer_api.show", "transfer_api.write", "upload_api.check",
        "upload_api.list_uploads", "upload_api.reject", "upload_api.upload", "uploads.decide", "uploads.send",
        "uploads.waiting",
    }  # fmt: skip
    assert app.view_functions.keys() >= WHOLE
