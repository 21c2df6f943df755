import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportqa.errors import ParseError
from reportqa.parsing.html.parser import parse
from support.web_page import PAGE


def test_headings_lists_tables_and_captions_are_kept() -> None:
    builder = parse(PAGE.encode())
    text = builder.text
    assert text.startswith("Scale works\n\n")
    assert "an item outside a list" in text
    assert "an item inside one" in text
    assert "Three quarters of practices have joined an organisation. They pooled resources." in text
    assert "Practices over time" in text
    assert "Figure 1: Growth" in text
    assert "health-related advice" in text
    (table,) = builder.tables
    assert table.rows[0] == ("Year", "Practices Modality", "Practices Harness")
    assert text[table.start : table.end].startswith("2008 · Practices Modality: 2 · Practices Harness: 12\n")
    for section in builder.sections:
        assert text.startswith(section.heading, section.start)


def test_authors_and_date_of_a_page_are_found() -> None:
    assert parse(PAGE.encode()).csl_item == {
        "title": "Scale works",
        "author": [{"literal": "rebecca rosen"}],
        "issued": {"date-parts": [[2016, 7, 19]]},
        "publisher": "Digest",
        "URL": "https://example.org/scale",
        "language": "en-GB",
    }


def test_copyright_year_is_not_a_date() -> None:
    page = "<html><body><h1>Page</h1><p>Some text of the page.</p><p>© 2011 Some site</p></body></html>"
    assert "issued" not in parse(page.encode()).csl_item


@pytest.mark.parametrize(
    ("encoding", "declaration"),
    [
        ("utf-8", ""),
        ("utf-8-sig", '<meta charset="utf-8">'),
        ("utf-16", ""),
        ("cp1252", ""),
        ("cp1252", '<meta charset="iso-8859-1">'),
        ("cp1252", '<meta charset="utf-8">'),
        ("utf-8", '<meta charset="iso-8859-1">'),
        ("koi8-r", '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">'),
        ("cp1252", '<meta charset="no-such-encoding">'),
    ],
)
def test_encoding_is_found(encoding: str, declaration: str) -> None:
    sentence = "Привет, мир" if encoding == "koi8-r" else "It’s £25 – “café”"
    page = f"<html><head>{declaration}</head><body><p>{sentence}</p></body></html>"
    assert parse(page.encode(encoding)).text == sentence


def test_mixed_encodings_are_read_byte_by_byte() -> None:
    data = "<p>It’s café</p>".encode() + "<p>and £25</p>".encode("cp1252")
    assert parse(data).text == "It’s café\n\nand £25"


def test_null_bytes_are_ignored() -> None:
    assert parse(b"<p>one\0 two</p>").text == "one two"


def test_control_characters_are_ignored() -> None:
    assert parse("<p>a</p><form>b</form>one\x1b\ufffe &#7;&#xfffe;two".encode()).text == "a\n\none two"


def test_entity_bomb_does_not_expand() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    page = f'<!DOCTYPE html [<!ENTITY l0 "lol">{entities}]><html><body><p>&l9; text</p></body></html>'
    assert len(parse(page.encode()).text) < 2000


def test_outside_files_are_not_read() -> None:
    page = """<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><head>
    <link rel="stylesheet" href="http://192.0.2.1/x.css"></head><body><p>Text &x;</p>
    <iframe src="file:///etc/passwd"></iframe><img src="http://192.0.2.1/x.png"></body></html>"""
    assert "root:" not in parse(page.encode()).text


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "ul><li", "table><tr><td", "span"])
@pytest.mark.parametrize("depth", [70, 1500, 100_000])
def test_deep_nesting_has_text_or_a_parse_error(tag: str, depth: int) -> None:
    page = f"<html><body><p>before</p>{f'<{tag}>' * depth}deep words<p>after</p></body></html>"
    text = parse(page.encode()).text
    assert "before" in text
    assert "deep words" in text


@pytest.mark.parametrize("data", [b"", b"   ", b"\0\0\0", b"<html></html>", b"<!-- only a comment -->", b"%PDF-1.7"])
def test_page_without_content_is_refused(data: bytes) -> None:
    with pytest.raises(ParseError):
        parse(data)


@given(st.binary(min_size=1, max_size=400))
@settings(max_examples=20, deadline=None)
def test_random_bytes_have_text_or_a_parse_error(data: bytes) -> None:
    try:
        assert parse(data).text
    except ParseError:
        return


WORD = st.text(st.characters(min_codepoint=ord("a"), max_codepoint=ord("z")), min_size=1, max_size=9)


@given(
    st.lists(st.tuples(st.sampled_from(["p", "h2", "li", "div", "section"]), st.lists(WORD, min_size=1)), min_size=1)
)
@settings(max_examples=20, deadline=None)
def test_no_word_of_content_is_lost(blocks: list[tuple[str, list[str]]]) -> None:
    body = "".join(f"<{tag}>The text: {' '.join(words)}</{tag}>" for tag, words in blocks)
    expected = [word for _, words in blocks for word in ("The", "text:", *words)]
    assert parse(f"<html><body>{body}</body></html>".encode()).text.split() == expected


def test_publisher_with_a_dot_in_its_name_is_kept() -> None:
    named = PAGE.replace('og:site_name" content="Digest"', 'og:site_name" content="GOV.UK"')
    assert parse(named.encode()).csl_item["publisher"] == "GOV.UK"


@pytest.mark.parametrize("line_end", ["", "\n"])
def test_pictures_within_a_page_are_not_copied_with_it(line_end: str) -> None:
    data = f"{'iVBORw0KGgo' * 7}{line_end}" * 50_000
    page = (
        f'<body><h1>Fund</h1><p>It paid <img alt="A chart" src="data:image/png;base64,{data}"/> for visits.</p></body>'
    )
    start = time.process_time()
    assert parse(page.encode()).text == "Fund\n\nIt paid for visits.\n\nA chart"
    assert time.process_time() - start < 5


def test_date_in_a_sentence_is_not_that_of_the_page() -> None:
    time = '<time datetime="2019-03-04">4 March</time>'
    sentence = f"<p>The wards on the second floor were opened on {time} by the mayor of the town and her two sons.</p>"
    assert "issued" not in parse(f"<h1>Beds</h1>{sentence}".encode()).csl_item
    assert "issued" in parse(f"<h1>Beds</h1><p>Published {time}</p>{sentence}".encode()).csl_item
