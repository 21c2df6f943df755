"""Repairs of the parts of a Word file for pandoc, which loses some text and shows text that is hidden."""

from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from reportqa.parsing.office.office_xml import ON, choose_alternatives, relationship
from reportqa.parsing.office.omissions import Omissions
from reportqa.parsing.office.word_colours import WordColours
from reportqa.parsing.office.word_drawings import move_boxes, write_drawings
from reportqa.parsing.office.word_fields import flatten_fields
from reportqa.parsing.office.word_numbers import WordNumbers
from reportqa.parsing.office.word_styles import WordStyles
from reportqa.parsing.office.word_tables import repair_tables
from reportqa.parsing.office.word_xml import is_on, namespace, pieces, run, text_of, value
from reportqa.parsing.office.zip_package import Package
from reportqa.parsing.unseen_text import UNSEEN
from reportqa.parsing.xml_tree import Element, local_name, take_out, unwrap

_WRAPPERS = ("smartTag", "customXml", "bdo", "dir", "moveTo", "sdt", "sdtContent", "rubyBase")
_UNREAD = ("smartTagPr", "customXmlPr", "sdtPr", "sdtEndPr", "rubyPr")
_CHECKS = {
    "F0FE": "☒", "F053": "☒", "F078": "☒", "F0FD": "☒", "F052": "☑", "F0A8": "☐", "F06F": "☐", "F0A3": "☐",
    "F0FC": "✓", "F0FB": "✗",
}  # fmt: skip
"""Check boxes of the fonts Wingdings and Wingdings 2 by their codes."""


class WordRepairs:
    """Repairs the parts of one file; what is taken out is recorded in `omissions`."""

    def __init__(
        self, package: Package, styles: Element | None, numbering: Element | None, omissions: Omissions
    ) -> None:
        self._package = package
        self._styles = WordStyles(styles)
        self._numbers = WordNumbers(numbering, self._styles)
        self._omissions = omissions
        self._colours: WordColours | None = None

    def repair(self, root: Element, related: Mapping[str, str]) -> None:
        """Repair the document or the notes; `related` are the parts that it refers to."""
        choose_alternatives(root)
        # The document is repaired before its notes, which are on its pages.
        self._colours = self._colours or WordColours(self._package, self._styles, root)
        self._drop_contents(root)
        self._drop_placeholders(root)
        _write_ruby(root)
        for name in _UNREAD:
            for node in list(root.iter(f"{{*}}{name}")):
                take_out(node)
        for link in list(root.iter("{*}hyperlink")):
            self._repair_link(link)
        for name in _WRAPPERS:
            for node in list(root.iter(f"{{*}}{name}")):
                unwrap(node)
        _split_runs(root)
        repair_tables(root, self._omissions)
        self._drop_deleted(root)
        self._drop_runs(root)
        write_drawings(root, self._package, related, self._omissions)
        self._write_numbers(root)
        _repair_characters(root)
        move_boxes(root)
        self._omissions.locate(root, pieces)

    def _drop_contents(self, root: Element) -> None:
        """Take out tables of contents, by their control, their field or the styles of their paragraphs."""
        contents = flatten_fields(root)
        for gallery in root.iter("{*}docPartGallery"):
            control = next(gallery.iterancestors("{*}sdt"), None)
            if value(gallery) == "Table of Contents" and control is not None:
                contents += control.iter("{*}p")
        ids = self._styles.contents_ids()
        contents += [each for each in root.iter("{*}p") if value(each.find("{*}pPr/{*}pStyle")) in ids]
        for each in dict.fromkeys(contents):
            # The paragraph stays: a cell or a part must not be empty.
            self._omissions.empty(each, "contents entry", _entry(each), "pPr")

    def _drop_placeholders(self, root: Element) -> None:
        """Take out the prompts of controls that nobody has filled in ("Click here to enter text")."""
        for mark in list(root.iter("{*}showingPlcHdr")):
            control = next(mark.iterancestors("{*}sdt"), None)
            content = None if control is None else control.find("{*}sdtContent")
            for each in [] if content is None or not is_on(mark) else list(content.iter("{*}r")):
                self._omissions.take_out(each, "prompt of an empty field", text_of(each))

    def _repair_link(self, link: Element) -> None:
        """Keep the text of a link without a target, which pandoc drops; record what is shown at the mouse."""
        if tooltip := value(link, "tooltip"):
            self._omissions.record("tooltip", tooltip)
        if not relationship(link) and not value(link, "anchor"):
            unwrap(link)

    def _drop_deleted(self, root: Element) -> None:
        for deleted in list(root.iter("{*}del", "{*}moveFrom")):
            if text := text_of(deleted):
                self._omissions.take_out(deleted, "tracked deletion", text)

    def _drop_runs(self, root: Element) -> None:
        for each in list(root.iter("{*}r")):
            has_content = each.find("{*}t") is not None or each.find("{*}drawing") is not None
            kind = self._styles.omission(each) if has_content else None
            if kind is None and each.find("{*}t") is not None and self._colours and self._colours.is_unseen(each):
                kind = UNSEEN
            if kind is not None:
                self._omissions.take_out(each, kind, text_of(each))

    def _write_numbers(self, root: Element) -> None:
        """Write the automatic numbers of paragraphs as text; one of which all text is left out is not counted."""
        for each in root.iter("{*}p"):
            text = text_of(each).strip()
            if not text and (self._omissions.marks(each) or is_on(each.find("{*}pPr/{*}rPr/{*}del"))):
                continue
            number = self._numbers.number(each)
            parent = each.getparent()
            if number and (text or (parent is not None and local_name(parent) == "tc")):
                first = next((part for part in each.iterchildren("{*}r") if part.find("{*}t") is not None), None)
                made = run(f"{number} ", each, None if first is None else first.find("{*}rPr"))
                each.insert(0 if each.find("{*}pPr") is None else 1, made)


