import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import reportqa
from reportqa.corpus import Corpus
from reportqa.errors import DocumentNotFound, InputError
from reportqa.mcp_server.resources import TEMPLATES, list_resources, read_resource
from support.briefings import DIGEST, PATIENTS

ODD = "über uns/20% & more.txt"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, exports: Path) -> Iterator[Corpus]:
    """A corpus of documents, one with an odd name."""
    folder = tmp_path_factory.mktemp("many")
    reports = folder / "reports"
    (reports / "über uns").mkdir(parents=True)
    names = [*(f"note-{number}.txt" for number in range(6)), ODD]
    for number, name in enumerate(names):
        (reports / name).write_text(f"Note {number} is about harbours.\n", encoding="utf-8")
    shutil.copytree(exports, folder / "index")
    reportqa.index(reports, folder / "index")
    with reportqa.open(folder / "index") as corpus:
        yield corpus


def test_documents_are_listed_in_pages_and_each_can_be_read(many: Corpus) -> None:
    first, cursor = list_resources(many, None, 5)
    assert len(first) == 5
    assert cursor is not None
    rest, end = list_resources(many, cursor, 5)
    assert (len(rest), end) == (2, None)
    assert list_resources(many, None) == ([*first, *rest], None)
    for resource in [*first, *rest]:
        assert resource.uri.isascii()
        contents = read_resource(many, resource.uri)
        assert contents.uri == resource.uri
        assert "is about harbours" in contents.text
    assert ODD in {resource.name for resource in [*first, *rest]}


@pytest.mark.parametrize("cursor", ["", "x", "é", "MA==", "bm93IC0x"])
def test_cursor_of_another_list_is_refused(many: Corpus, cursor: str) -> None:
    with pytest.raises(InputError, match="from the beginning"):
        list_resources(many, cursor)


def test_page_is_read_by_its_printed_number(corpus: Corpus) -> None:
    page = read_resource(corpus, f"reportqa://document/{DIGEST}/page/6")
    assert PATIENTS in page.text
    assert read_resource(corpus, f"reportqa://document/{DIGEST}/page/file%3A10").text == page.text
    assert page.text in read_resource(corpus, f"reportqa://document/{DIGEST}").text
    assert [template.uri_template for template in TEMPLATES] == [
        "reportqa://document/{document}", "reportqa://document/{document}/page/{page}"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("uri", "message"),
    [
        ("file:///etc/hosts", "No such resource"),
        ("reportqa://document/", "No such resource"),
        ("reportqa://document/a/b", "No such resource"),
        ("reportqa://document/press-release.html/page/1", "has no pages"),
        ("reportqa://document/survey-briefing.pdf/page/9", 'has no page "9"'),
    ],
)
def test_unknown_resource_is_one_sentence(corpus: Corpus, uri: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_resource(corpus, uri)


def test_unknown_and_long_documents_are_refused(corpus: Corpus) -> None:
    with pytest.raises(DocumentNotFound):
        read_resource(corpus, "reportqa://document/..%2F..%2Fetc%2Fhosts")
    with pytest.raises(InputError, match="the limit is 1,000"):
        read_resource(corpus, f"reportqa://document/{DIGEST}", 1000)
