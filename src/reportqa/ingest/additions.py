"""Files added to a corpus, reports and bibliographies: each is read on trial, then copied into its folder."""

from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from reportqa import parsing
from reportqa.errors import CorpusError, ParseError
from reportqa.ingest.acceptance import REPLACE, names_at_top, put_into, safe_name
from reportqa.ingest.corpus import QUESTIONS_FILE, find_files
from reportqa.ingest.references.reference_import import read_references
from reportqa.ingest.references.sidecar_files import find_bibliographies, is_bibliography
from reportqa.progress import Progress
from reportqa.sandbox import run
from reportqa.settings import Settings
from reportqa.storage import file_sha256
from reportqa.text import fold_file_name


@dataclass(frozen=True, slots=True)
class Addition:
    """A file that was to be added: its `name` in the corpus, or None and the `problem`, a sentence without its subject.

    A report has `pages` (0 for a format without) and `characters`, a bibliography has `references`.
    `is_known`: the corpus had a file with these bytes, `name`, and nothing was copied.
    """

    path: str
    name: str | None = None
    pages: int = 0
    characters: int = 0
    references: int = 0
    is_known: bool = False
    problem: str | None = None


def add_files(
    settings: Settings, paths: Sequence[str], progress: Progress, if_taken: str | None = None
) -> list[Addition]:
    """Read files on trial and copy those that can be read into the corpus folder, which is created if it is missing.

    :param if_taken: KEEP_BOTH, which adds a number to the name, or REPLACE; None refuses a name that is taken
    :return: an addition for each path, in their order
    :raises CorpusError: when the corpus folder cannot be created, or no process can be started to read a file.
    """
    paths = list(dict.fromkeys(paths))
    found = {path: _refusal(Path(path), settings) for path in paths}
    libraries = [path for path in paths if found[path] is None and is_bibliography(Path(path))]
    readable = [path for path in paths if found[path] is None and path not in libraries]
    advance = progress.stage("Checking", len(readable))
    read: dict[str, Addition | ParseError] = {path: _read_bibliography(path) for path in libraries}
    with closing(run(partial(_read, ocr=settings.ocr), readable, settings.limits, settings.processes)) as results:
        for finished in results:
            read[finished.name] = finished.outcome
            advance(1, Path(finished.name).name)
    try:
        settings.corpus_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CorpusError(
            f"The folder {settings.corpus_dir} cannot be created ({error.strerror}). Choose another with --corpus."
        ) from error
    known = files_by_size(settings.corpus_dir)
    return [_added(path, found[path], read, settings.corpus_dir, known, if_taken) for path in paths]


def _refusal(path: Path, settings: Settings) -> str | None:
    """Return why a file is not even read, or None."""
    if path.is_dir():
        return 'is a folder. Name its files, or build an index of it with "reportqa index --corpus".'
    if not path.exists():
        return "does not exist. Check its name."
    if not path.is_file():
        return "is a pipe or a device, not a file. Save its contents as a file first."
    if not parsing.is_supported(path.name) and not is_bibliography(path):
        return parsing.unsupported(path.name)
    if fold_file_name(safe_name(path.name)) == QUESTIONS_FILE:
        return "has the name reserved for sample questions. Rename it."
    if path.stat().st_size > settings.limits.file_mib * 1024**2:
        return f"is larger than {settings.limits.file_mib:,} MiB. Split it, or raise REPORTQA_FILE_MIB."
    return None


def _read(path: str, *, ocr: bool) -> Addition:
    """Return what a report has: its pages and characters."""
    resolved = Path(path).resolve()
    parsed = parsing.parse_file(resolved.parent, resolved.name, ocr=ocr)
    return Addition(path, pages=len(parsed.pages), characters=len(parsed.text))


def _read_bibliography(path: str) -> Addition | ParseError:
    """Return how many references a bibliography has, or why it cannot be read."""
    try:
        references, _ = read_references(Path(path), Path(path).name)
    except ParseError as error:
        return error
    return (
        Addition(path, references=len(references)) if references else ParseError("has no reference that can be read.")
    )


def _added(
    path: str,
    refusal: str | None,
    read: Mapping[str, Addition | ParseError],
    corpus_dir: Path,
    known: dict[int, list[str]],
    if_taken: str | None,
) -> Addition:
    """Return a file after it was copied, or the reason why it was not.

    :param known: the files of the corpus by their size, to which this one is added
    """
    if refusal is not None:
        return Addition(path, problem=refusal)
    outcome = read[path]
    if isinstance(outcome, ParseError):
        return Addition(path, problem=str(outcome))
    try:
        alike = known.setdefault(Path(path).stat().st_size, [])
        if same := _same_of(alike, corpus_dir, Path(path)):
            return replace(outcome, name=same, is_known=True)
        name = safe_name(Path(path).name)
        taken = names_at_top(corpus_dir).get(fold_file_name(name))
        if taken and if_taken is None:
            return Addition(
                path, problem=f"has the name of another file in {corpus_dir}. Add --replace or --keep-both."
            )
        if taken and if_taken == REPLACE:
            name = taken
        name = put_into(corpus_dir, Path(path), name, replace=if_taken == REPLACE, link=False)
        alike.append(name)
    except OSError as error:
        return Addition(path, problem=f"cannot be copied to {corpus_dir} ({error.strerror}). Try again later.")
    return replace(outcome, name=name)


def files_by_size(corpus_dir: Path) -> dict[int, list[str]]:
    """Return the names of reports and bibliographies in the corpus by their size in bytes.

    :raises CorpusError: when the folder cannot be read.
    """
    found: dict[int, list[str]] = {}
    for name in (*find_files(corpus_dir)[0], *find_bibliographies(corpus_dir)):
        with suppress(OSError):  # Removed in the meantime.
            found.setdefault((corpus_dir / name).stat().st_size, []).append(name)
    return found


def _same_of(names: Sequence[str], corpus_dir: Path, path: Path) -> str | None:
    """Return which of some files of the corpus has the same bytes as another, or None."""
    sha256 = file_sha256(path) if names else ""
    return next((name for name in names if file_sha256(corpus_dir / name) == sha256), None)
