"""Saved web pages: main content through pandoc, metadata through trafilatura.

trafilatura alone drops list items outside of lists and much that it takes for menus; pandoc alone keeps every menu,
cookie notice and teaser. So `main_content` cleans the page, pandoc reads the rest, and trafilatura finds author, date
and publisher, from markup only: from the text it takes a copyright year for the date. Nothing is fetched.
"""

import re
from html import escape
from typing import Any

import lxml.html
from lxml import etree
from lxml.html import HtmlElement
from trafilatura.metadata import extract_metadata

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import codec, decode
from reportqa.parsing.html.attributes import show_labels
from reportqa.parsing.html.elements import text_of
from reportqa.parsing.html.embedded import FRAMES, unfold
from reportqa.parsing.html.form_values import write_form_values
from reportqa.parsing.html.main_content import keep_content
from reportqa.parsing.html.mhtml import SavedPage, is_mhtml, read_page
from reportqa.parsing.html.repairs import repair
from reportqa.parsing.html.role_tables import rebuild_tables
from reportqa.parsing.html.styles import apply_styles
from reportqa.parsing.html.unseen import mark_unseen, transparent_warning
from reportqa.parsing.markup.pandoc import read_tree, write_blocks
from reportqa.parsing.metadata import csl_item
from reportqa.parsing.omissions import PositionFinder
from reportqa.text import clean_text

