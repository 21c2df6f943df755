"""The address of a document's page: what is cited, asked and searched for, and how it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from reportqa.document import Document
from reportqa.errors import InputError
from reportqa.server.viewer.page_images import PDF
from reportqa.server.viewer.page_renderer import WIDTHS
from reportqa.server.viewer.page_slices import Leaf

PLACE = ("start", "end", "sha256", "page", "quote", "tail", "digest", "before", "after")
"""The parameters that give a cited place."""
VIEWS = ("both", "picture", "text")
ZOOMS = {"fit": 0.0, "100": 4 / 3, "150": 2.0, "200": 8 / 3}
"""CSS pixels per point of a page by zoom level; 0 fits the width of the window."""
_EMPTY: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True, slots=True)
class DocumentAddress:
    """A document's id and the valid parameters of its address."""

    doc_id: str
    values: Mapping[str, Any]

    @classmethod
    def of_request(cls, doc_id: str, document: Document) -> "DocumentAddress":
        """Return the address of the current request; invalid parameters are dropped."""
        args = request.args
        values: dict[str, Any] = {name: args[name] for name in ("leaf", "part", "q", "find") if args.get(name)}
        values |= {name: args.getlist(name) for name in PLACE if args.get(name)}
        if args.get("view") in VIEWS and has_pictures(document):
            values["view"] = args["view"]
        if args.get("zoom") in ZOOMS:
            values["zoom"] = args["zoom"]
        if args.get("left_out") == "1":
            values["left_out"] = 1
        return cls(doc_id, values)

    @property
    def path(self) -> str:
        """The address without parameters."""
        return url_for("documents.document", doc_id=self.doc_id)

    def address(self, anchor: str = "", **changes: Any) -> str:
        """Return the address with some parameters replaced, or removed by None."""
        values = {name: value for name, value in {**self.values, **changes}.items() if value not in _EMPTY}
        return url_for("documents.document", doc_id=self.doc_id, _anchor=anchor or None, **values)

    def leaf(self, leaf: Leaf, anchor: str = "") -> str:
        """Return the address of a page, or of a part of a document without pages."""
        if leaf.page:
            return self.address(anchor, leaf=leaf.page.physical, part=leaf.part if leaf.part > 1 else None)
        return self.address(anchor, leaf=None, part=leaf.part)

    def hidden(self, *names: str) -> list[tuple[str, Any]]:
        """Return the parameters except `names`, as hidden fields of a form."""
        return [
            (name, one)
            for name, value in self.values.items()
            if name not in names and value not in _EMPTY
            for one in (value if isinstance(value, list) else [value])
        ]


def whole_number(text: str | None) -> int:
    """Return a number from an address.

    :raises InputError: when the text is not a whole number.
    """
    if not (text and text.isascii() and text.isdigit() and len(text) <= 18):
        raise InputError("A place in a document is a whole number.")
    return int(text)


def has_pictures(document: Document) -> bool:
    """Return whether the pages of a document can be shown as images."""
    return document.media_type == PDF


def picture_address(document: Document, physical: int, width: int) -> str:
    """Return the address of a page image; it includes the file's sha256, so it can be cached forever."""
    return url_for("documents.picture", doc_id=document.doc_id, page=physical, width=width, sha256=document.sha256)


def picture_set(document: Document, physical: int) -> str:
    """Return the images of a page in all widths, as a srcset."""
    return ", ".join(f"{picture_address(document, physical, width)} {width}w" for width in WIDTHS[1:])
