import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from reportqa.answering.engine import Engine
from reportqa.document import Document
from reportqa.server.app import create_app
from reportqa.server.pages.ask_form import MAX_CARRIED
from reportqa.server.viewer.page_renderer import WIDTHS
from reportqa.server.viewer.page_slices import leaves_of
from reportqa.server.viewer.table_cells import shown_ranges
from reportqa.settings import Settings
from support.corpora import ONE_PROCESS
from support.marks import MarkReader, squeeze

pytestmark = pytest.mark.slow

QUESTION = "How many patients did Modality have in April 2016?"
DIGEST = "large-scale-general-practice-digest.pdf"


@pytest.fixture(scope="module")
def digest(engine: Engine) -> Document:
    return engine.document(DIGEST)


def text_of(response: TestResponse) -> str:
    """Return the words of the text view, without page markers and spaces."""
    article = re.search(r'<article class="text".*?</article>', response.text, re.DOTALL)
    assert article
    kept = re.sub(r'<(p|span) class="(page-mark|empty)[^>]*>.*?</\1>', "", article[0])
    return squeeze(unescape(re.sub(r"<[^>]+>|<thead>.*?</thead>", "", kept)))


def test_every_document_can_be_read_leaf_by_leaf(client: FlaskClient, engine: Engine) -> None:
    for summary in engine.documents():
        document = engine.document(summary.doc_id)
        address: str | None = f"/documents/{quote(summary.doc_id)}?view=text"
        ids: list[str] = []
        leaves = 0
        while address:
            response = client.get(address)
            reader = MarkReader(response.text)
            assert len(reader.ids) == len(set(reader.ids))
            ids += [i for i in reader.ids if i.startswith("page-")]
            leaves += 1
            following = re.search(r'rel="next" href="([^"]+)"', response.text)
            address = unescape(following[1]) if following else None
        assert ids == [f"page-{page.physical}" for page in document.pages]
        assert leaves == len(leaves_of(document))


def test_page_shows_only_its_own_text(client: FlaskClient, digest: Document) -> None:
    page = digest.pages[4]
    said = text_of(client.get(f"/documents/{DIGEST}?leaf=5"))
    assert said == squeeze(digest.text[page.start : page.end])


def test_every_citation_is_marked_word_for_word_in_its_document(client: FlaskClient, engine: Engine) -> None:
    for citation in engine.ask(QUESTION, k=50).citations:
        reader = MarkReader(client.get(citation.link).text)
        assert squeeze("".join(reader.marks)) == squeeze(citation.quote)
        assert reader.ids.count("cited") == 1


def test_every_citation_of_a_pdf_has_boxes_on_its_pages(client: FlaskClient, engine: Engine) -> None:
    for citation in engine.ask(QUESTION, k=20).citations:
        page = client.get(citation.link).text
        if citation.doc_id.endswith(".pdf"):
            boxed = re.findall(r'<g class="on-cited"[^>]*>(.*?)</g>', page)
            assert len(boxed) == len(citation.pages)
            assert all("<rect" in group for group in boxed)
        else:
            assert "<svg" not in page


def test_changed_document_is_reported_and_shown(client: FlaskClient, engine: Engine) -> None:
    doc_id = engine.documents()[0].doc_id
    response = client.get(f"/documents/{quote(doc_id)}?start=0&end=40&sha256={'0' * 64}")
    assert response.status_code == 200
    assert "This document has changed since the link was made" in response.text
    assert 'id="cited"' in response.text


@pytest.mark.parametrize(
    "query", ["start=5", "end=5", "start=9&end=3", "start=-1&end=4", "start=0&end=999999999", "start=x&end=٣"]
)
def test_bad_range_is_a_notice(client: FlaskClient, engine: Engine, query: str) -> None:
    response = client.get(f"/documents/{quote(engine.documents()[0].doc_id)}?{query}")
    assert response.status_code == 200
    assert "The place in this link is not in the document" in response.text
    assert "<mark" not in response.text


@pytest.mark.parametrize("query", ["leaf=0", "leaf=99", "leaf=x", "part=2", "leaf=1&part=9", "leaf=-1", "part=٣"])
def test_missing_page_is_a_notice(client: FlaskClient, query: str) -> None:
    response = client.get(f"/documents/{DIGEST}?{query}")
    assert response.status_code == 200
    assert ("The page in this link is not in the document" in response.text) == (query not in {"part=2"})
    assert 'id="page-1"' in response.text


def test_unknown_document_is_not_found(client: FlaskClient) -> None:
    for folder in ("documents", "pictures"):
        response = client.get(f"/{folder}/nowhere.pdf?page=1&width=800")
        assert response.status_code == 404
        assert "nowhere.pdf" in response.text


@pytest.mark.parametrize(("name", "physical"), [("xi", None), ("ii", 3), ("6", 10), ("18", 18), ("II", 3)])
def test_reader_goes_to_a_printed_page(client: FlaskClient, name: str, physical: int | None) -> None:
    response = client.get(f"/documents/{DIGEST}?go={name}&q=GPs&view=text")
    if physical is None:
        assert f"There is no page “{name}” in this document." in response.text
    else:
        assert response.status_code == 303
        assert response.location == f"/documents/{DIGEST}?q=GPs&view=text&leaf={physical}"


