import pytest

from reportqa.errors import ParseError
from support.books import book, page
from support.formats import read, written
from support.word import kinds

LOCKED = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
    '<e:EncryptedData><e:EncryptionMethod Algorithm="{}"/><e:CipherData><e:CipherReference URI="OPS/{}.xhtml"/>'
    "</e:CipherData></e:EncryptedData></encryption>"
)
AES = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"


def test_properties_of_a_book_are_its_metadata() -> None:
    source = "---\ntitle: The book\nauthor: [Ann Lee, Bob Ray]\nlang: en\n---\n\n# One\n\nWords.\n"
    builder = read("a.epub", written(source, "epub"))
    assert builder.csl_item["title"] == "The book"
    assert [author["literal"] for author in builder.csl_item["author"]] == ["Ann Lee", "Bob Ray"]
    assert "Words." in builder.text


def test_files_are_read_in_the_order_of_the_spine() -> None:
    bodies = {"two more": "<p>Second.</p>", "one": "<p>First.</p>", "unread": "<p>Never shown.</p>"}
    assert read("a.epub", book(bodies, "one,two more,one")).text == "First.\n\nSecond."


def test_protected_book_is_refused_with_the_reason_and_a_protected_chapter_named() -> None:
    bodies = {"one": "<p>First.</p>", "two": "<p>Second.</p>"}
    builder = read("a.epub", book(bodies, others={"META-INF/encryption.xml": LOCKED.format(AES, "two")}))
    assert builder.text == "First."
    assert builder.warnings == ['"two.xhtml" is protected against copying (DRM) and not read.']
    cases: list[dict[str, str | bytes]] = [
        {"META-INF/encryption.xml": LOCKED.format(AES, "one")},
        {"META-INF/rights.xml": "<rights/>", "OPS/one.xhtml": b"\x81\x8d" * 99},
    ]
    for others in cases:
        with pytest.raises(ParseError, match="is protected against copying"):
            read("a.epub", book({"one": ""} if len(others) == 1 else {}, "one", others))


def test_obfuscated_fonts_are_no_protection() -> None:
    fonts = LOCKED.format("http://www.idpf.org/2008/embedding", "one")
    assert read("a.epub", book({"one": "<p>First.</p>"}, others={"META-INF/encryption.xml": fonts})).text == "First."


def test_printed_pages_come_from_marks_and_lists_of_pages() -> None:
    marks = (
        '<h1>Roads</h1><p><span epub:type="pagebreak" title="41"/>It mended 212 miles.</p><div role="doc-pagebreak"'
        ' id="page_42">42</div><p>It built four<span epub:type="pagebreak" aria-label="xliii"/>teen bridges.</p>'
    )
    builder = read("a.epub", book({"one": marks}))
    assert builder.text == "Roads\n\nIt mended 212 miles.\n\nIt built fourteen bridges."
    assert [(page.physical, page.label, builder.text[page.start : page.end].strip()) for page in builder.pages] == [
        (1, "41", "Roads\n\nIt mended 212 miles."),
        (2, "42", "It built fourteen"),
        (3, "xliii", "bridges."),
    ]


@pytest.mark.parametrize("kind", ["nav", "ncx"])
def test_list_of_pages_names_the_pages_of_its_targets(kind: str) -> None:
    nav = page(
        '<nav epub:type="page-list"><ol><li><a href="one.xhtml">1</a></li>'
        '<li><a href="one.xhtml#x">2</a></li></ol></nav>'
    )
    target = '<pageTarget><navLabel><text>{}</text></navLabel><content src="one.xhtml{}"/></pageTarget>'
    ncx = f"<ncx><pageList>{target.format(1, '')}{target.format(2, '#x')}</pageList></ncx>"
    manifest = {
        "nav": '<item id="n" href="l.xml" media-type="application/xhtml+xml" properties="nav"/>',
        "ncx": '<item id="n" href="l.xml" media-type="application/x-dtbncx+xml"/>',
    }[kind]
    others = {"OPS/l.xml": nav if kind == "nav" else ncx}
    builder = read("a.epub", book({"one": '<p>First.</p><p id="x">Second.</p>'}, "one", others, manifest))
    assert [(page.label, builder.text[page.start : page.end].strip()) for page in builder.pages] == [
        ("1", "First."),
        ("2", "Second."),
    ]


def test_contents_hidden_and_struck_out_text_are_named() -> None:
    body = (
        '<nav><h2>Contents</h2><ol><li><a href="#a">One</a><ol><li>Inner</li></ol></li></ol></nav>'
        "<p>It has <del>999</del>"
        ' 640 staff.</p><p style="display: none">Unseen.</p><script>x</script>'
    )
    builder = read("a.epub", book({"one": body}))
    assert builder.text == "It has 640 staff."
    assert kinds(builder) == [
        ("contents entry", "Contents"),
        ("contents entry", "One"),
        ("contents entry", "Inner"),
        ("struck-out text", "999"),
        ("hidden text", "Unseen."),
    ]


def test_missing_file_of_the_spine_is_named() -> None:
    missing = '<item id="two" href="two.xhtml" media-type="application/xhtml+xml"/>'
    builder = read("a.epub", book({"one": "<p>First.</p>"}, "one,two", manifest=missing))
    assert (builder.text, builder.warnings) == ("First.", ['"two.xhtml" is missing or damaged and not read.'])
