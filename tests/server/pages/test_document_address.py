import pytest
from flask import Flask

from reportqa.answering.engine import Engine
from reportqa.errors import InputError
from reportqa.server.pages.document_address import DocumentAddress, picture_set, whole_number

DIGEST = "large-scale-general-practice-digest.pdf"


def address_of(app: Flask, engine: Engine, doc_id: str, query: str) -> DocumentAddress:
    with app.test_request_context(f"/documents/{doc_id}?{query}"):
        return DocumentAddress.of_request(doc_id, engine.document(doc_id))


def test_invalid_and_empty_parameters_are_dropped(app: Flask, engine: Engine) -> None:
    address = address_of(app, engine, DIGEST, "view=sideways&zoom=7&left_out=yes&find=&leaf=3&start=1&start=2&x=y")
    assert address.values == {"leaf": "3", "start": ["1", "2"]}
    address = address_of(app, engine, DIGEST, "view=text&zoom=200&left_out=1&q=Who")
    assert address.values == {"view": "text", "zoom": "200", "left_out": 1, "q": "Who"}


def test_document_without_page_images_has_no_view(app: Flask, engine: Engine) -> None:
    assert address_of(app, engine, "press-release.html", "view=picture").values == {}


def test_address_replaces_and_removes_parameters(app: Flask) -> None:
    address = DocumentAddress("a b.pdf", {"leaf": "3", "q": "Who?", "start": ["1", "2"]})
    with app.test_request_context():
        assert address.path == "/documents/a%20b.pdf"
        assert address.address("cited", leaf=None, zoom="200") == (
            "/documents/a%20b.pdf?q=Who?&start=1&start=2&zoom=200#cited"
        )
    assert address.hidden("q") == [("leaf", "3"), ("start", "1"), ("start", "2")]


@pytest.mark.parametrize("text", [None, "", "-1", "1.0", "1e3", "٣", "9" * 19])
def test_what_is_not_a_whole_number_is_refused(text: str | None) -> None:
    with pytest.raises(InputError, match="whole number"):
        whole_number(text)


def test_page_image_is_offered_in_several_widths(app: Flask, engine: Engine) -> None:
    with app.test_request_context():
        widths = [one.rpartition(" ")[2] for one in picture_set(engine.document(DIGEST), 1).split(", ")]
    assert widths == ["800w", "1200w", "1600w", "2400w"]
