"""Finds what is known of a report: from the bibliographies beside it, from the file itself, from its first headings.

A field is taken from the first of these that has it, and each keeps the name of where it came from.
"""

import os
import posixpath
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any

from reportqa.bibliography.references import Reference, is_csl_json, read_references
from reportqa.bibliography.titles import find_title, is_junk_title
from reportqa.errors import ParseError
from reportqa.parsing import is_supported
from reportqa.parsing.metadata import read_author, read_date

LIBRARY_JSON = "library.json"
THE_FILE = "the file"
"""Origin of what a file says of itself."""

_SUFFIXES = (".bib", ".ris")
_LOGIN = re.compile(r"[a-z][a-z0-9._-]*|[A-Z]{2}[a-z]{3,}\d*|\S+\\\S+|[A-Z0-9]+-(?:PC|LAPTOP|[A-Z0-9]{7})")
_PRODUCER = re.compile(
    r"(?:adobe|acrobat|microsoft.{0,3} (?:word|office|excel|powerpoint)|libreoffice|openoffice|pdfcreator|pscript"
    r"|quarkxpress|crystal reports|workiva|wdesk|ghostscript|latex|pdftex|wkhtmltopdf|edgar online)\b.*"
    r"|a division of .*|.*\b[\w-]+\.(?:com|io|net|org|co\.uk|gov|eu)\b.*",
    re.I,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NOT_ABOUT_THE_REPORT = frozenset({"id", "type", "custom"})
_MIN_TITLE = 12
"""Letters and figures below which a title is too common to tell a report by."""
_NAMED_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The references beside the reports: those of each file, and those of no file by their titles.

    `skipped` gives the reason for each bibliography that is not read, `warnings` what is wrong with one that is.
    """

    by_file: Mapping[str, tuple[Reference, ...]] = field(default_factory=dict)
    by_title: Mapping[str, tuple[Reference, ...]] = field(default_factory=dict)
    skipped: Mapping[str, str] = field(default_factory=dict)
    warnings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls, corpus_dir: Path, names: Iterable[str], doc_ids: Sequence[str]) -> "Bibliography":
        """Read the bibliographies of these names under the corpus folder; `doc_ids` are all files beside them.

        One that is broken, an entry for a file that is not there and a second one for a file stop nothing.
        """
        files = _Files(doc_ids)
        by_file: dict[str, list[Reference]] = defaultdict(list)
        by_title: dict[str, list[Reference]] = defaultdict(list)
        skipped: dict[str, str] = {}
        warnings: dict[str, tuple[str, ...]] = {}
        for name in names:
            try:
                references, broken = read_references(corpus_dir / name, name)
            except ParseError as error:
                skipped[name] = str(error)
                continue
            missing: list[str] = []
            twice: list[str] = []
            own: dict[str, Reference] = {}
            for reference in references:
                found = files.find(reference, posixpath.dirname(name))
                if not found and (lost := [path for path in reference.files if is_supported(path)]):
                    missing.append(PurePosixPath(lost[0]).name)
                elif not found and (title := _squeezed(str(reference.item.get("title") or ""))):
                    by_title[title].append(reference)
                for doc_id in found:
                    if doc_id in own:
                        twice.append(f"{doc_id} ({own[doc_id].key or 'first'}, {reference.key or 'second'})")
                    own.setdefault(doc_id, reference)
            for doc_id, reference in own.items():
                by_file[doc_id].append(reference)
            said = (
                _said(broken, "Holds an entry that cannot be read", "Holds entries that cannot be read"),
                _said(missing, "Names a file that is not in the corpus", "Names files that are not in the corpus"),
                _said(
                    twice,
                    "Describes a file twice; the first entry is used",
                    "Describes files twice; first entries are used",
                ),
            )
            if any(said):
                warnings[name] = tuple(filter(None, said))
        return cls(
            {doc_id: tuple(some) for doc_id, some in by_file.items()},
            {title: tuple(some) for title, some in by_title.items()},
            skipped,
            warnings,
        )

    def find(self, doc_ids: Iterable[str], titles: Sequence[str]) -> tuple[Reference, ...]:
        """Give the references of a report that lies at these paths, best first.

        When none names it, those with one of `titles`, what the report itself may be called.
        """
        named = [reference for doc_id in doc_ids for reference in self.by_file.get(doc_id, ())]
        if named:
            return tuple(named)
        pairs = [f"{first} {second}" for first, second in pairwise(titles)]
        for title in [*titles, *pairs]:
            if len(_squeezed(title)) >= _MIN_TITLE and (found := self.by_title.get(_squeezed(title))):
                return found
        return ()


class _Files:
    """The reports of a corpus by their paths, names and stems, whatever the case of their letters."""

    def __init__(self, doc_ids: Sequence[str]) -> None:
        self._paths = {_folded(doc_id): doc_id for doc_id in doc_ids}
        self._names: dict[str, list[str]] = defaultdict(list)
        self._stems: dict[str, list[str]] = defaultdict(list)
        for doc_id in doc_ids:
            path = PurePosixPath(_folded(doc_id))
            self._names[path.name].append(doc_id)
            self._stems[path.stem].append(doc_id)

    def find(self, reference: Reference, folder: str) -> list[str]:
        """Give the reports that a reference of a bibliography in `folder` names, by path, by name, or by its key."""
        found = [doc_id for path in reference.files if (doc_id := self._at(path, folder))]
        if not reference.files and reference.key:
            key = _folded(reference.key)
            by_key = [self._paths.get(key), self._only(self._names[key]), self._only(self._stems[key])]
            found = [doc_id for doc_id in by_key if doc_id][:1]
        return list(dict.fromkeys(found))

    def _at(self, path: str, folder: str) -> str | None:
        path = _folded(path.removeprefix("file://"))
        if doc_id := self._paths.get(posixpath.normpath(posixpath.join(_folded(folder), path))) or self._paths.get(
            path
        ):
            return doc_id
        # A path of another machine: the file of that name, when there is one only.
        return self._only(self._names.get(PurePosixPath(path).name, []))

    @staticmethod
    def _only(doc_ids: Sequence[str]) -> str | None:
        return doc_ids[0] if len(doc_ids) == 1 else None


def find_bibliographies(corpus_dir: Path) -> list[str]:
    """Give the paths of all bibliographies under the corpus folder, library.json first.

    They are *.bib, *.ris, and *.json that are CSL-JSON lists; names that begin with "." or "_" and links that
    lead out of the corpus are left out.
    """
    root = corpus_dir.resolve()
    found = []
    for folder, folders, names in os.walk(corpus_dir):
        folders[:] = [name for name in folders if not name.startswith((".", "_"))]
        for name in names:
            path = Path(folder, name)
            suffix = path.suffix.lower()
            doc_id = path.relative_to(corpus_dir).as_posix()
            if name.startswith((".", "_", "~$")) or not Path(os.path.realpath(path)).is_relative_to(root):
                continue
            if path.is_file() and (
                suffix in _SUFFIXES or doc_id == LIBRARY_JSON or (suffix == ".json" and is_csl_json(path))
            ):
                found.append(doc_id)
    return sorted(found, key=lambda doc_id: (doc_id != LIBRARY_JSON, doc_id))


def describe(
    doc_id: str,
    references: Sequence[Reference],
    file_item: Mapping[str, Any],
    headings: Sequence[str],
    words: Mapping[str, int],
    front: str | None = None,
) -> tuple[dict[str, Any], dict[str, str]]:
    """Give a CSL-JSON item with a title, and the origin of each of its fields.

    Fields of the references go before those of the file's own, and the title at last is a heading or made of the
    file's name (see `find_title`). `front`, the beginning of the text, is given for files whose date is that of
    their making: a year that it does not bear out is no date of publication, and none is given.
    """
    item: dict[str, Any] = {}
    origins: dict[str, str] = {}
    sources = [(reference.origin, _usable(reference.item)) for reference in references]
    for origin, fields in [*sources, (THE_FILE, own_fields(file_item, front))]:
        for name, value in fields.items():
            if name not in item:
                item[name], origins[name] = value, origin
    if "title" not in item:
        item["title"], origins["title"] = find_title(doc_id, headings, words)
    item["title"] = " ".join(item["title"].split())
    about = {name: origin for name, origin in origins.items() if name not in _NOT_ABOUT_THE_REPORT}
    return {"id": doc_id, "type": "report", **item}, about


def own_fields(file_item: Mapping[str, Any], front: str | None = None) -> dict[str, Any]:
    """Give what a file says of itself without junk: programs and logins as authors, titles that programs wrote."""
    own = _usable(file_item)
    if "title" in own and is_junk_title(own["title"]):
        del own["title"]
    authors = own.get("author")
    if isinstance(authors, list):
        own["author"] = [name for name in authors if not isinstance(name, Mapping) or _is_author(name)]
        if not own["author"]:
            del own["author"]
    issued = own.get("issued")
    if front is not None and isinstance(issued, Mapping):
        made = int(issued["date-parts"][0][0])
        years = [int(year) for year in _YEAR.findall(front)]
        if years and not any(made - 2 <= year <= made + 1 for year in years):
            del own["issued"]
    return own


def _is_author(name: Mapping[str, Any]) -> bool:
    literal = str(name.get("literal") or "")
    return not literal or (
        read_author(literal) is not None and not _LOGIN.fullmatch(literal) and not _PRODUCER.fullmatch(literal)
    )


def _usable(item: Mapping[str, Any]) -> dict[str, Any]:
    """Give the fields of an item that hold what they should; a date in words becomes one in numbers."""
    fields = {name: value for name, value in item.items() if value}
    for name in ("title", "publisher", "URL"):
        if name in fields and not (isinstance(fields[name], str) and fields[name].strip()):
            del fields[name]
    issued = fields.get("issued")
    if isinstance(issued, Mapping) and "date-parts" not in issued:
        issued = issued.get("raw") or issued.get("literal")
    if isinstance(issued, str):
        parts = read_date(issued)
        fields["issued"] = {"date-parts": [parts]} if parts else None
    return {name: value for name, value in fields.items() if value}


def _said(things: Sequence[str], one: str, many: str) -> str:
    if not things:
        return ""
    more = f" and {len(things) - _NAMED_AT_MOST} more" if len(things) > _NAMED_AT_MOST else ""
    return f"{many if things[1:] else one}: {', '.join(things[:_NAMED_AT_MOST])}{more}."


def _squeezed(title: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", title).casefold()))


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
