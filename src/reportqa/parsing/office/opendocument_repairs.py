"""Repairs of the content of an OpenDocument text before pandoc reads it: fields, shapes, charts, hidden text."""

from copy import deepcopy

from lxml import etree

from reportqa.parsing.markup.inlines import is_description
from reportqa.parsing.office.omissions import Omissions, mixed_pieces
from reportqa.parsing.office.opendocument_colours import unseen_texts
from reportqa.parsing.office.opendocument_numbers import write_numbers
from reportqa.parsing.office.opendocument_styles import OpenDocumentStyles
from reportqa.parsing.office.opendocument_xml import (
    DRAW,
    TABLE,
    TEXT,
    attribute,
    chart_figures,
    paragraph_texts,
    text_of,
)
from reportqa.parsing.office.zip_package import Package
from reportqa.parsing.unseen_text import UNSEEN
from reportqa.parsing.xml_tree import Element, local_name, take_out, unwrap, whole_number

_CONTENTS = ("table-of-content", "illustration-index", "table-index", "object-index", "user-index")
_INDEXES = ("alphabetical-index", "bibliography")
_WRAPPERS = ("numbered-paragraph", "index-body", "index-title", "table-rows", "table-row-group")
_INLINE = frozenset(
    {"span", "a", "s", "tab", "line-break", "note", "soft-page-break", "bookmark", "bookmark-start", "bookmark-end"}
    | {"reference-mark", "reference-mark-start", "reference-mark-end", "change", "change-start", "change-end"}
)
"""Elements within paragraphs that pandoc reads; of others it drops the text."""
_TEXT_HOLDERS = frozenset({"p", "h", "span", "a"})
_PARAGRAPHS = frozenset({f"{TEXT}p", f"{TEXT}h"})
_MARGINS = [f"{{*}}{part}{page}" for part in ("header", "footer") for page in ("", "-first", "-left")]
_EMBEDDED = ("object", "object-ole", "plugin", "applet", "floating-frame")
_MAX_REPEATED = 1000