def test_words_are_found_listed_and_marked(client: FlaskClient, digest: Document) -> None:
    page = client.get(f"/documents/{DIGEST}?find=MODALITY+partnership").text
    shown = "".join(digest.text[a:b] for a, b in shown_ranges(digest, 0, len(digest.text)))
    total = len(re.findall(r"modality\s+partnership", shown, re.IGNORECASE))
    listed = [unescape(link) for link in re.findall(r'href="([^"]+#found-\d+)"', page)]
    assert f"{total} matches for " in page
    assert len(listed) == total > 1
    shown = client.get(listed[0]).text
    assert f'id="{listed[0].partition("#")[2]}"' in shown
    assert 'class="on-found"' in shown
    assert '<mark class="found">Modality Partnership</mark>' in shown


def test_words_without_matches_are_reported(client: FlaskClient) -> None:
    assert "No matches for “Eiffel”" in client.get(f"/documents/{DIGEST}?find=Eiffel").text


@pytest.mark.parametrize("query", [f"find={'x' * 201}", "q=%3F"])
def test_search_that_cannot_be_run_is_explained(client: FlaskClient, query: str) -> None:
    response = client.get(f"/documents/{DIGEST}?{query}")
    assert response.status_code == 200
    assert response.text.count('class="notice"') <= 1


def test_passages_for_the_question_are_highlighted_weaker_and_counted(client: FlaskClient, engine: Engine) -> None:
    citation = engine.ask(QUESTION).citations[0]
    page = client.get(citation.link.replace("#", f"&q={quote(QUESTION)}#")).text
    assert '<mark class="hit">' in page
    assert 'class="on-hit"' in page
    assert re.search(r"\d match(es)?</span>", page)
    assert f"Found for “<bdi>{QUESTION}</bdi>”" in unescape(page)
    assert 'href="/ask?q=How+many+patients' in page


def test_answer_leads_to_the_document_with_the_question(client: FlaskClient) -> None:
    page = unescape(client.get("/ask", query_string={"q": QUESTION}).text)
    (link, *_) = re.findall(r'href="(/documents/[^"]+)">Show in document', page)
    assert "&q=How+many+patients" in link
    long = unescape(client.get("/ask", query_string={"q": QUESTION + " really" * MAX_CARRIED}).text)
    assert "&q=" not in "".join(re.findall(r'href="(/documents/[^"]+)"', long))


def test_address_of_a_place_keeps_how_it_is_read(client: FlaskClient) -> None:
    page = unescape(client.get(f"/documents/{DIGEST}?leaf=5&view=picture&zoom=150&find=GP&q=patients").text)
    following = re.search(r'rel="next" href="([^"]+)"', page)
    assert following
    for part in ("leaf=6", "view=picture", "zoom=150", "find=GP", "q=patients"):
        assert part in following[1]


@pytest.mark.parametrize("view", ["both", "picture", "text"])
def test_view_shows_what_its_name_says(client: FlaskClient, view: str) -> None:
    page = client.get(f"/documents/{DIGEST}?view={view}").text
    assert ('<article class="text"' in page) == (view != "picture")
    assert ('class="page-picture"' in page) == (view != "text")


def test_enlarged_picture_has_its_size(client: FlaskClient) -> None:
    shown = client.get(f"/documents/{DIGEST}?view=picture&zoom=200").text
    image = re.search(r'width="(\d+)" height="(\d+)"\s+alt="([^"]+)"', shown)
    assert image
    assert (int(image[1]), int(image[2])) == (round(595.28 * 8 / 3), round(841.89 * 8 / 3))
    assert image[3] == "Page 1 of Large-scale general practice: a digest of the evidence"


def test_no_page_of_a_document_is_heavy(client: FlaskClient, engine: Engine) -> None:
    for summary in engine.documents():
        response = client.get(f"/documents/{quote(summary.doc_id)}?find=the&q={quote('patients ' * 30)}")
        assert len(response.data) < 100_000


def test_document_has_no_inline_style_or_script(client: FlaskClient) -> None:
    page = client.get(f"/documents/{DIGEST}?find=GP&q=patients").text
    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]*src=)", page)
    assert not re.search(r"\son\w+=", page)


def test_document_names_omitted_content_and_links_to_it(client: FlaskClient) -> None:
    page = client.get("/documents/press-release.html?start=0&end=20").text
    assert "1 cookie notice" in page
    assert "We use cookies" not in page
    link = unescape(re.search(r'href="([^"]+)">Show omitted content', page)[1])  # type: ignore[index]
    assert link == "/documents/press-release.html?start=0&end=20&left_out=1#cited"
    shown = client.get(link).text
    assert "We use cookies" in shown
    assert 'href="/documents/press-release.html?start=0&amp;end=20#cited">Hide' in shown


