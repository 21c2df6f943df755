from reportqa.parsing.office.book_chapters import Chapter, joined, read_chapter
from reportqa.parsing.office.omissions import Omissions


def body_text(source: bytes) -> str | None:
    body = read_chapter(source)
    return None if body is None else "".join(str(text) for text in body.itertext())


def test_chapter_is_read_with_named_characters_and_when_it_is_no_xml() -> None:
    html = b'<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>%s</body></html>'
    assert body_text(html % b"<p>caf&eacute; &amp; &nbsp;bar</p>") == "café & \xa0bar"
    assert body_text(html % b'<p>AT&T<br>has <a id="x"/>77 shops</p>') == "AT&Thas 77 shops"
    assert body_text(b'<?xml version="1.0" encoding="iso-8859-1"?><html><body>caf\xe9</body></html>') == "café"
    assert body_text(b"<html><head/></html>") is None
    assert body_text(b"") is None


def test_chapters_are_joined_without_namespaces() -> None:
    source = b'<h:html xmlns:h="http://www.w3.org/1999/xhtml"><h:body><h:p>One<h:br/>two</h:p></h:body></h:html>'
    body = read_chapter(source)
    assert body is not None
    whole = joined([Chapter("a.xhtml", body)], {("a.xhtml", ""): "7"}, Omissions()).decode()
    assert '<div class="reportqa-page" data-label="7"></div><p>One<br>two</p>' in whole
