import hashlib
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from reportqa.document import Document
from reportqa.errors import PageUnavailable
from reportqa.server.viewer.page_images import PDF, Painter
from reportqa.server.viewer.page_renderer import PageSize, Picture
from reportqa.settings import Settings
from support import hostile

ONE_PAGE = hostile.pdf(hostile.CATALOG, hostile.ONE_PAGE, hostile.page(), hostile.FONT, hostile.TEXT)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("corpus")


@pytest.fixture(scope="module")
def painter(corpus: Path) -> Iterator[Painter]:
    """A painter that keeps pictures of 1 MiB."""
    with closing(Painter(replace(Settings.from_env({}, corpus_dir=corpus), pictures_mib=1))) as painter:
        yield painter


def document_of(data: bytes, *doc_ids: str) -> Document:
    first, *also = doc_ids
    return Document(first, hashlib.sha256(data).hexdigest(), PDF, {"title": "A"}, "Words.", also=tuple(also))


def width(picture: Picture) -> int:
    return Image.open(io.BytesIO(picture.data)).width


def photographs(count: int) -> bytes:
    """Return a PDF with pages that no encoding makes small."""
    noise = np.random.default_rng(1).integers(0, 255, (count, 400, 400, 3), dtype=np.uint8)
    first, *others = map(Image.fromarray, noise)
    file = io.BytesIO()
    first.save(file, "PDF", save_all=True, append_images=others)
    return file.getvalue()


@pytest.mark.slow
def test_page_is_drawn_in_the_width_that_is_asked_for(painter: Painter, corpus: Path) -> None:
    (corpus / "a.pdf").write_bytes(ONE_PAGE)
    document = document_of(ONE_PAGE, "a.pdf")
    with ThreadPoolExecutor(4) as threads:
        pictures = threads.map(lambda wanted: painter.picture(document, 1, wanted), [160, 800, 160, 800])
        assert [width(picture) for picture in pictures] == [160, 800, 160, 800]
    assert painter.size(document, 1) == PageSize(400, 400)


@pytest.mark.slow
def test_copy_is_drawn_when_the_file_is_gone(painter: Painter, corpus: Path) -> None:
    data = ONE_PAGE + b"% copied"
    (corpus / "copy.pdf").write_bytes(data)
    assert width(painter.picture(document_of(data, "gone.pdf", "copy.pdf"), 1, 160)) == 160


@pytest.mark.slow
def test_pictures_used_longest_ago_are_dropped(painter: Painter, corpus: Path) -> None:
    data = photographs(5)
    path = corpus / "photographs.pdf"
    path.write_bytes(data)
    document = document_of(data, path.name)
    sizes = [len(painter.picture(document, page, 800).data) for page in (1, 2, 3, 4, 1, 5)]
    assert max(sizes) * 4 < 1024**2 < min(sizes) * 5
    path.unlink()
    assert all(painter.picture(document, page, 800).data for page in (1, 3, 4, 5))
    with pytest.raises(PageUnavailable):
        painter.picture(document, 2, 800)


@pytest.mark.slow
def test_file_that_has_changed_is_named(painter: Painter, corpus: Path) -> None:
    (corpus / "changed.pdf").write_bytes(ONE_PAGE + b"% changed")
    with pytest.raises(PageUnavailable, match=r"^changed\.pdf has changed since it was indexed"):
        painter.picture(document_of(ONE_PAGE + b"% indexed", "changed.pdf"), 1, 160)


def test_file_that_is_gone_is_named_and_the_text_view_recommended(painter: Painter) -> None:
    with pytest.raises(PageUnavailable, match=r"^gone\.pdf is not in the corpus folder any more.* text view"):
        painter.size(document_of(ONE_PAGE, "gone.pdf"), 1)


def test_link_out_of_the_corpus_is_not_followed(painter: Painter, corpus: Path, tmp_path: Path) -> None:
    data = ONE_PAGE + b"% secret"
    (tmp_path / "secret.pdf").write_bytes(data)
    (corpus / "linked.pdf").symlink_to(tmp_path / "secret.pdf")
    for doc_id in ("linked.pdf", "../secret.pdf", str(tmp_path / "secret.pdf")):
        with pytest.raises(PageUnavailable, match="is not in the corpus folder any more"):
            painter.picture(document_of(data, doc_id), 1, 160)


@pytest.mark.slow
def test_page_that_takes_too_long_is_given_up_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(ONE_PAGE)
    settings = replace(Settings.from_env({}, corpus_dir=tmp_path), page_seconds=0)
    with (
        closing(Painter(settings)) as painter,
        pytest.raises(PageUnavailable, match=r"^Page 1 of a\.pdf takes longer than 0 seconds.*PAGE_SECONDS\.$"),
    ):
        painter.picture(document_of(ONE_PAGE, "a.pdf"), 1, 2400)
