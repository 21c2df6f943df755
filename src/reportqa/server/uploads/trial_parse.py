"""Trial parses of pending files, in a worker process with the limits of a build, and of bibliographies."""

from collections import OrderedDict
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from threading import Lock, Thread

from reportqa.errors import CorpusError, ParseError
from reportqa.ingest import BIBLIOGRAPHY_SUFFIXES, read_references
from reportqa.parsing import parse_file
from reportqa.sandbox import run
from reportqa.settings import Settings

_KEPT = 1000


@dataclass(frozen=True, slots=True)
class Check:
    """The state or result of a trial parse; `problem` is a sentence without its subject, the file.

    A report has `pages` and `characters`, a bibliography `references`.
    """

    is_running: bool = False
    problem: str | None = None
    pages: int = 0
    characters: int = 0
    references: int = 0
    warnings: tuple[str, ...] = ()


class Checks:
    """The trial parses of a server, one file at a time; results are kept in memory."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings = settings
        self._folder = folder
        self._found: OrderedDict[str, Check] = OrderedDict()
        self._queue: list[str] = []
        self._is_working = False
        self._lock = Lock()

    def begin(self, names: Iterable[str]) -> None:
        """Queue files of the folder, except those already queued."""
        with self._lock:
            for name in names:
                if not self._found.get(name, Check()).is_running:
                    self._found[name] = Check(is_running=True)
                    self._queue.append(name)
            while len(self._found) > _KEPT:
                self._found.popitem(last=False)
            if self._queue and not self._is_working:
                self._is_working = True
                Thread(target=self._work, name="reportqa-checks", daemon=True).start()

    def find(self, name: str) -> Check | None:
        """Return the check of a file; None if it was not checked."""
        return self._found.get(name)

    def _work(self) -> None:
        while True:
            with self._lock:
                names, self._queue = self._queue, []
                self._is_working = bool(names)
            if not names:
                return
            try:
                with closing(check_files(self._settings, self._folder, names, 1)) as checks:
                    for name, check in checks:
                        self._record(name, check)
            except CorpusError as error:
                for name in names:
                    if self._found.get(name, Check()).is_running:
                        self._record(name, Check(problem=f"was not read. {error}"))

    def _record(self, name: str, check: Check) -> None:
        with self._lock:
            self._found[name] = check


def check_files(
    settings: Settings, folder: Path, names: Sequence[str], processes: int
) -> Generator[tuple[str, Check], None, None]:
    """Yield the name and the trial parse of each file as it finishes; close the generator to stop early.

    :raises CorpusError: when no worker can be started.
    """
    libraries = [name for name in names if PurePosixPath(name).suffix in BIBLIOGRAPHY_SUFFIXES]
    with closing(run(partial(_library_check, folder), libraries, settings.limits, processes)) as counts:
        for counted in counts:
            found = counted.outcome
            yield counted.name, Check(problem=str(found)) if isinstance(found, ParseError) else found
    others = [name for name in names if name not in libraries]
    read = partial(parse_file, folder, ocr=settings.ocr)
    with closing(run(read, others, settings.limits, processes)) as results:
        for finished in results:
            outcome = finished.outcome
            if isinstance(outcome, ParseError):
                yield finished.name, Check(problem=str(outcome))
            else:
                pages, characters = len(outcome.pages), len(outcome.text)
                yield finished.name, Check(pages=pages, characters=characters, warnings=outcome.warnings)


def _library_check(folder: Path, name: str) -> Check:
    """Return how many references a bibliography has.

    :raises ParseError: when it cannot be read.
    """
    references, broken = read_references(folder / name, name)
    warnings = (f"Cannot be read: {', '.join(broken[:5])}.",) if broken else ()
    return Check(references=len(references), warnings=warnings)
