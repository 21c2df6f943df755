"""Citation records: all that is needed to cite a place, and to find it again after its document has changed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from reportqa.answer import Citation
from reportqa.document import Page
from reportqa.errors import InputError

VERSION = 1


@dataclass(frozen=True, slots=True)
class Anchor:
    """The data by which a cited place is found again.

    `sha256` may be shortened or empty. `quote` is empty for a link without words. Of a long quote, `quote` is the
    beginning, `tail` the end, and `digest` the hash of the whole (see `permalinks`). `pages` are the first and the
    last page of the quote, without their offsets.
    """

    doc_id: str
    sha256: str
    start: int
    end: int
    quote: str
    pages: tuple[Page, ...] = ()
    before: str = ""
    after: str = ""
    tail: str = ""
    digest: str = ""

    @property
    def span(self) -> tuple[str, int, int, str | None]:
        """Document id, start, end, and sha256 or None."""
        return self.doc_id, self.start, self.end, self.sha256 or None


@dataclass(frozen=True, slots=True)
class Record:
    """A citation that outlives the index. `item` is CSL-JSON, `taken` the day of the record (2026-11-22)."""

    doc_id: str
    sha256: str
    item: Mapping[str, Any]
    pages: tuple[Page, ...]
    section: tuple[str, ...]
    start: int
    end: int
    quote: str
    before: str
    after: str
    taken: str
    question: str | None = None

    @classmethod
    def of(cls, citation: Citation, item: Mapping[str, Any], taken: str, question: str | None = None) -> "Record":
        """Return the record of a citation; `item` describes its document."""
        return cls(
            doc_id=citation.doc_id,
            sha256=citation.document_sha256,
            item=dict(item),
            pages=citation.pages,
            section=citation.section,
            start=citation.start,
            end=citation.end,
            quote=citation.quote,
            before=citation.before,
            after=citation.after,
            taken=taken,
            question=question,
        )

    @property
    def anchor(self) -> Anchor:
        return Anchor(self.doc_id, self.sha256, self.start, self.end, self.quote, self.pages, self.before, self.after)

    def to_dict(self) -> dict[str, Any]:
        """Return the object that record.schema.json describes."""
        return {
            "version": VERSION,
            **asdict(self),
            "pages": [page.to_dict() for page in self.pages],
            "section": list(self.section),
        }

    @classmethod
    def from_object(cls, value: object) -> "Record":
        """Return the record in the form that `to_dict` returns; unknown fields are ignored.

        :raises InputError: when the value is not a record, or has a newer version.
        """
        if not isinstance(value, Mapping) or "version" not in value:
            raise InputError('This is not a citation record: it has no "version". "reportqa record" makes one.')
        version = value["version"]
        if _is_count(version, 1) and version > VERSION:
            raise InputError(
                f"This citation record has version {version}; this reportqa reads up to version {VERSION}. Update it."
            )
        problem = _problem(value)
        if problem:
            raise InputError(f"This citation record cannot be read: {problem}. Take the citation again.")
        return cls(
            pages=tuple(Page(page["physical"], page["label"], 0, 0) for page in value["pages"]),
            section=tuple(value["section"]),
            question=value.get("question"),
            **{name: value[name] for name in _FIELDS if name not in {"pages", "section"}},
        )


_FIELDS: dict[str, type] = {
    "doc_id": str, "sha256": str, "item": dict, "pages": list, "section": list, "start": int, "end": int,
    "quote": str, "before": str, "after": str, "taken": str,
}  # fmt: skip


def _is_count(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _problem(value: Mapping[str, Any]) -> str | None:
    """Return what is wrong with a record; None for a valid one."""
    if not _is_count(value["version"], 1):
        return '"version" is not a whole number from 1'
    for name, kind in _FIELDS.items():
        if name not in value:
            return f'"{name}" is missing'
        if not isinstance(value[name], kind) or isinstance(value[name], bool):
            return f'"{name}" has the wrong type'
    if not 0 <= value["start"] < value["end"]:
        return '"start" and "end" are not a range'
    if not value["quote"].strip():
        return '"quote" is empty'
    if not all(isinstance(heading, str) for heading in value["section"]):
        return '"section" is not a list of headings'
    for page in value["pages"]:
        is_page = isinstance(page, Mapping) and _is_count(page.get("physical"), 1)
        if not is_page or not isinstance(page.get("label", 0), str | None):
            return '"pages" is not a list of pages'
    if not isinstance(value.get("question"), str | None):
        return '"question" has the wrong type'
    return None
