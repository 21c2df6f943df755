"""Checks of finished briefings, citation records and links against the documents of an index."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportqa.answer import Citation
from reportqa.citations import Anchor, Standing, Verdict, anchors_of, read_link, verdict_dict
from reportqa.errors import InputError, ParseError
from reportqa.index import Catalogue
from reportqa.proofreading import WRONG, Manuscript, Proofreader, QuoteCheck, correct, read_manuscript
from reportqa.settings import Settings

_LARGEST = 64 * 1024 * 1024
_WITHDRAWN = frozenset({Standing.CHANGED, Standing.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of a check: the quotations of a briefing, worst first, or citations.

    `verdicts` have each cited place, the verdict, and the citation of its current place if it has one. `notes` are
    sentences for the user.
    """

    name: str
    manuscript: Manuscript | None = None
    findings: tuple[QuoteCheck, ...] = ()
    verdicts: tuple[tuple[Anchor, Verdict, Citation | None], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Whether any quotation or citation is wrong."""
        return any(finding.outcome in WRONG for finding in self.findings) or any(
            verdict.standing in _WITHDRAWN for _, verdict, _ in self.verdicts
        )

    def place_of(self, finding: QuoteCheck) -> str | None:
        """Return the place of a quotation: the page of a PDF, else the number of its paragraph; None for citations."""
        if self.manuscript is None:
            return None
        for number, block in enumerate(self.manuscript.blocks, 1):
            if block.start <= finding.quotation.start < block.end:
                return f"page {block.page}" if block.page is not None else f"paragraph {number}"
        return "in a note"

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the objects that `reportqa verify --json` prints: one for each quotation or citation."""
        found = [{"file": self.name, "place": self.place_of(finding), **finding.to_dict()} for finding in self.findings]
        return found + [
            {"file": self.name, "cited_doc_id": anchor.doc_id, **verdict_dict(verdict, anchor, now)}
            for anchor, verdict, now in self.verdicts
        ]


class Checker:
    """A checker of briefings and citations against one generation of an index."""

    def __init__(self, catalogue: Catalogue, proofreader: Proofreader) -> None:
        self._catalogue = catalogue
        self._proofreader = proofreader

    @classmethod
    def open(cls, settings: Settings) -> "Checker":
        """Return a checker for the current generation.

        :raises IndexUnavailable: when there is no index or it is broken.
        """
        return cls(Catalogue.open(settings), Proofreader.open(settings))

    def check(self, name: str, *, fix: bool = False) -> CheckResult:
        """Check a file or a permanent link.

        A file with the suffix .json or .jsonl has citation records; any other is a briefing.

        :param fix: write a copy of the briefing with page numbers corrected, FILE-corrected.md
        :raises InputError: when it cannot be read, or the copy cannot be written.
        """
        if "/documents/" in name and not Path(name).exists():
            return self.check_anchors(name, [read_link(name)])
        return self.check_data(name, _read(name), fix=fix)

    def check_data(self, name: str, data: bytes, *, fix: bool = False) -> CheckResult:
        """Check the contents of a file with this name (see `check`)."""
        try:
            if name.lower().endswith((".json", ".jsonl")):
                return self.check_anchors(name, anchors_of(_one_json(name, data)))
            manuscript = read_manuscript(name, data)
            findings = self._proofreader.check(manuscript)
            result = CheckResult(name, manuscript, findings, notes=_nothing_found(name, findings))
            if fix and findings:
                result = CheckResult(name, manuscript, findings, notes=_write_corrected(result, data))
        except ParseError as error:
            raise InputError(f"{name} {error}") from error
        except InputError as error:
            message = str(error)
            raise InputError(message if name in message else f"{name}: {message}") from error
        return result

    def check_anchors(self, name: str, anchors: Sequence[Anchor]) -> CheckResult:
        """Check cited places; `name` says where they are from."""
        return CheckResult(name, verdicts=tuple((anchor, *self._catalogue.trace(anchor)) for anchor in anchors))


def _nothing_found(name: str, findings: Sequence[QuoteCheck]) -> tuple[str, ...]:
    return () if findings else (f"{name} has no quotations of four words or more.",)


def _read(name: str) -> bytes:
    path = Path(name)
    if path.is_dir():
        raise InputError(f"{name} is a folder. Name the files in it.")
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(f"{name} is larger than {_LARGEST // 1024**2} MiB. Split it.")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{name} cannot be read ({error.strerror}).") from error


def _one_json(name: str, data: bytes) -> bytes:
    """Return the records of a JSONL file as one JSON list."""
    if not name.lower().endswith(".jsonl"):
        return data
    return b"[" + b",".join(line for line in data.splitlines() if line.strip()) + b"]"


def _write_corrected(result: CheckResult, data: bytes) -> tuple[str, ...]:
    """Write the corrected copy of a briefing; return what was and was not corrected."""
    name, manuscript = result.name, result.manuscript
    corrected = correct(name, data, manuscript, result.findings) if manuscript else None
    notes = []
    if corrected and corrected.done:
        path = Path(name)
        copy = path.with_stem(f"{path.stem}-corrected")
        try:
            copy.write_bytes(corrected.data)
        except OSError as error:
            raise InputError(f"{copy} cannot be written ({error.strerror}).") from error
        pages = ", ".join(f"{one.old} to {one.new}" for one in corrected.done)
        notes.append(f"Wrote {copy}: {pages}.")
    if corrected and corrected.left:
        pages = ", ".join(f"{one.old} ({result.place_of(one.check)})" for one in corrected.left)
        notes.append(f"Not corrected in {name}, because the number was not located with certainty: {pages}.")
    return tuple(notes) or (f"{name} has no page number that can be corrected.",)


def check_names(names: Sequence[str], settings: Settings, *, fix: bool = False) -> Iterator[CheckResult | InputError]:
    """Yield the result for each file or link, or why it cannot be checked, which does not stop the others.

    :raises IndexUnavailable: when there is no index or it is broken.
    """
    checker = Checker.open(settings)
    for name in names:
        try:
            yield checker.check(name, fix=fix)
        except InputError as error:
            yield error
