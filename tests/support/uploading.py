"""An application with uploads, its requests, and what its responses say."""

import io
import re
from html import unescape
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from reportqa.server.api.openapi import describe_api
from reportqa.server.uploads.upload_service import EXTENSION, UploadService

CHANGES = [
    ("POST", "/uploads/"),
    ("POST", "/uploads/decide"),
    ("POST", "/build/"),
    ("POST", "/api/uploads"),
    ("POST", "/api/uploads/0000000000000000"),
    ("DELETE", "/api/uploads/0000000000000000"),
    ("POST", "/api/uploads/0000000000000000/check"),
    ("POST", "/uploads/adding"),
    ("POST", "/api/transfers"),
    ("PATCH", "/api/transfers/0000000000000000"),
    ("DELETE", "/api/transfers/0000000000000000"),
    ("POST", "/api/additions"),
    ("DELETE", "/api/additions"),
    ("POST", "/api/additions/undo"),
    ("POST", "/api/additions/retry"),
    ("POST", "/api/build"),
    ("DELETE", "/api/build"),
]
"""Every request that changes something."""
DESCRIPTION = describe_api(with_uploads=True)
HOSTILE = "<img src=x onerror=alert(1)>.txt"
"""The name of a file."""
NOTE = "The Thornbury federation had 41,273 registered patients in March 2019.\n"
LONG_NOTE = NOTE + "".join(
    f"\n\n{number}. Practice {number} in {street} Street saw {number * 37} patients, {number * 5} more than planned,"
    f" and asked its {number} neighbours whether they would share a nurse, a pharmacist or rooms in {street} Street.\n"
    for number in range(1, 40)
    for street in ("Church", "Station", "Mill", "Bridge")
)
"""As NOTE, and long enough that its build is seen at work."""


def service_of(app: Flask) -> UploadService:
    found: UploadService = app.extensions[EXTENSION]
    return found


def send(client: FlaskClient, *files: tuple[str, bytes], address: str = "/api/uploads", **headers: str) -> TestResponse:
    parts = MultiDict([("file", FileStorage(io.BytesIO(content), name)) for name, content in files])
    boundary, body = encode_multipart(parts)
    return client.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}", headers=headers)


def parsed(response: TestResponse) -> Any:
    return response.json


def validate(response: TestResponse, name: str) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": DESCRIPTION["components"]}
    Draft202012Validator(schema).validate(response.json)


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