class OpenDocumentRepairs:
    """Repairs the content of one file; what is taken out is recorded in `omissions`."""

    def __init__(self, package: Package, styles: OpenDocumentStyles, omissions: Omissions) -> None:
        self._package, self._styles, self._omissions = package, styles, omissions

    def prepare(self, root: Element) -> None:
        """Take out what is not seen and write the automatic numbers, for readers without pandoc."""
        body = root.find("{*}body")
        if body is not None:
            self._drop_changes(body)
            self._drop_hidden(body)
            _repeat_cells(body)
            write_numbers(body, self._styles)
            self._omissions.locate(body, mixed_pieces)

    def repair(self, root: Element) -> None:
        """Repair the content, in place."""
        body = root.find("{*}body")
        if body is None:
            return
        self._drop_changes(body)
        self._drop_contents(body)
        self._write_charts(body)
        self._write_descriptions(body)
        self._name_linked(body)
        for name in (*_INDEXES, *_WRAPPERS):
            for node in list(body.iter(f"{{*}}{name}")):
                unwrap(node)
        self._drop_hidden(body)
        self._write_controls(body)
        self._write_fields(body)
        _repeat_cells(body)
        write_numbers(body, self._styles)
        _move_shapes(body)
        for paragraph in body.iter(f"{TEXT}p"):
            if self._styles.is_title(paragraph):
                paragraph.tag = f"{TEXT}h"
                paragraph.set(f"{TEXT}outline-level", "1")
        self._omissions.locate(body, mixed_pieces)

    def _drop_changes(self, body: Element) -> None:
        deleted: dict[str, str] = {}
        for changes in list(body.iter(f"{TEXT}tracked-changes")):
            for region in changes.iterchildren(f"{TEXT}changed-region"):
                for deletion in region.iterchildren(f"{TEXT}deletion"):
                    deleted[attribute(region, "id")] = " ".join(paragraph_texts(deletion))
            take_out(changes)
        for mark in list(body.iter(f"{TEXT}change")):
            if text := deleted.pop(attribute(mark, "change-id"), ""):
                self._omissions.take_out(mark, "tracked deletion", text)
        for text in deleted.values():
            self._omissions.record("tracked deletion", text)
        for note in list(body.iter("{*}annotation")):
            self._omissions.take_out(note, "comment", " ".join(paragraph_texts(note)))

    def _drop_contents(self, body: Element) -> None:
        for name in _CONTENTS:
            for index in list(body.iter(f"{TEXT}{name}")):
                for entry in index.iter(f"{TEXT}p", f"{TEXT}h"):
                    self._omissions.take_out(entry, "contents entry", text_of(entry))
                for mark in self._omissions.marks(index):
                    index.addprevious(mark)
                take_out(index)

    def _drop_hidden(self, body: Element) -> None:
        for section in list(body.iter(f"{TEXT}section")):
            if self._styles.is_hidden_section(section):
                self._omissions.take_out(section, "hidden text", " ".join(paragraph_texts(section)))
        for field in list(body.iter(f"{TEXT}hidden-paragraph")):
            paragraph = next(field.iterancestors(f"{TEXT}p", f"{TEXT}h"), None)
            if attribute(field, "is-hidden") == "true" and paragraph is not None:
                self._hide(paragraph, "hidden text")
        for field in list(body.iter(f"{TEXT}hidden-text")):
            if attribute(field, "is-hidden") == "true":
                self._omissions.take_out(field, "hidden text", text_of(field) or attribute(field, "string-value"))
        for prompt in list(body.iter(f"{TEXT}placeholder")):
            self._omissions.take_out(prompt, "prompt of an empty field", text_of(prompt))
        for node in list(body.iter(f"{TEXT}p", f"{TEXT}h", f"{TEXT}span", f"{TEXT}a")):
            if kind := self._styles.omission(node):
                self._hide(node, kind)
        for node in unseen_texts(body, self._styles):
            self._hide(node, UNSEEN)

    def _hide(self, node: Element, kind: str) -> None:
        """Take out the text of a paragraph, which stays as cells and notes need one, or a span."""
        if local_name(node) in {"span", "a"}:
            self._omissions.take_out(node, kind, text_of(node))
        else:
            self._omissions.empty(node, kind, text_of(node))

    def _write_controls(self, body: Element) -> None:
        """Write the values of form fields where they are."""
        controls = {attribute(node, "id"): node for form in body.iter("{*}forms") for node in form.iter("*")}
        for mark in list(body.iter(f"{DRAW}control")):
            mark.text = _control_text(controls.get(attribute(mark, "control")))
            mark.tag = f"{TEXT}span"
            mark.attrib.clear()

    def _write_charts(self, body: Element) -> None:
        for thing in reversed(list(body.iter(f"{DRAW}object"))):
            titles, table = chart_figures(self._package, thing)
            if table is not None:
                _write_after(thing, [*map(_paragraph, titles), table])
                take_out(thing)

    def _name_linked(self, body: Element) -> None:
        """Record embedded files that are no formulas, and linked ones, with the words of the former."""
        for node in list(body.iter(*(f"{DRAW}{name}" for name in _EMBEDDED), f"{TEXT}section-source")):
            part = f"{attribute(node, 'href').removeprefix('./')}/content.xml"
            inner = self._package.xml(part)
            if inner is None or local_name(inner) != "math":
                words = "" if inner is None else " ".join(paragraph_texts(inner))
                said = f"{attribute(node, 'href')} {words}"
                node.addprevious(mark := etree.Element(f"{TEXT}s"))
                self._omissions.take_out(
                    mark, "embedded file" if str(node.tag).startswith(DRAW) else "linked file", said
                )

    def _write_descriptions(self, body: Element) -> None:
        """Write the descriptions of pictures, charts and shapes after their paragraph."""
        for shape in reversed([*body.iter(f"{DRAW}*"), *body.iter(f"{TABLE}table")]):
            nodes = list(shape.iterchildren("{*}title", "{*}desc"))
            said = dict.fromkeys(text for node in nodes if is_description(text := text_of(node)))
            _write_after(shape, list(map(_paragraph, said)))
            for node in nodes:
                take_out(node)

    def _write_fields(self, body: Element) -> None:
        for ruby in list(body.iter(f"{TEXT}ruby")):
            for note in ruby.iterchildren(f"{TEXT}ruby-text"):
                note.text = f"({text_of(note)})" if text_of(note) else ""
        for script in list(body.iter(f"{TEXT}script")):
            take_out(script)
        for node in body.iter("*"):
            parent = node.getparent()
            if parent is None or local_name(parent) not in _TEXT_HOLDERS:
                continue
            if local_name(node) not in _INLINE and not _is_drawing(node) and not self._omissions.is_mark(node):
                node.tag = f"{TEXT}span"
                node.attrib.clear()


