"""The tag tree of a tagged PDF: the block, its kind and the note of each piece of marked content."""

import ctypes
import re
from dataclasses import dataclass, field, replace

import pypdfium2.raw as pdfium_c
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NumberObject
from pypdfium2 import PdfTextPage

from reportqa.errors import ParseError
from reportqa.parsing.pdf.pdf_file import BROKEN, read_with_pypdf

_MAX_DEPTH = 160
_MAX_PARTS = 500_000
_HEADING = re.compile(r"H\d*|Title")
_NOTES = frozenset({"Note", "FENote"})
_TRANSPARENT = frozenset({"NonStruct", "Private"})
_LISTS = frozenset({"L", "LI"})
_LINKS = frozenset({"Link", "Reference"})
_LABEL = "label of a list item"
_GROUPS = frozenset("Document DocumentFragment Part Art Sect Div Aside Index".split())
_BLOCKS = _LISTS.union(
    _GROUPS,
    "P H Title Sub BlockQuote Caption Figure Formula LBody TOC TOCI Table THead TBody TFoot TR TH TD".split(),
)
_QUOTES = frozenset({"BlockQuote", "Block Text", "Quotations", "Intense Quote", "Block Quotation"})
"""Block quotes by their standard role and by the paragraph styles of word processors."""

NONE, ARTIFACT = -1, -2
"""Marks of text outside the tag tree: without a mark, and page furniture."""

Run = tuple[int, int]
"""A page (from 0) and the mark ("MCID") of some text on it."""


@dataclass(frozen=True, slots=True)
class Tag:
    """The place of marked content in the tag tree; blocks, groups of block quotes and notes are numbered from 1.

    `kind` is "heading", "quote", "item" or "" for any other block. `group` is 0 outside block quotes, `note` outside
    notes. `linked` is whether it is a link; equal tags may differ in it.
    """

    block: int = 0
    kind: str = ""
    group: int = 0
    note: int = 0
    linked: bool = field(default=False, compare=False)


class _UselessError(Exception):
    """A tag tree that is circular, too deep or too large, or has marked content of a kind that is not supported."""


def read_tags(data: bytes) -> dict[Run, Tag]:
    """Return the tag of each piece of marked content; empty for a PDF without a complete tag tree."""
    try:
        reader = read_with_pypdf(data)
        root = reader.root_object.get("/StructTreeRoot", DictionaryObject()).get_object()
        return _Tree(reader, root).tags if isinstance(root, DictionaryObject) and "/K" in root else {}
    except (_UselessError, ParseError, *BROKEN):
        return {}