def test_omitted_content_is_never_highlighted(client: FlaskClient, digest: Document) -> None:
    """The range runs over a page break, with a number before it and headers behind."""
    turn = digest.pages[5].start
    address = f"/documents/{DIGEST}?start={turn - 300}&end={turn + 300}"
    plain, shown = client.get(address).text, client.get(address + "&left_out=1").text
    assert MarkReader(shown).marks == MarkReader(plain).marks
    assert shown.count('class="left-out') == len([thing for thing in digest.left_out if thing.page in {5, 6}]) > 0
    assert 'class="left-out' not in plain


# The pictures


def picture(client: FlaskClient, **values: object) -> TestResponse:
    return client.get(f"/pictures/{DIGEST}", query_string={"page": 1, "width": 800} | values)


def test_index_alone_is_enough_to_draw_pages(built: object, settings: Settings, tmp_path: Path) -> None:
    alone = Settings.from_env(ONE_PROCESS, root=tmp_path, index_dir=settings.index_dir)
    assert picture(create_app(alone).test_client()).status_code == 200


def test_picture_is_the_page_and_can_be_cached_forever(client: FlaskClient, digest: Document) -> None:
    response = picture(client, page=10, sha256=digest.sha256)
    image = Image.open(io.BytesIO(response.data))
    assert image.width == 800
    assert abs(image.height / image.width - 841.89 / 595.28) < 0.01
    assert response.mimetype == f"image/{image.format}".lower()
    assert {"private", "immutable"} <= set(response.headers["Cache-Control"].split(", "))
    tag = response.headers["ETag"]
    again = client.get(response.request.full_path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert picture(client, page=10).headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("values", "status", "said"),
    [
        ({"width": 801}, 400, "Page images are 160, 800, 1200, 1600, 2400 pixels wide"),
        ({"width": "1e3"}, 400, "whole number"),
        ({"page": ""}, 400, "whole number"),
        ({"page": 0}, 404, "has no page 0; it has 18"),
        ({"page": 19}, 404, "has no page 19"),
        ({"sha256": "0" * 64}, 404, "has changed since the link"),
    ],
)
def test_unavailable_picture_is_explained(
    client: FlaskClient, values: dict[str, object], status: int, said: str
) -> None:
    response = picture(client, **values)
    assert response.status_code == status
    assert said in unescape(response.text)


def test_other_formats_have_no_pictures(client: FlaskClient) -> None:
    response = client.get("/pictures/press-release.html?page=1&width=800")
    assert response.status_code == 404
    assert "only its text can be shown" in response.text
    assert "to-picture" not in client.get("/documents/press-release.html").text


def test_only_documents_of_the_index_are_looked_for(client: FlaskClient) -> None:
    for path in ("../README.md", "..%2FREADME.md", "/etc/passwd", "library.json", "%2Fetc%2Fpasswd"):
        response = client.get(f"/pictures/{path}?page=1&width=800")
        assert response.status_code in {404, 308, 400}
        assert response.mimetype == "text/html"


@pytest.fixture
def moved(settings: Settings, app: Flask, tmp_path: Path) -> Iterator[tuple[FlaskClient, Path]]:
    """A client of the sample index with a corpus folder of its own, and the digest in it."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    shutil.copy(settings.corpus_dir / DIGEST, corpus / DIGEST)
    moved = create_app(replace(settings, corpus_dir=corpus))
    yield moved.test_client(), corpus / DIGEST
    moved.extensions["reportqa.painter"].close()


def assert_refused(client: FlaskClient, said: str) -> None:
    """Check that the picture is refused in one sentence, that the page says the same and shows the text."""
    refused = picture(client)
    assert refused.status_code == 404
    assert said in unescape(refused.text)
    page = client.get(f"/documents/{DIGEST}?start=0&end=40").text
    assert said in unescape(page)
    assert "<svg" not in page
    assert 'id="cited"' in page


def test_file_that_is_gone_leaves_the_text(moved: tuple[FlaskClient, Path]) -> None:
    client, path = moved
    path.unlink()
    assert_refused(client, "is not in the corpus folder any more")


def test_file_that_has_changed_leaves_the_text(moved: tuple[FlaskClient, Path]) -> None:
    client, path = moved
    assert picture(client).status_code == 200
    path.write_bytes(path.read_bytes() + b"%")
    assert picture(client).status_code == 200  # It is still the picture of what was indexed.
    refused = picture(client, page=2)
    assert refused.status_code == 404
    assert "has changed since it was indexed" in refused.text
    assert "has changed since it was indexed" in client.get(f"/documents/{DIGEST}?leaf=3").text


def test_link_out_of_the_corpus_is_not_followed(moved: tuple[FlaskClient, Path]) -> None:
    client, path = moved
    outside = path.parent.parent / "outside.pdf"
    path.rename(outside)
    path.symlink_to(outside)
    assert_refused(client, "is not in the corpus folder any more")


def test_widths_are_those_of_the_source_set(client: FlaskClient) -> None:
    page = client.get(f"/documents/{DIGEST}").text
    assert [int(w) for w in re.findall(r"(\d+)w[,\"]", page)] == list(WIDTHS[1:])