def _entry(paragraph: Element) -> str:
    """Return an entry of a table of contents with " … " before the page."""
    texts = (node.text or "" if local_name(node) == "t" else " … " for node in paragraph.iter("{*}t", "{*}tab"))
    return "".join(texts).strip(" …")


def _write_ruby(root: Element) -> None:
    """Write the annotation of ruby text in brackets after it."""
    for ruby in list(root.iter("{*}ruby")):
        for annotation in list(ruby.iterchildren("{*}rt")):
            if text := text_of(annotation):
                ruby.addnext(run(f"({text})", ruby))
            take_out(annotation)
        unwrap(ruby)


def _split_runs(root: Element) -> None:
    """Replace runs that contain runs, as those with ruby text do, by runs side by side."""
    for inner in list(root.iter("{*}r")):
        outer = inner.getparent()
        if outer is None or local_name(outer) != "r":
            continue
        rest = etree.Element(outer.tag)
        rest.extend(map(deepcopy, outer.iterchildren("{*}rPr")))
        rest.extend(list(inner.itersiblings()))
        outer.addnext(rest)
        outer.addnext(inner)


def _repair_characters(root: Element) -> None:
    """Write check boxes of symbol fonts as characters and positional tabs as tabs; drop own marks of notes."""
    for symbol in list(root.iter("{*}sym")):
        text = _CHECKS.get(value(symbol, "char").upper())
        if text and value(symbol, "font").startswith("Wingdings"):
            symbol.tag = f"{namespace(symbol)}t"
            symbol.text = text
    for old, new in (("ptab", "tab"), ("cr", "br")):
        for node in list(root.iter(f"{{*}}{old}")):
            node.tag = f"{namespace(node)}{new}"
    for mark in root.iter("{*}footnoteReference", "{*}endnoteReference"):
        holder = mark.getparent()
        if value(mark, "customMarkFollows") in ON and holder is not None:
            for each in list(holder.iterchildren("{*}t")):
                holder.remove(each)
