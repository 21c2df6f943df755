"""The corpus folder: its reports, their hashes, and which of them are copies."""

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reportqa import parsing
from reportqa.corpus_files import is_inside, read_inside
from reportqa.errors import CorpusError
from reportqa.ingest.references.sidecar_files import LIBRARY_JSON, find_bibliographies
from reportqa.settings import Settings
from reportqa.storage import file_sha256

QUESTIONS_FILE = "questions.txt"
"""File of sample questions, one per line, shown where a question can be asked."""

_MAX_QUESTIONS = 1024 * 1024
"""Maximum number of bytes that are read of it."""
_EMPTY = hashlib.sha256(b"").hexdigest()

_PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".xht"})
_PAGE_FOLDERS = (
    *("_files", "-files", ".files", "-Dateien", "_fichiers", "_archivos", "_file", "-filer", "_bestanden", "_arquivos"),
    *("_ficheiros", "_pliki", "_soubory", "_elemei", "_dosyalar", "-tiedostot", ".fld"),
)
"""Endings of the folders that browsers and Word save with a page, in several languages."""


def find_files(corpus_dir: Path) -> tuple[list[str], dict[str, str]]:
    """Return the paths of all reports under the corpus folder, sorted, and the reason for each skipped file.

    Names that begin with "." or "_", library.json and questions.txt are ignored; links to folders are not followed.
    :raises CorpusError: when the folder is missing.
    """
    if not corpus_dir.is_dir():
        raise CorpusError(
            f"There is no folder {corpus_dir}. Create it and put reports in it, or choose another with --corpus."
        )
    found: list[str] = []
    skipped: dict[str, str] = {}

    def unreadable(error: OSError) -> None:
        skipped[Path(str(error.filename)).relative_to(corpus_dir).as_posix()] = f"cannot be read ({error.strerror})."

    for folder, folders, names in os.walk(corpus_dir, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
        pages = {stem for stem, suffix in map(os.path.splitext, names) if suffix.lower() in _PAGE_SUFFIXES}
        for name in [name for name in folders if _saved_page(name) in pages]:
            folders.remove(name)
            doc_id = Path(folder, name).relative_to(corpus_dir).as_posix()
            skipped[doc_id if _is_text(doc_id) else repr(doc_id)] = (
                "belongs to the saved web page beside it and holds no reports."
            )
        for name in folders:
            if (path := Path(folder, name)).is_symlink():
                doc_id = path.relative_to(corpus_dir).as_posix()
                skipped[doc_id if _is_text(doc_id) else repr(doc_id)] = (
                    "is a link to a folder and is not followed. Copy the folder itself into the corpus."
                )
        for name in names:
            path = Path(folder, name)
            doc_id = path.relative_to(corpus_dir).as_posix()
            if name.startswith((".", "_", "~$")):
                continue
            if not _is_text(doc_id):
                skipped[repr(doc_id)] = "has a name that is not valid UTF-8. Rename it."
            elif not is_inside(path, corpus_dir):
                skipped[doc_id] = "is a link to a file outside the corpus. Copy the file itself into it."
            elif path.exists() and not path.is_file():
                skipped[doc_id] = "is a pipe or a device, not a file. Remove it from the corpus."
            elif doc_id in {LIBRARY_JSON, QUESTIONS_FILE}:
                continue
            elif not parsing.is_supported(doc_id):
                skipped[doc_id] = parsing.unsupported(doc_id)
            else:
                found.append(doc_id)
    return sorted(found), skipped


def page_around(path: Path) -> Path | None:
    """Return the saved web page whose folder of parts holds a file, or None."""
    for folder in path.parents:
        stem = _saved_page(folder.name)
        pages = (folder.with_name(stem + suffix) for suffix in sorted(_PAGE_SUFFIXES)) if stem else iter(())
        if page := next((page for page in pages if page.is_file()), None):
            return page
    return None


def _saved_page(folder: str) -> str:
    """Return the name without suffix of the web page with which a browser saves a folder of this name, or ""."""
    return next((folder.removesuffix(ending) for ending in _PAGE_FOLDERS if folder.endswith(ending)), "")


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class CorpusScan:
    """The files of a corpus folder: `paths` of the reports, and `libraries` of bibliographic records beside them.

    `inputs` are the sha256 of every file that shapes the index, by path, `copies` the other paths of a file, by its
    first one, `skipped` the reason for each file that is not read.
    """

    paths: list[str]
    libraries: list[str]
    inputs: dict[str, str]
    copies: dict[str, tuple[str, ...]]
    skipped: dict[str, str]


def scan_corpus(settings: Settings, sum_of: Callable[[Path], str] = file_sha256) -> CorpusScan:
    """Find and hash the files of the corpus folder; `sum_of` returns the sha256 of a file.

    :raises CorpusError: when the folder is missing or cannot be read.
    """
    paths, skipped = find_files(settings.corpus_dir)
    libraries = find_bibliographies(settings.corpus_dir)
    paths = [path for path in paths if path not in libraries]
    for name in libraries:
        skipped.pop(name, None)
    inputs = _hash_inputs(settings, paths, libraries, skipped, sum_of)
    return CorpusScan(paths, libraries, inputs, _find_copies(paths, inputs, skipped), skipped)


def _hash_inputs(
    settings: Settings,
    paths: Iterable[str],
    libraries: Iterable[str],
    skipped: dict[str, str],
    sum_of: Callable[[Path], str],
) -> dict[str, str]:
    """Return the sha256 of every file that shapes the index, by path; add unreadable files to `skipped`."""
    inputs = {}
    for doc_id in paths:
        try:
            if (settings.corpus_dir / doc_id).stat().st_size > settings.limits.file_mib * 1024**2:
                limit = settings.limits.file_mib
                skipped[doc_id] = f"is larger than {limit:,} MiB. Split it, or raise REPORTQA_FILE_MIB."
            else:
                inputs[doc_id] = sum_of(settings.corpus_dir / doc_id)
        except OSError as error:
            skipped[doc_id] = f"cannot be read ({error.strerror})."
    for name in (*libraries, QUESTIONS_FILE):
        path = settings.corpus_dir / name
        if path.is_file() and is_inside(path, settings.corpus_dir):
            with suppress(OSError):
                inputs[name] = sum_of(path)
    return inputs


def _find_copies(
    paths: Iterable[str], inputs: Mapping[str, str], skipped: dict[str, str]
) -> dict[str, tuple[str, ...]]:
    """Return for each file with several paths those after the first, and add these to `skipped`."""
    first: dict[str, str] = {}
    copies: dict[str, tuple[str, ...]] = {}
    for doc_id in paths:
        # Empty files are not copies: each is reported as empty.
        if doc_id in inputs and doc_id not in skipped and inputs[doc_id] != _EMPTY:
            original = first.setdefault(inputs[doc_id], doc_id)
            if original != doc_id:
                skipped[doc_id] = f"is the same file as {original}."
                copies[original] = (*copies.get(original, ()), doc_id)
    return copies


def read_questions(corpus_dir: Path) -> tuple[str, ...]:
    """Return the sample questions beside the reports; none without a readable file inside the folder."""
    try:
        text = read_inside(corpus_dir, QUESTIONS_FILE, _MAX_QUESTIONS).decode()
    except (OSError, UnicodeDecodeError):
        return ()
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def nothing_to_read(corpus_dir: Path, skipped: Mapping[str, str]) -> str:
    """Return the message for a corpus without readable files, with the reason for each file."""
    reasons = "".join(f"\n  {name} {reason}" for name, reason in skipped.items())
    return (
        f"Nothing in {corpus_dir} can be indexed. Put reports ({', '.join(parsing.SUFFIXES)}) in it, or choose"
        f" another folder with --corpus.{reasons}"
    )
