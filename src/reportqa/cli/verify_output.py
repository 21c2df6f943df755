"""Checks files and links by their names, one after the other; one that cannot be read never stops the others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportqa.answer import Citation
from reportqa.citations import Anchor, Standing, Verdict, anchors_of, read_link, verdict_dict
from reportqa.cli.proofs import place_of, proof_text, verdict_text
from reportqa.errors import InputError, ParseError
from reportqa.index import Catalogue
from reportqa.proofreading import WRONG, Finding, Manuscript, Proofreader, correct, read_manuscript
from reportqa.settings import Settings

_LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a name: of the quotations of a briefing, or of citations; or why it cannot be read."""

    name: str
    manuscript: Manuscript | None = None
    findings: tuple[Finding, ...] = ()
    verdicts: tuple[tuple[Anchor, Verdict, Citation | None], ...] = ()
    problem: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_wrong(self) -> bool:
        return (
            bool(self.problem)
            or any(finding.outcome in WRONG for finding in self.findings)
            or any(
                verdict.standing in {Standing.CHANGED, Standing.WITHDRAWN} for _, verdict, _ in self.verdicts
            )
        )  # fmt: skip

    def text(self, *, all_of_them: bool = False) -> str:
        """Give it as text."""
        if self.manuscript is not None:
            return proof_text(self.name, self.manuscript, self.findings, all_of_them=all_of_them)
        return "\n".join(verdict_text(anchor.doc_id, anchor, verdict) for anchor, verdict, _ in self.verdicts)

    def objects(self) -> Iterator[dict[str, Any]]:
        """Give an object for each quotation or citation."""
        for finding in self.findings:
            place = place_of(finding, self.manuscript) if self.manuscript else None
            yield {"file": self.name, "place": place, **finding.to_dict()}
        for anchor, verdict, now in self.verdicts:
            yield {"file": self.name, "cited_doc_id": anchor.doc_id, **verdict_dict(verdict, anchor, now)}


def check_names(names: Sequence[str], settings: Settings, *, fix: bool = False) -> Iterator[Checked]:
    """Check each file or link; with `fix`, write copies of briefings with page numbers corrected.

    :raises IndexUnavailable: when there is no index or it is broken.
    """
    catalogue, proofreader = Catalogue.open(settings), Proofreader.open(settings)
    for name in names:
        try:
            if "/documents/" in name and not Path(name).exists():
                yield _checked(name, [read_link(name)], catalogue)
                continue
            data = _bytes_of(name)
            if name.lower().endswith((".json", ".jsonl")):
                yield _checked(name, anchors_of(_one_document(name, data)), catalogue)
                continue
            manuscript = read_manuscript(name, data)
            findings = proofreader.check(manuscript)
            notes = [] if findings else [f"{name} has no quotations of four words or more."]
            if fix and findings:
                notes += _fixed(name, data, manuscript, findings)
            yield Checked(name, manuscript, findings, notes=tuple(notes))
        except ParseError as error:
            yield Checked(name, problem=f"{name} {error}")
        except InputError as error:
            said = str(error)
            yield Checked(name, problem=said if name in said else f"{name}: {said}")


def _checked(name: str, anchors: Sequence[Anchor], catalogue: Catalogue) -> Checked:
    return Checked(name, verdicts=tuple((anchor, *catalogue.trace(anchor)) for anchor in anchors))


def _bytes_of(name: str) -> bytes:
    path = Path(name)
    if path.is_dir():
        raise InputError(f"{name} is a folder. Name the files in it.")
    try:
        if path.stat().st_size > _LARGEST:
            raise ParseError(f"is larger than {_LARGEST // 1024**2} MiB. Split it.")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{name} cannot be read ({error.strerror}).") from error


def _one_document(name: str, data: bytes) -> bytes:
    """Give records that stand one on each line as one list."""
    if not name.lower().endswith(".jsonl"):
        return data
    return b"[" + b",".join(line for line in data.splitlines() if line.strip()) + b"]"


def _fixed(name: str, data: bytes, manuscript: Manuscript, findings: Sequence[Finding]) -> list[str]:
    """Write the corrected copy; say what was done."""
    corrected = correct(name, data, manuscript, findings)
    notes = []
    if corrected.done:
        path = Path(name)
        copy = path.with_stem(f"{path.stem}-corrected")
        try:
            copy.write_bytes(corrected.data)
        except OSError as error:
            raise InputError(f"{copy} cannot be written ({error.strerror}).") from error
        pages = ", ".join(f"{one.old} to {one.new}" for one in corrected.done)
        notes.append(f"Wrote {copy}: {pages}.")
    if corrected.left:
        pages = ", ".join(f"{one.old} ({place_of(one.finding, manuscript)})" for one in corrected.left)
        notes.append(f"Not corrected in {name}, as the place of the number cannot be told: {pages}.")
    if not corrected.done and not corrected.left:
        notes.append(f"{name} has no page number that can be corrected.")
    return notes