_CHARSET = re.compile(rb"""<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_DATA = re.compile(r"""(["'(]data:)(?:[^"'()<>\s]{200,}|[\w/+.;=-]{,100};base64,[\w+/=\s]{200,})""", re.I)
"""A picture or a font within the page, which every copy of the page would copy."""
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.S)
_PAGES = ("text/html", "application/xhtml+xml")
_MAX_NAMED = 5
_WEB = ("http://", "https://")
_MAX_DATED = 12
"""Maximum words of a line that dates a page, as "Published on 4 May by Ann Cole"; longer ones are sentences."""
_REFERENCE = re.compile(r"&#(?:x0*([0-9a-f]{1,8})|0*(\d{1,9}))(?![0-9a-f]);?", re.I)
_BLOCK_TAGS = re.compile(
    r"(?:</?(?:div|section|article|main|blockquote|p|center|table|tbody|tr|td|th|ul|ol|li|dl|dd)\b[^<>]*>\s*)+", re.I
)
_TAG = re.compile(r"</?([a-z][a-z0-9]*)\b[^<>]*>", re.I)
_KEPT = frozenset({"html", "head", "body", "title", "meta", "script", "style", "p", "h1", "h2", "h3", "h4", "br"})


def parse(data: bytes) -> DocumentBuilder:
    """Read a web page, also one saved with its parts in one file (MHTML).

    :raises ParseError: when it is empty, not text, or has no content.
    """
    saved = read_page(data) if is_mhtml(data) else SavedPage(data, None, "", {})
    root = _tree(_source(saved.data, saved.charset))
    builder = DocumentBuilder()
    builder.csl_item = _item(root, saved.address)
    _insert_sheets(root, saved)
    show_labels(root)
    unfold(root, lambda frame: _inner_page(frame, saved))
    write_form_values(root)
    transparent = mark_unseen(root, apply_styles(root))
    rebuild_tables(root)
    content, removed = keep_content(root, builder.csl_item)
    repair(content)
    source = etree.tostring(content, encoding="unicode", method="html", with_tail=False)
    tree = read_tree(source.encode("utf-8", "replace"), "html")
    try:
        write_blocks(tree, builder)
    except ParseError as error:
        frames = [part.text for part in removed if part.kind in FRAMES]
        if builder.text or not frames:
            raise
        named = ", ".join(frames[:_MAX_NAMED])
        raise ParseError(f"has no text but frames: {named}. Save the pages in them instead.") from error
    places = PositionFinder(builder.text)
    for part in removed:
        builder.leave_out(part.kind, part.text, places.find(part.before, part.after))
    builder.warnings += transparent_warning(transparent, builder.text)
    return builder


def _source(data: bytes, charset: str | None) -> str:
    """Return the source of a page that lxml can read; `charset` is the encoding that its container names."""
    found = _CHARSET.search(data[:4096])
    text = decode(data, charset or (found[1].decode("ascii") if found else None))
    text = _DATA.sub(r"\1,", text)
    if text.lstrip("\ufeff \t\r\n").startswith("<?xml"):
        text = _CDATA.sub(lambda part: escape(part[1]), text)
    # lxml refuses control characters; a soft hyphen at a line end would become a hyphen.
    return clean_text(_REFERENCE.sub(_allowed, text.replace("\u00ad", "")))


def _insert_sheets(root: HtmlElement, saved: SavedPage) -> None:
    """Put the style sheets that were saved with a page into it."""
    for link in list(root.iter("link")):
        part = saved.find(link.get("href", ""), ("text/css",)) if link.get("rel", "").lower() == "stylesheet" else None
        if part is not None:
            data, charset = part
            link.tag = "style"
            link.text = clean_text(data.decode(codec(charset) or "utf-8", "replace"))


def _inner_page(frame: HtmlElement, saved: SavedPage) -> HtmlElement | None:
    """Return the page in a frame, or None if it is in another file."""
    part = saved.find(frame.get("src", ""), _PAGES)
    try:
        if frame.get("srcdoc"):
            return _tree(frame.get("srcdoc"))
        return _tree(_source(*part)) if part is not None else None
    except ParseError:
        return None


def _allowed(reference: re.Match[str]) -> str:
    """Return a character reference unchanged, or a space for a character that XML does not allow."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    is_character = code in {9, 10, 13} or (0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF)
    return reference[0] if is_character and code & 0xFFFE != 0xFFFE else " "


def _tree(text: str) -> HtmlElement:
    """Return the page's tree; a page too deep for libxml2, which would truncate it, is flattened first."""
    root, is_whole = _parsed(text)
    if not is_whole:
        flat = _TAG.sub(lambda tag: "" if tag[1].lower() not in _KEPT else tag[0], _BLOCK_TAGS.sub("<p>", text))
        root, is_whole = _parsed(flat)
    if root is None or not is_whole:
        raise ParseError("has no readable content. Save the page again from the browser.")
    return root


def _parsed(text: str) -> tuple[HtmlElement | None, bool]:
    parser = lxml.html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError:
        return None, True
    return root, not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def _item(root: HtmlElement, address: str) -> dict[str, Any]:
    """Return the page's CSL-JSON fields; trafilatura changes the tree, so it gets a copy."""
    copy: HtmlElement = lxml.html.fromstring(etree.tostring(root))
    for moment in list(copy.iter("time")):
        around = next(moment.iterancestors("p", "li", "td", "dd"), moment)
        if len(text_of(around).split()) > _MAX_DATED:
            # A date in a sentence is not that of the page.
            moment.drop_tag()
    found = extract_metadata(copy, extensive=False)
    publisher = found.sitename or ""
    named = str(root.xpath("string(//meta[@property='og:site_name']/@content)")).strip()
    if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", publisher) and publisher != named:
        publisher = ""
    title = _without_site(found.title or "", publisher) or _first_heading(root)
    authors = [name for name in (found.author or "").split(";") if name.strip().lower() != publisher.lower()]
    url = root.xpath("string(//link[@rel='canonical']/@href)") or root.xpath(
        "string(//meta[@property='og:url']/@content)"
    )
    return csl_item(
        title=title,
        authors=[_as_written(name.strip(), root) for name in authors],
        issued=found.date,
        publisher=publisher,
        url=str(url).strip() or (address if address.startswith(_WEB) else ""),
        language=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"),
    )


def _as_written(name: str, root: HtmlElement) -> str:
    """Return a name with the page's own capitals, which trafilatura changes."""
    for text in [*root.xpath("//meta/@content"), str(root.text_content())]:
        if match := re.search(re.escape(name), str(text), re.I):
            return match[0]
    return name


def _without_site(title: str, site: str) -> str:
    """Return a title without "| Name of the site"."""
    head, separator, tail = title.rpartition(" | ") if " | " in title else title.rpartition(" - ")
    return head if separator and site and tail.strip().lower() == site.lower() else title


def _first_heading(root: HtmlElement) -> str:
    heading = root.find(".//h1")
    return "" if heading is None else str(heading.text_content())
