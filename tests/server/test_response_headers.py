import pytest
from flask.testing import FlaskClient

PAGES = ("/", "/ask?q=Modality", "/documents/", "/documents/nowhere.pdf", "/nowhere")
JSON = ("/api/ask?q=Modality", "/api/documents", "/healthz", "/api/openapi.json", "/api/nowhere")


@pytest.mark.parametrize("address", [*PAGES, *JSON])
def test_every_response_carries_the_security_headers(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["style.css", "main.js", "copy.js", "keys.js", "favicon.svg"])
def test_static_files_are_served_with_the_security_headers(client: FlaskClient, name: str) -> None:
    with client.get(f"/static/{name}") as response:
        assert response.status_code == 200
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "no-cache"
        assert response.headers["ETag"]
