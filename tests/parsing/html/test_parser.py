import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportqa.errors import ParseError
from reportqa.parsing.html.parser import parse

CLUTTER = (
    "Skip to main content",
    "We use cookies to count visits",
    "Site menu entry",
    "Latest headline",
    "Another headline",
    "Get our newsletter",
    "Share on social",
    "Terms of use",
    "Search the site",
)
PAGE = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Scale works | Digest</title>
<meta property="og:site_name" content="Digest"><meta name="author" content="rebecca rosen">
<meta property="article:published_time" content="2016-07-19T09:00:00+00:00">
<link rel="canonical" href="https://example.org/scale"></head><body>
<a class="skip" href="#m">Skip to main content</a>
<div class="cookie-banner"><p>We use cookies to count visits.</p><button>Accept</button></div>
<header class="site-header"><form><label>Search the site</label><input></form>
<nav><ul><li><a href="#">Site menu entry</a></li></ul></nav></header>
<main id="m"><article><header><h1>Scale works</h1><p>By rebecca rosen</p></header>
<div class="share-buttons"><a href="#">Share on social</a></div>
<p>Three quarters of practices have joined an organisation.<sup><a href="#fn1">1</a></sup> They pooled resources.</p>
<li>an item outside a list</li>
<ul><li>an item inside one</li></ul>
<table><caption>Practices over time</caption>
<tr><th rowspan="2">Year</th><th colspan="2">Practices</th></tr><tr><th>Modality</th><th>Harness</th></tr>
<tr><td>2008</td><td>2</td><td>12</td></tr><tr><td>2014</td><td>9</td><td>16</td></tr></table>
<figure><img src="https://example.org/x.png" alt="Bars"><figcaption>Figure 1: Growth</figcaption></figure>
<div class="related-services"><p>Related services include health-related advice for patients of all ages.</p></div>
</article></main>
<aside><h2>Just published</h2><ul><li><a href="#">Latest headline</a></li><li><a href="#">Another headline</a></li></ul>
<section class="newsletter"><h2>Sign up</h2><p>Get our newsletter</p></section></aside>
<footer><a href="#">Terms of use</a></footer></body></html>"""


def test_menus_notices_and_teasers_are_left_out() -> None:
    text = parse(PAGE.encode()).text
    assert [string for string in CLUTTER if string in text] == []


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


def test_page_says_who_wrote_it_and_when() -> None:
    assert parse(PAGE.encode()).csl_item == {
        "title": "Scale works",
        "author": [{"literal": "rebecca rosen"}],
        "issued": {"date-parts": [[2016, 7, 19]]},
        "publisher": "Digest",
        "URL": "https://example.org/scale",
        "language": "en-GB",
    }


def test_copyright_year_is_no_date() -> None:
    page = "<html><body><h1>Page</h1><p>Some text of the page.</p><p>© 2011 Some site</p></body></html>"
    assert "issued" not in parse(page.encode()).csl_item


def test_page_inside_one_form_is_kept() -> None:
    page = f"<html><body><form><div class='content'><p>{'A sentence of content. ' * 20}</p></div></form></body></html>"
    assert "A sentence of content." in parse(page.encode()).text


def test_title_in_the_header_of_the_page_is_kept() -> None:
    page = f"<body><header><h1>The title</h1><a href='/'>Home</a></header><main><p>{'Some words. ' * 30}</p></main>"
    assert parse(page.encode()).text.startswith("The title\n\nSome words.")


def test_content_inside_a_heading_left_open_is_kept() -> None:
    assert "Some words." in parse(f"<h1><article>{'Some words. ' * 30}</article>".encode()).text


def test_table_that_only_lays_out_the_page_is_read_in_order() -> None:
    page = "<table><tr><td><h2>Left</h2><p>First.</p></td><td><h2>Right</h2><p>Second.</p></td></tr></table>"
    builder = parse(page.encode())
    assert builder.text == "Left\n\nFirst.\n\nRight\n\nSecond."
    assert builder.tables == []


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr></tr><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr><caption>C</caption></table>",
        "<table><tfoot><tr><td>1</td><td>2</td></tr></tfoot><thead><tr><td>A</td><td>B</td></tr></thead></table>",
    ],
)
def test_table_in_an_odd_order_is_still_a_table(page: str) -> None:
    (table,) = parse(page.encode()).tables
    assert table.rows == (("A", "B"), ("1", "2"))


def test_nothing_is_lost_in_odd_markup() -> None:
    page = (
        "<dl><p>one</p><dt>two</dt><dd>three</dd></dl><figure><figcaption>four</figcaption><p>five</p>"
        "<figcaption>six</figcaption></figure><table><tr><td>seven</td>eight<td>nine</td></tr></table>"
    )
    text = parse(page.encode()).text
    assert [word for word in "one two three four five six seven eight nine".split() if word not in text] == []


def test_table_without_a_header_keeps_every_cell() -> None:
    page = "<table><tr><th>Founded</th><td>2004</td></tr><tr><th>Location</th><td>London</td></tr></table>"
    builder = parse(page.encode())
    assert builder.text == "Founded · 2004\nLocation · London"


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


def test_nuls_are_ignored() -> None:
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
def test_deep_nesting_gives_text_or_a_parse_error(tag: str, depth: int) -> None:
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
def test_random_bytes_give_text_or_a_parse_error(data: bytes) -> None:
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


def test_comments_and_what_sites_put_around_an_article_are_left_out() -> None:
    comments = (
        '<div id="comments" class="comments-area"><h2>2 thoughts on “Scale works”</h2><ol><li><article><p>I disagree'
        " with all of this, at some length.</p></article></li></ol></div>"
    )
    around = (
        '<div id="suiteBarTop">Office <a href="#">Newsfeed</a></div><span class="mw-editsection">[edit]</span>'
        '<div class="footer"><p>Registered charity 123456</p></div>'
    )
    text = parse(PAGE.replace("</main>", f"</main>{comments}{around}").encode()).text
    assert [word for word in ("disagree", "thoughts", "Newsfeed", "[edit]", "charity") if word in text] == []
    footer = '<div class="footer"><p>The sources of this article are the annual reports of four practices.</p></div>'
    assert "annual reports of four" in parse(PAGE.replace("</article>", f"{footer}</article>").encode()).text


def test_a_publisher_whose_name_has_a_dot_is_believed() -> None:
    named = PAGE.replace('og:site_name" content="Digest"', 'og:site_name" content="GOV.UK"')
    assert parse(named.encode()).csl_item["publisher"] == "GOV.UK"
