"""Reads the structure of a tagged PDF into a tree: its elements in their own order, and the marks of their text."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NumberObject

from reportqa.parsing.pdf.info import BROKEN

_DEEPEST = 160
_MOST_PARTS = 500_000

Run = tuple[int, int]
"""A page (from 0), and the mark ("MCID") of some text on it."""


@dataclass(frozen=True, slots=True)
class Element:
    """A part of a document: the standard kind that it is of ("P", "Note"), and the name that its maker gave that kind.

    `page` counts from 0, None where it is not said. `placed` tells that it is set as a block, `raised` above the
    line, `linked` that it can be clicked on.
    """

    role: str
    name: str
    page: int | None = None
    placed: bool = False
    raised: bool = False
    linked: bool = False
    kids: list["Element | Run"] = field(default_factory=list)


class _UselessError(Exception):
    """The structure goes in a circle, is too deep or too large, or of a kind that is not read here."""


def read_structure(data: bytes) -> Element | None:
    """Read the structure of a PDF; None when it has none that can be followed to its end, each part once."""
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return None
        root = reader.root_object.get("/StructTreeRoot", DictionaryObject()).get_object()
        return _Tree(reader, root).read() if isinstance(root, DictionaryObject) and "/K" in root else None
    except (_UselessError, *BROKEN):
        return None


class _Tree:
    def __init__(self, reader: PdfReader, root: DictionaryObject) -> None:
        self._root = root
        roles = root.get("/RoleMap", DictionaryObject()).get_object()
        self._roles = {str(name): str(roles[name]) for name in roles} if isinstance(roles, DictionaryObject) else {}
        self._pages = {
            page.indirect_reference.idnum: n for n, page in enumerate(reader.pages) if page.indirect_reference
        }
        self._seen: set[int] = set()
        self._parts = 0

    def read(self) -> Element:
        return Element("", "", kids=list(self._kids(self._root.raw_get("/K"), None, 0)))

    def _kids(self, value: object, page: int | None, depth: int) -> Iterator[Element | Run]:
        """Give what an element has: marks on its page, marks on others, elements, or a list of these."""
        self._parts += 1
        if depth > _DEEPEST or self._parts > _MOST_PARTS:
            raise _UselessError
        kid = value.get_object() if isinstance(value, IndirectObject) else value
        if isinstance(value, IndirectObject) and not isinstance(kid, NumberObject):
            if value.idnum in self._seen:
                raise _UselessError
            self._seen.add(value.idnum)
        if isinstance(kid, ArrayObject):
            for each in kid:
                yield from self._kids(each, page, depth + 1)
        elif isinstance(kid, DictionaryObject) and "/S" in kid:
            yield from self._element(kid, page, depth)
        elif isinstance(kid, DictionaryObject) and "/Stm" in kid:
            # Text of a drawing within the page has marks of its own.
            raise _UselessError
        else:
            mark = kid.get("/MCID") if isinstance(kid, DictionaryObject) else kid
            on = self._page(kid, page) if isinstance(kid, DictionaryObject) else page
            if isinstance(mark, NumberObject) and on is not None:
                yield on, int(mark)

    def _element(self, found: DictionaryObject, page: int | None, depth: int) -> Iterator[Element]:
        role = name = str(found["/S"])
        for _ in range(_DEEPEST):
            if self._roles.get(role, role) == role:
                break
            role = self._roles[role]
        if role == "/Artifact" or "/K" not in found:
            return
        page = self._page(found, page)
        shift = _layout(found, "/BaselineShift", 0)
        yield Element(
            role.removeprefix("/"),
            name.removeprefix("/"),
            page,
            placed=_layout(found, "/Placement", "") == "/Block",
            raised=isinstance(shift, int | float) and shift > 0,
            linked=self._is_linked(found),
            kids=list(self._kids(found.raw_get("/K"), page, depth + 1)),
        )

    def _is_linked(self, found: DictionaryObject) -> bool:
        kids = found["/K"].get_object()
        each = (kid.get_object() for kid in kids) if isinstance(kids, ArrayObject) else [kids]
        return any(isinstance(kid, DictionaryObject) and kid.get("/Type") == "/OBJR" for kid in each)

    def _page(self, part: DictionaryObject, page: int | None) -> int | None:
        own = part.raw_get("/Pg") if "/Pg" in part else None
        return self._pages.get(own.idnum, page) if isinstance(own, IndirectObject) else page


def _layout(element: DictionaryObject, name: str, otherwise: Any) -> Any:
    """Give one of the attributes of an element."""
    found = element["/A"].get_object() if "/A" in element else None
    attributes = [one.get_object() for one in found] if isinstance(found, ArrayObject) else [found]
    return next((one[name] for one in attributes if isinstance(one, DictionaryObject) and name in one), otherwise)
