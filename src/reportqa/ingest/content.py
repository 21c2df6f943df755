"""What a file says whatever its name and the bibliographies beside it: its text and the ranges in it, and its bytes."""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reportqa.document import LeftOut, Page, Section, Table


@dataclass(frozen=True, slots=True)
class Content:
    """What parsing a file gives, which takes long and depends on its bytes and its kind alone.

    The fields are those of a Document; `csl_item` is what the file says of itself, as CSL-JSON fields.
    """

    sha256: str
    text: str
    pages: tuple[Page, ...]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    left_out: tuple[LeftOut, ...]
    csl_item: Mapping[str, Any]
    warnings: tuple[str, ...]
    language: str | None
    seconds: float = field(compare=False)
    boxes: tuple[bytes, ...] = ()

    def to_bytes(self) -> bytes:
        """Give it as compressed JSON."""
        ranges = {
            "pages": [(page.physical, page.label, page.start, page.end, page.ocr) for page in self.pages],
            "sections": [(section.heading, section.level, section.start) for section in self.sections],
            "tables": [(table.start, table.end, table.rows) for table in self.tables],
            "left_out": [(thing.kind, thing.text, thing.position, thing.page) for thing in self.left_out],
        }
        rest = {
            "sha256": self.sha256,
            "text": self.text,
            "csl_item": dict(self.csl_item),
            "warnings": self.warnings,
            "language": self.language,
            "seconds": self.seconds,
            "boxes": [b64encode(page).decode() for page in self.boxes],
        }
        return zlib.compress(json.dumps({**rest, **ranges}).encode(), level=1)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Content":
        """Make it again of what `to_bytes` gave."""
        values = json.loads(zlib.decompress(data))
        ranges = {
            "pages": tuple(Page(*page) for page in values["pages"]),
            "sections": tuple(Section(*section) for section in values["sections"]),
            "tables": tuple(
                Table(start, end, tuple(tuple(row) for row in rows)) for start, end, rows in values["tables"]
            ),
            "left_out": tuple(LeftOut(*thing) for thing in values["left_out"]),
        }
        boxes = tuple(map(b64decode, values["boxes"]))
        return cls(**{**values, **ranges, "warnings": tuple(values["warnings"]), "boxes": boxes})
