"""Bibliographies beside the reports (library.json, .bib, .ris, .json), matched to the reports they describe."""

import os
import posixpath
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path, PurePosixPath

from reportqa.corpus_files import is_inside
from reportqa.errors import ParseError
from reportqa.ingest.references.reference_import import Reference, is_csl_json, read_references
from reportqa.parsing import is_supported
from reportqa.text import fold_file_name

LIBRARY_JSON = "library.json"

BIBLIOGRAPHY_SUFFIXES = (".bib", ".ris")
_MIN_TITLE = 12
"""Shorter titles, in letters and digits, are too common to identify a report."""
_NAMED_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The references beside the reports: by file, and by title those that name no file.

    `skipped` has the reason for each unreadable bibliography, `warnings` the problems of the others.
    """

    by_file: Mapping[str, tuple[Reference, ...]] = field(default_factory=dict)
    by_title: Mapping[str, tuple[Reference, ...]] = field(default_factory=dict)
    skipped: Mapping[str, str] = field(default_factory=dict)
    warnings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls, corpus_dir: Path, names: Iterable[str], doc_ids: Sequence[str]) -> "Bibliography":
        """Read the bibliographies with these paths under the corpus folder; `doc_ids` are all reports.

        Broken bibliographies, entries for missing files and second entries for a file are reported, not fatal.
        """
        files = ReportFiles(doc_ids)
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
                elif not found and (title := squeezed_title(str(reference.item.get("title") or ""))):
                    by_title[title].append(reference)
                for doc_id in found:
                    if doc_id in own:
                        twice.append(f"{doc_id} ({own[doc_id].key or 'first'}, {reference.key or 'second'})")
                    own.setdefault(doc_id, reference)
            for doc_id, reference in own.items():
                by_file[doc_id].append(reference)
            problems = (
                _problem(broken, "Unreadable entry", "Unreadable entries"),
                _problem(
                    missing, "Refers to a file that is not in the corpus", "Refers to files that are not in the corpus"
                ),
                _problem(twice, "Two entries for one file; the first is used", "Two entries each; the first is used"),
            )
            if any(problems):
                warnings[name] = tuple(filter(None, problems))
        return cls(
            {doc_id: tuple(some) for doc_id, some in by_file.items()},
            {title: tuple(some) for title, some in by_title.items()},
            skipped,
            warnings,
        )

    def find(self, doc_ids: Iterable[str], titles: Sequence[str]) -> tuple[Reference, ...]:
        """Return the references of the report at these paths, best first.

        If none names it, those with one of its possible `titles`.
        """
        named = [reference for doc_id in doc_ids for reference in self.by_file.get(doc_id, ())]
        if named:
            return tuple(named)
        pairs = [f"{first} {second}" for first, second in pairwise(titles)]
        for title in [*titles, *pairs]:
            if len(squeezed_title(title)) >= _MIN_TITLE and (found := self.by_title.get(squeezed_title(title))):
                return found
        return ()


class ReportFiles:
    """The reports of a corpus by path, name and stem, ignoring case."""

    def __init__(self, doc_ids: Sequence[str]) -> None:
        self._paths = {fold_file_name(doc_id): doc_id for doc_id in doc_ids}
        self._names: dict[str, list[str]] = defaultdict(list)
        self._stems: dict[str, list[str]] = defaultdict(list)
        for doc_id in doc_ids:
            path = PurePosixPath(fold_file_name(doc_id))
            self._names[path.name].append(doc_id)
            self._stems[path.stem].append(doc_id)

    def find(self, reference: Reference, folder: str) -> list[str]:
        """Return the reports that a reference of a bibliography in `folder` names by path, file name or key."""
        found = [doc_id for path in reference.files if (doc_id := self._at(path, folder))]
        if not reference.files and reference.key:
            key = fold_file_name(reference.key)
            by_key = [self._paths.get(key), self._only(self._names[key]), self._only(self._stems[key])]
            found = [doc_id for doc_id in by_key if doc_id][:1]
        return list(dict.fromkeys(found))

    def _at(self, path: str, folder: str) -> str | None:
        path = fold_file_name(path.removeprefix("file://"))
        beside = posixpath.normpath(posixpath.join(fold_file_name(folder), path))
        if doc_id := self._paths.get(beside) or self._paths.get(path):
            return doc_id
        # A path of another machine: the file with that name, if it is the only one.
        return self._only(self._names.get(PurePosixPath(path).name, []))

    @staticmethod
    def _only(doc_ids: Sequence[str]) -> str | None:
        return doc_ids[0] if len(doc_ids) == 1 else None


def is_bibliography(path: Path) -> bool:
    """Return whether a file is one of references: *.bib, *.ris, or *.json with a CSL-JSON list."""
    suffix = path.suffix.lower()
    return suffix in BIBLIOGRAPHY_SUFFIXES or (suffix == ".json" and is_csl_json(path))


def find_bibliographies(corpus_dir: Path) -> list[str]:
    """Return the paths of all bibliographies under the corpus folder, library.json first.

    They are *.bib, *.ris, and *.json with a CSL-JSON list; names that begin with "." or "_" and links out of the
    corpus are ignored.
    """
    found = []
    for folder, folders, names in os.walk(corpus_dir):
        folders[:] = [name for name in folders if not name.startswith((".", "_"))]
        for name in names:
            path = Path(folder, name)
            doc_id = path.relative_to(corpus_dir).as_posix()
            if name.startswith((".", "_", "~$")) or not is_inside(path, corpus_dir):
                continue
            if path.is_file() and (doc_id == LIBRARY_JSON or is_bibliography(path)):
                found.append(doc_id)
    return sorted(found, key=lambda doc_id: (doc_id != LIBRARY_JSON, doc_id))


def _problem(things: Sequence[str], one: str, many: str) -> str:
    if not things:
        return ""
    more = f" and {len(things) - _NAMED_AT_MOST} more" if len(things) > _NAMED_AT_MOST else ""
    return f"{many if things[1:] else one}: {', '.join(things[:_NAMED_AT_MOST])}{more}."


def squeezed_title(title: str) -> str:
    """Return the letters and digits of a title in lower case, by which titles are compared."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", title).casefold()))