class _Tree:
    """A walk through the tag tree, in its order."""

    def __init__(self, reader: PdfReader, root: DictionaryObject) -> None:
        self.tags: dict[Run, Tag] = {}
        roles = root.get("/RoleMap", DictionaryObject()).get_object()
        self._roles = {str(name): str(roles[name]) for name in roles} if isinstance(roles, DictionaryObject) else {}
        self._pages = {
            page.indirect_reference.idnum: n for n, page in enumerate(reader.pages) if page.indirect_reference
        }
        self._seen: set[int] = set()
        self._parts = self._blocks = self._block = self._groups = self._notes = self._taken = 0
        self._begins_block = True
        self._after_label = False
        self._styled = "", 0
        self._kids(root.raw_get("/K"), None, 0, Tag(), "")

    def _kids(self, value: object, page: int | None, depth: int, tag: Tag, parent: str) -> None:
        """Walk the children of an element: marks on its page or others, elements, or a list of these."""
        self._parts += 1
        if depth > _MAX_DEPTH or self._parts > _MAX_PARTS:
            raise _UselessError
        kid = value.get_object() if isinstance(value, IndirectObject) else value
        if isinstance(value, IndirectObject) and not isinstance(kid, NumberObject):
            if value.idnum in self._seen:
                raise _UselessError
            self._seen.add(value.idnum)
        if isinstance(kid, ArrayObject):
            for each in kid:
                self._kids(each, page, depth + 1, tag, parent)
        elif isinstance(kid, DictionaryObject) and "/S" in kid:
            self._element(kid, page, depth, tag, parent)
        elif isinstance(kid, DictionaryObject) and "/Stm" in kid:
            # Marks within a drawing on the page are numbered separately.
            raise _UselessError
        else:
            mark = kid.get("/MCID") if isinstance(kid, DictionaryObject) else kid
            on = self._page(kid, page) if isinstance(kid, DictionaryObject) else page
            if isinstance(mark, NumberObject) and on is not None:
                self._take((on, int(mark)), tag, is_label=parent == _LABEL)

    def _element(self, found: DictionaryObject, page: int | None, depth: int, tag: Tag, parent: str) -> None:
        role = name = str(found["/S"])
        for _ in range(_MAX_DEPTH):
            if self._roles.get(role, role) == role:
                break
            role = self._roles[role]
        if role == "/Artifact" or "/K" not in found:
            return
        role, name = role.removeprefix("/"), name.removeprefix("/")
        kids, page = found.raw_get("/K"), self._page(found, page)
        if role in _NOTES and not tag.note:
            # The block around a note continues behind it.
            block, begins_block = self._block, self._begins_block
            self._notes += 1
            self._kids(kids, page, depth + 1, Tag(note=self._notes), role)
            self._block, self._begins_block = block, begins_block
        elif role in _BLOCKS or _HEADING.fullmatch(role) or (parent in _GROUPS and _is_block(found)):
            self._begins_block = not self._after_label
            self._kids(kids, page, depth + 1, self._block_tag(role, name, tag), role)
            self._begins_block = not self._after_label
            if role in _QUOTES or name in _QUOTES:
                self._styled = name, self._taken
        else:
            if role == "Lbl" and parent in _LISTS:
                role = _LABEL
            if role in _LINKS or _is_linked(kids):
                tag = replace(tag, linked=True)
            self._kids(kids, page, depth + 1, tag, parent if parent == _LABEL or role in _TRANSPARENT else role)

    def _block_tag(self, role: str, name: str, tag: Tag) -> Tag:
        if _HEADING.fullmatch(role):
            return replace(tag, kind="heading")
        if role in _QUOTES or name in _QUOTES:
            # Consecutive paragraphs in the style of block quotes are one quotation.
            is_next = role != "BlockQuote" and self._styled == (name, self._taken)
            self._groups += tag.kind != "quote" and not is_next
            return replace(tag, kind="quote", group=self._groups)
        return replace(tag, kind=tag.kind or "item") if role in _LISTS else tag

    def _take(self, run: Run, tag: Tag, *, is_label: bool) -> None:
        if run in self.tags:
            return
        if self._begins_block:
            self._blocks += 1
            self._block, self._begins_block = self._blocks, False
        self._after_label = is_label
        self._taken += not tag.note
        self.tags[run] = replace(tag, block=self._block)

    def _page(self, part: DictionaryObject, page: int | None) -> int | None:
        own = part.raw_get("/Pg") if "/Pg" in part else None
        return self._pages.get(own.idnum, page) if isinstance(own, IndirectObject) else page


def _is_block(element: DictionaryObject) -> bool:
    """Return whether the attributes of an element place it as a block."""
    found = element["/A"].get_object() if "/A" in element else None
    attributes = [one.get_object() for one in found] if isinstance(found, ArrayObject) else [found]
    return any(isinstance(one, DictionaryObject) and one.get("/Placement") == "/Block" for one in attributes)


def _is_linked(kids: object) -> bool:
    """Return whether an annotation, such as the area of a link, is among the children of an element."""
    found = kids.get_object() if isinstance(kids, IndirectObject) else kids
    each = [one.get_object() for one in found] if isinstance(found, ArrayObject) else [found]
    return any(isinstance(kid, DictionaryObject) and kid.get("/Type") == "/OBJR" for kid in each)


class MarkedContent:
    """The marks of the characters of a page, by their PDFium indexes."""

    def __init__(self, text_page: PdfTextPage) -> None:
        self._page = text_page.raw
        self._marks: dict[int, int] = {}

    def mark_at(self, index: int) -> int:
        """Return the mark of a character, NONE or ARTIFACT."""
        found = pdfium_c.FPDFText_GetTextObject(self._page, index) if index >= 0 else None
        if not found:
            return NONE
        address = ctypes.addressof(found.contents)
        if address not in self._marks:
            self._marks[address] = _mark_of(found)
        return self._marks[address]


def _mark_of(item: pdfium_c.FPDF_PAGEOBJECT) -> int:
    mark = int(pdfium_c.FPDFPageObj_GetMarkedContentID(item))
    if mark >= 0:
        return mark
    count = pdfium_c.FPDFPageObj_CountMarks(item)
    names = (_name_of(pdfium_c.FPDFPageObj_GetMark(item, number)) for number in range(count))
    return ARTIFACT if "Artifact" in names else NONE


def _name_of(mark: pdfium_c.FPDF_PAGEOBJECTMARK) -> str:
    buffer = (ctypes.c_ushort * 32)()
    length = ctypes.c_ulong()
    pdfium_c.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), ctypes.byref(length))
    return bytes(buffer)[: min(length.value, ctypes.sizeof(buffer))].decode("utf-16-le", "replace").rstrip("\0")
