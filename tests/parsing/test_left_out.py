"""Parts that are left out of the sample reports and of other files; printed page numbers of the reports."""

import re
from itertools import product
from pathlib import Path

import pytest
from pypdf import PdfReader

from reportqa.parsing import is_supported, parse
from reportqa.parsing.builder import DocumentBuilder
from support.typeset import typeset

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
DIGEST = "large-scale-general-practice-digest.pdf"

WEBSITE = [
    ("menu", "Skip to main content"),
    ("cookie notice", "We use cookies"),
    ("page header", "Toolkits Events Jobs"),
    ("menu", "Press releases"),
    ("sharing links", "Share this page"),
    ("related links", "Just published"),
    ("related links", "Our autumn events are open for booking"),
    ("related links", "Most read"),
    ("newsletter box", "Sign up for our newsletter"),
    ("newsletter box", "in your inbox every Friday"),
    ("page footer", "Accessibility statement"),
]


@pytest.fixture(scope="module")
def documents() -> dict[str, DocumentBuilder]:
    return {path.name: parse(path.name, path.read_bytes()) for path in CORPUS.iterdir() if is_supported(path.name)}


@pytest.mark.parametrize(("kind", "words"), WEBSITE)
def test_boilerplate_of_a_website_is_left_out(kind: str, words: str, documents: dict[str, DocumentBuilder]) -> None:
    page = documents["press-release.html"]
    assert [thing.kind for thing in page.left_out if words in thing.text] == [kind]
    assert words not in page.text


def test_running_headers_and_page_numbers_are_no_lines_of_the_text(documents: dict[str, DocumentBuilder]) -> None:
    for document in documents.values():
        lines = {line.strip() for line in document.text.split("\n")}
        headings = {section.heading for section in document.sections}
        furniture = {thing.text for thing in document.left_out if thing.page}
        assert not furniture & (lines - headings)


def test_every_page_of_the_digest_has_its_header_and_number_left_out(documents: dict[str, DocumentBuilder]) -> None:
    digest = documents[DIGEST]
    for page in digest.pages[1:]:
        things = [thing for thing in digest.left_out if thing.page == page.physical]
        assert [thing.text for thing in things if thing.kind == "page number"] == [page.label]
        assert "Large-scale general practice" in [thing.text for thing in things if thing.kind == "running header"]
        assert all(page.start <= thing.position <= page.end for thing in things)


def test_table_of_contents_is_left_out_at_its_position(documents: dict[str, DocumentBuilder]) -> None:
    digest = documents[DIGEST]
    entries = [thing for thing in digest.left_out if thing.kind == "contents entry"]
    assert "5. Governance … 7" in [thing.text for thing in entries]
    assert {digest.text[: thing.position].rsplit("\n", 1)[-1] for thing in entries} == {
        "Contents",
        "Tables and figures",
    }


def test_printed_labels_are_those_of_the_file(documents: dict[str, DocumentBuilder]) -> None:
    named = PdfReader(CORPUS / DIGEST).page_labels
    labels = [page.label for page in documents[DIGEST].pages]
    assert [label or "" for label in labels] == [label.strip() for label in named]
    assert {"iii", "6", "14"} <= set(labels)


def test_header_above_a_continued_sentence_is_at_the_page_break() -> None:
    names = ["".join(letters) for letters in product("bdfglmnprst", "aeiou", "lmnrs")]
    body = " ".join(f"{name} joined a group of {name}s," for name in names)
    builder = parse("a.pdf", typeset(f"#set page(header: [Annual review], footer: [Printed in Leeds])\n{body}"))
    first, second = builder.pages[:2]
    here = [thing for thing in builder.left_out if first.end - 1 <= thing.position <= second.start]
    assert [(thing.kind, thing.text, thing.page) for thing in here] == [
        ("running footer", "Printed in Leeds", 1),
        ("running header", "Annual review", 2),
    ]
    assert re.search(r"\w $", builder.text[: second.start])


def test_part_outside_the_article_is_named() -> None:
    article = "<p>Practices have joined in groups, and most of the text of this page stands here.</p>" * 3
    page = (
        f"<body><p>A word from our sponsor.</p><main><h1>Scale</h1>{article}</main><p>Imprint of the site.</p></body>"
    )
    builder = parse("a.html", page.encode())
    assert [(thing.kind, thing.text, thing.position) for thing in builder.left_out] == [
        ("outside the article", "A word from our sponsor.", 0),
        ("outside the article", "Imprint of the site.", len(builder.text)),
    ]


def test_long_text_is_shortened() -> None:
    links = "".join(f'<li><a href="#">Entry number {n} of a menu</a></li>' for n in range(50))
    builder = parse("a.html", f"<body><nav><ul>{links}</ul></nav><h1>Scale</h1><p>{'Text. ' * 400}</p></body>".encode())
    (menu,) = builder.left_out
    assert menu.kind == "menu"
    assert len(menu.text) <= 300
    assert menu.text.endswith("…")
