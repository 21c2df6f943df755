"""Notes of an electronic book: their marks, and the notes themselves where they are in files of their own."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from urllib.parse import unquote

from reportqa.parsing.xml_tree import Element, all_text, take_out

OPS = "http://www.idpf.org/2007/ops"
NOTE_KINDS = frozenset({"footnote", "endnote", "rearnote", "note"})
_TYPE = f"{{{OPS}}}type"
_MARK = re.compile(r"[\[(]?(?:\d{1,4}|[*†‡§¶]{1,4}|[a-z]|[ivxl]{1,6})[\])]?\.?")
_MARK_WORDS = re.compile(r"note|\bfn|\bftn|\ben\d|ref", re.I)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = frozenset({"p", "li", "div", "td", "th", "dd", "dt", "aside", "section", "blockquote", *_HEADINGS})


def kinds_of(node: Element) -> frozenset[str]:
    """Return the meanings of an element: the words of its types and roles, without "doc-"."""
    words = f"{node.get(_TYPE, '')} {node.get('role', '')}".split()
    return frozenset(word.removeprefix("doc-") for word in words)


def join_notes(parts: Mapping[str, Element]) -> None:
    """Replace the marks of notes in the files of a book.

    A footnote, which programs show apart from the text, becomes a note of pandoc; other notes stay where they are, and
    only their marks are removed.
    """
    targets = {
        (name, node.get("id")): node for name, part in parts.items() for node in part.iter("*") if node.get("id")
    }
    joined: set[Element] = set()
    for name, part in parts.items():
        for link in list(part.iter("a")):
            note = targets.get(link_target(name, link.get("href", "")))
            if "backlink" in kinds_of(link):
                take_out(link)
            elif note is not None and _is_mark(link, note):
                holder = _footnote(note)
                if holder is None or holder in joined or holder in link.iterancestors():
                    _remove(link)
                else:
                    _refer(link, holder, len(joined) // 2, [*parts.values()][-1])
                    joined |= {link, holder}
    for part in parts.values():
        # pandoc drops notes without a mark.
        for node in part.iter("*"):
            if node not in joined and kinds_of(node) & (NOTE_KINDS | {"footnotes", "endnotes", "rearnotes", "noteref"}):
                node.attrib.pop(_TYPE, "")
                node.attrib.pop("role", "")
                if node.tag == "aside":
                    node.tag = "div"


def _refer(link: Element, note: Element, number: int, last: Element) -> None:
    link.attrib.clear()
    link.set(_TYPE, "noteref")
    link.set("href", f"#reportqa-note-{number}")
    raised = link.getparent()
    if raised is not None and raised.tag == "sup":
        raised.tag = "span"
    for back in [each for each in note.iter("a") if _is_back(each)]:
        take_out(back)
    take_out(note)
    note.attrib.clear()
    note.tag = "aside"
    note.set(_TYPE, "footnote")
    note.set("id", f"reportqa-note-{number}")
    last.append(note)


def link_target(name: str, address: str) -> tuple[str, str]:
    """Return the file and the id that a link in the file `name` leads to."""
    file, _, fragment = address.partition("#")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(file))) if file else name
    return path, unquote(fragment)


def _is_mark(link: Element, target: Element) -> bool:
    """Return whether a link is the mark of a note: it says so, or is a raised number or one directly after a word."""
    if kinds_of(link) & {"noteref", "annoref"}:
        return True
    text = all_text(link).strip()
    if not _MARK.fullmatch(text) or target.tag in _HEADINGS or not any(_before(link)):
        return False
    parent = link.getparent()
    is_raised = next(link.iter("sup"), None) is not None or (parent is not None and parent.tag == "sup")
    words = f"{link.get('class', '')} {link.get('href', '').rpartition('#')[2]} {link.get('id', '')}"
    touches = next(_before(link))[-1:].strip() != "" and text[0] not in "(abcdefghijklmnopqrstuvwxyz"
    return is_raised or (touches and _MARK_WORDS.search(words) is not None)


def _before(link: Element) -> Iterator[str]:
    """Yield the texts before a link within its block, the nearest first."""
    node = link
    while (parent := node.getparent()) is not None and node.tag not in _BLOCKS:
        for sibling in node.itersiblings(preceding=True):
            if sibling.tail:
                yield sibling.tail
            if text := all_text(sibling):
                yield text
        if parent.text:
            yield parent.text
        node = parent


def _footnote(target: Element) -> Element | None:
    """Return the footnote that a mark leads to, or into; None for notes that are printed where they are."""
    for node in [target, *islice(target.iterancestors(), 3)]:
        kinds = kinds_of(node)
        if "footnote" in kinds or (node.tag == "aside" and kinds & NOTE_KINDS):
            return node
    return None


def _is_back(link: Element) -> bool:
    text = all_text(link).strip()
    return bool(link.get("href")) and (not re.search(r"\w", text) or _MARK.fullmatch(text) is not None)


def _remove(link: Element) -> None:
    """Remove the mark of a note, with the element that raises it."""
    parent = link.getparent()
    alone = parent is not None and parent.tag == "sup" and len(parent) == 1 and not (parent.text or "").strip()
    take_out(parent if alone and parent is not None and not (link.tail or "").strip() else link)
