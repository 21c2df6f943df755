"""The pages that check a finished briefing."""

import io
from html import unescape

from flask.testing import FlaskClient

from reportqa.server.briefing_checks import FILE_MIB, MAX_BODY_BYTES
from support.briefings import briefing


def send(client: FlaskClient, name: str, data: bytes) -> str:
    """Send a briefing and return the address that the server leads to."""
    response = client.post("/verify/", data={"file": (io.BytesIO(data), name)})
    assert response.status_code == 303
    return response.location


def test_each_quotation_is_beside_its_source_and_pages_are_corrected(client: FlaskClient) -> None:
    address = send(client, "briefing.docx", briefing("docx"))
    page = unescape(client.get(address).text)
    assert "Changed number: 1; Not found: 1; Elsewhere: 2" in page
    assert "<del>87,656</del>" in page
    assert "<ins>87,556</ins>" in page
    assert page.count('name="fix"') == 2
    response = client.post(address, data={"fix": ["2", "3"]})
    assert response.headers["Content-Disposition"] == "attachment; filename=briefing-corrected.docx"
    again = unescape(client.get(send(client, "again.docx", response.data)).text)
    assert "Elsewhere" not in again


def test_refusals_say_what_to_do(client: FlaskClient) -> None:
    assert "Choose a briefing and try again." in client.get(client.post("/verify/").location).text
    large = client.post("/verify/", environ_overrides={"CONTENT_LENGTH": str(MAX_BODY_BYTES + 1)})
    assert f"The file is larger than {FILE_MIB} MiB." in client.get(large.location).text
    assert "is empty. Save it again." in client.get(send(client, "empty.md", b" ")).text
    lost = client.get("/verify/0123")
    assert lost.status_code == 404
    assert "send the file again" in lost.text


def test_another_site_cannot_send_a_briefing(client: FlaskClient) -> None:
    assert client.post("/verify/", headers={"Origin": "http://example.org"}).status_code == 403
