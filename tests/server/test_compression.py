import gzip

import pytest
from flask.testing import FlaskClient

GZIP = {"Accept-Encoding": "br, gzip;q=0.5"}


@pytest.mark.parametrize(
    "path", ["/", "/ask?q=Modality", "/static/style.css", "/static/main.js", "/api/ask?q=Modality"]
)
def test_text_is_compressed_for_clients_that_accept_it(client: FlaskClient, path: str) -> None:
    with client.get(path) as plain, client.get(path, headers=GZIP) as packed:
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert plain.vary.as_set() == packed.vary.as_set() == {"accept-encoding"}
        assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 2
        if path.startswith("/static/"):
            assert gzip.decompress(packed.data) == plain.data


@pytest.mark.parametrize("encodings", ["", "identity", "gzip;q=0", "br"])
def test_others_receive_it_as_it_is(client: FlaskClient, encodings: str) -> None:
    response = client.get("/", headers={"Accept-Encoding": encodings})
    assert "Content-Encoding" not in response.headers
    assert "<title>" in response.text


def test_small_and_packed_responses_are_left_alone(client: FlaskClient) -> None:
    for path in ("/healthz", "/static/filter.js", "/ask"):
        with client.get(path, headers=GZIP) as response:
            assert "Content-Encoding" not in response.headers or len(gzip.decompress(response.data)) >= 1024
    with client.get("/static/favicon.svg", headers=GZIP) as icon:
        assert icon.data.startswith(b"<svg")


def test_file_that_the_browser_has_is_not_sent_again(client: FlaskClient) -> None:
    with client.get("/static/style.css", headers=GZIP) as first:
        tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    with client.get("/static/style.css", headers=GZIP | {"If-None-Match": tag}) as again:
        assert (again.status_code, again.data) == (304, b"")
