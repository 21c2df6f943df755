"""A parsed file as data: what the cache of a build and the processes that parse pass on."""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, fields
from typing import Any

from reportqa.document import LeftOut, Page, Section, Table


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """Result of parsing a file, which depends only on its bytes and type; cached between builds.

    The fields are those of a Document; `csl_item` is the metadata of the file as CSL-JSON fields.
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
        """Return the parsed file as compressed JSON."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        values |= {name: list(map(astuple, values[name])) for name in ("pages", "sections", "left_out")}
        values |= {
            "tables": [(table.start, table.end, table.rows, table.starts) for table in self.tables],
            "csl_item": dict(self.csl_item),
            "boxes": [b64encode(page).decode() for page in self.boxes],
        }
        return zlib.compress(json.dumps(values).encode(), level=1)

    @classmethod
    def from_bytes(cls, data: bytes) -> "ParsedFile":
        """Return the parsed file from what `to_bytes` returned."""
        values = json.loads(zlib.decompress(data))
        ranges = {
            "pages": tuple(Page(*page) for page in values["pages"]),
            "sections": tuple(Section(*section) for section in values["sections"]),
            "tables": tuple(map(Table.load, values["tables"])),
            "left_out": tuple(LeftOut(*thing) for thing in values["left_out"]),
        }
        boxes = tuple(map(b64decode, values["boxes"]))
        return cls(**{**values, **ranges, "warnings": tuple(values["warnings"]), "boxes": boxes})