def margins(styles: Element | None) -> dict[str, str]:
    """Return the texts of the headers and footers of a file with their kind."""
    texts: dict[str, str] = {}
    for node in [] if styles is None else styles.iter(*_MARGINS):
        kind = "running header" if local_name(node).startswith("header") else "running footer"
        texts.update({text: kind for text in paragraph_texts(node) if text not in texts})
    return texts


def _is_drawing(node: Element) -> bool:
    name = str(node.tag)
    return name.startswith(DRAW) or ":svg-compatible:" in name or "MathML" in name or ":dr3d:" in name


def _control_text(control: Element | None) -> str:
    if control is None:
        return ""
    kind = local_name(control)
    label = attribute(control, "label")
    if kind in {"checkbox", "radio"}:
        state = attribute(control, "current-state") or attribute(control, "state")
        is_checked = state == "checked" or attribute(control, "current-selected") == "true"
        return f"{'☒' if is_checked else '☐'} {label}".strip()
    chosen = [
        attribute(option, "label") or text_of(option)
        for option in control.iterchildren("*")
        if attribute(option, "current-selected") == "true"
    ]
    value = attribute(control, "current-value") or attribute(control, "value")
    chosen += paragraph_texts(control)
    return " ".join(text for text in (label, value, *chosen) if text)


def _repeat_cells(body: Element) -> None:
    """Write cells and rows as often as they are repeated."""
    for name, count_name in (("table-cell", "number-columns-repeated"), ("table-row", "number-rows-repeated")):
        for node in list(body.iter(f"{TABLE}{name}", f"{TABLE}covered-{name}")):
            times = min(whole_number(str(node.attrib.pop(f"{TABLE}{count_name}", ""))), _MAX_REPEATED)
            # Empty ones at the end fill the page.
            if times > 1 and (text_of(node) or node.getnext() is not None):
                for _ in range(times - 1):
                    node.addnext(deepcopy(node))


def _move_shapes(body: Element) -> None:
    """Move the paragraphs of text boxes and shapes after the paragraph that they are in."""
    for shape in reversed(list(body.iter(f"{DRAW}*"))):
        blocks = [node for node in shape.iterchildren("*") if node.tag.startswith((TEXT, TABLE)) and text_of(node)]
        # Writer uses text boxes for pictures with captions, which pandoc reads.
        is_picture = local_name(shape) == "text-box" and next(shape.iter(f"{DRAW}image"), None) is not None
        if not is_picture or _anchor(shape).tag not in _PARAGRAPHS:
            _write_after(shape, blocks)


def _write_after(shape: Element, blocks: list[Element]) -> None:
    """Write blocks after the paragraph of a shape, or after a shape of the page."""
    anchor = _anchor(shape)
    for block in reversed(blocks):
        anchor.addnext(block)


def _anchor(shape: Element) -> Element:
    """Return the outermost paragraph that a shape is in, or else the outermost shape."""
    outer, paragraph = shape, None
    for each in shape.iterancestors():
        if each.tag in _PARAGRAPHS:
            paragraph = each
        elif each.tag.startswith(DRAW):
            outer = each
        elif each.tag not in {f"{TEXT}span", f"{TEXT}a"}:
            break
    return outer if paragraph is None else paragraph


def _paragraph(text: str) -> Element:
    made = etree.Element(f"{TEXT}p")
    made.text = text
    return made
