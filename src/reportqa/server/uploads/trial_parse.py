"""Reads files that wait, in a worker process with the limits of a build, to tell beforehand what comes of them."""

from collections import OrderedDict
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from reportqa.errors import CorpusError, ParseError
from reportqa.ingest import read_content
from reportqa.sandbox import run
from reportqa.settings import Settings

_KEPT = 1000


@dataclass(frozen=True, slots=True)
class Check:
    """What became of reading a file: `problem` is the rest of a sentence that begins with its name.

    Pages, characters and warnings are those of a file that was read.
    """

    is_running: bool = False
    problem: str | None = None
    pages: int = 0
    characters: int = 0
    warnings: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"warnings": list(self.warnings)}


class Checks:
    """The checks of a server, one file at a time; what came of them lasts as long as the server."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._limits = settings.limits
        self._read = partial(read_content, folder, ocr=settings.ocr)
        self._found: OrderedDict[str, Check] = OrderedDict()
        self._wanted: list[str] = []
        self._is_working = False
        self._lock = Lock()

    def begin(self, names: Iterable[str]) -> None:
        """Check files of the folder, those that are not being checked already."""
        with self._lock:
            for name in names:
                if not self._found.get(name, Check()).is_running:
                    self._found[name] = Check(is_running=True)
                    self._wanted.append(name)
            while len(self._found) > _KEPT:
                self._found.popitem(last=False)
            if self._wanted and not self._is_working:
                self._is_working = True
                Thread(target=self._work, name="reportqa-checks", daemon=True).start()

    def find(self, name: str) -> Check | None:
        """Give what became of a file; None when it was not checked."""
        return self._found.get(name)

    def _work(self) -> None:
        while True:
            with self._lock:
                names, self._wanted = self._wanted, []
                self._is_working = bool(names)
            if not names:
                return
            try:
                with closing(run(self._read, names, self._limits, 1)) as results:
                    for finished in results:
                        self._note(finished.name, finished.outcome)
            except CorpusError as error:
                for name in names:
                    if self._found.get(name, Check()).is_running:
                        self._note(name, ParseError(f"has not been read. {error}"))

    def _note(self, name: str, outcome: Any) -> None:
        with self._lock:
            self._found[name] = (
                Check(problem=str(outcome))
                if isinstance(outcome, ParseError)
                else Check(pages=len(outcome.pages), characters=len(outcome.text), warnings=outcome.warnings)
            )
