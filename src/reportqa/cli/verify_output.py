"""Checks of briefings and citations by the names of their files or links, and their results as text and JSON."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from reportqa.answer import Citation
from reportqa.citations import (
    Anchor,
    MatchPart,
    Standing,
    Verdict,
    anchors_of,
    format_pages,
    read_link,
    sentence,
    verdict_dict,
)
from reportqa.cli.output import WIDTH, wrap
from reportqa.errors import InputError, ParseError
from reportqa.index import Catalogue
from reportqa.proofreading import (
    WRONG,
    FoundPlace,
    Manuscript,
    Outcome,
    Proofreader,
    QuoteCheck,
    correct,
    read_manuscript,
)
from reportqa.settings import Settings
from reportqa.text import counted, shown_name

_LARGEST = 64 * 1024 * 1024
_LONGEST = 300
_COUNTS = {
    Outcome.FIGURE: "with a changed number",
    Outcome.WORDS: "with changed words",
    Outcome.NOT_FOUND: "not found",
    Outcome.ELSEWHERE: "on another page",
    Outcome.NO_PAGE: "word for word, no page named",
    Outcome.RIGHT: "word for word on the page named",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """The result for one name: a briefing with its quotations, citations, or why it cannot be read."""

    name: str
    manuscript: Manuscript | None = None
    findings: tuple[QuoteCheck, ...] = ()
    verdicts: tuple[tuple[Anchor, Verdict, Citation | None], ...] = ()
    problem: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Whether it cannot be read, or any quotation or citation of it is wrong."""
        withdrawn = {Standing.CHANGED, Standing.WITHDRAWN}
        return (
            bool(self.problem)
            or any(finding.outcome in WRONG for finding in self.findings)
            or any(verdict.standing in withdrawn for _, verdict, _ in self.verdicts)
        )

    def text(self, *, all_of_them: bool = False) -> str:
        """Return the result as text; with `all_of_them` also the quotations that are right."""
        if self.manuscript is not None:
            return _briefing_text(self.name, self.manuscript, self.findings, all_of_them=all_of_them)
        return "\n".join(_verdict_text(anchor, verdict) for anchor, verdict, _ in self.verdicts)

    def objects(self) -> Iterator[dict[str, Any]]:
        """Yield a JSON object for each quotation or citation."""
        for finding in self.findings:
            place = _place_of(finding, self.manuscript) if self.manuscript else None
            yield {"file": self.name, "place": place, **finding.to_dict()}
        for anchor, verdict, now in self.verdicts:
            yield {"file": self.name, "cited_doc_id": anchor.doc_id, **verdict_dict(verdict, anchor, now)}


def check_names(names: Sequence[str], settings: Settings, *, fix: bool = False) -> Iterator[Checked]:
    """Check each file or link; with `fix`, write copies of briefings with page numbers corrected.

    A name that cannot be read does not stop the others.
    :raises IndexUnavailable: when there is no index or it is broken.
    """
    catalogue, proofreader = Catalogue.open(settings), Proofreader.open(settings)
    for name in names:
        try:
            if "/documents/" in name and not Path(name).exists():
                yield _traced(name, [read_link(name)], catalogue)
                continue
            data = _read(name)
            if name.lower().endswith((".json", ".jsonl")):
                yield _traced(name, anchors_of(_one_json(name, data)), catalogue)
                continue
            manuscript = read_manuscript(name, data)
            findings = proofreader.check(manuscript)
            notes = [] if findings else [f"{name} has no quotations of four words or more."]
            if fix and findings:
                notes += _write_corrected(name, data, manuscript, findings)
            yield Checked(name, manuscript, findings, notes=tuple(notes))
        except ParseError as error:
            yield Checked(name, problem=f"{name} {error}")
        except InputError as error:
            message = str(error)
            yield Checked(name, problem=message if name in message else f"{name}: {message}")


def _traced(name: str, anchors: Sequence[Anchor], catalogue: Catalogue) -> Checked:
    return Checked(name, verdicts=tuple((anchor, *catalogue.trace(anchor)) for anchor in anchors))


def _read(name: str) -> bytes:
    path = Path(name)
    if path.is_dir():
        raise InputError(f"{name} is a folder. Name the files in it.")
    try:
        if path.stat().st_size > _LARGEST:
            raise ParseError(f"is larger than {_LARGEST // 1024**2} MiB. Split it.")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{name} cannot be read ({error.strerror}).") from error


def _one_json(name: str, data: bytes) -> bytes:
    """Return the records of a JSONL file as one JSON list."""
    if not name.lower().endswith(".jsonl"):
        return data
    return b"[" + b",".join(line for line in data.splitlines() if line.strip()) + b"]"


def _write_corrected(name: str, data: bytes, manuscript: Manuscript, findings: Sequence[QuoteCheck]) -> list[str]:
    """Write the corrected copy of a briefing; return what was and was not corrected."""
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
        pages = ", ".join(f"{one.old} ({_place_of(one.check, manuscript)})" for one in corrected.left)
        notes.append(f"Not corrected in {name}, because the number was not located with certainty: {pages}.")
    return notes or [f"{name} has no page number that can be corrected."]


def _briefing_text(name: str, manuscript: Manuscript, findings: Sequence[QuoteCheck], *, all_of_them: bool) -> str:
    """Return the counts of a briefing, then each quotation that is wrong, or all of them, the worst first."""
    counts = Counter(finding.outcome for finding in findings)
    summary = ", ".join(f"{counts[outcome]} {_COUNTS[outcome]}" for outcome in Outcome if counts[outcome])
    lines = [wrap("", f"{name}: {counted(len(findings), 'quotation')}{f': {summary}' if summary else ''}.")]
    for finding in findings:
        if all_of_them or finding.outcome in WRONG:
            lines += ["", *_finding_lines(finding, manuscript)]
    return "\n".join(lines)


def _finding_lines(finding: QuoteCheck, manuscript: Manuscript) -> list[str]:
    mark = "! " if finding.outcome in WRONG else "  "
    heading = str(finding.outcome).capitalize()
    if finding.outcome is Outcome.ELSEWHERE:
        heading = "Word for word, but elsewhere"
    lines = [click.style(f"{mark}{heading}", bold=True) + f" ({_place_of(finding, manuscript)})"]
    lines.append(_indented(f"“{_marked(finding.parts) or _shortened(finding.quotation.text)}”"))
    if finding.claim.locator is not None:
        lines.append(_indented(f"Note: {_shortened(' '.join(finding.claim.part.split()).strip(' .,()[]'))}"))
    if finding.places:
        label = "Nearest" if finding.outcome in {Outcome.FIGURE, Outcome.WORDS} else "Found in"
        lines.append(_indented(f"{label}: {'; '.join(dict.fromkeys(map(_source, finding.places)))}"))
    if finding.remark:
        lines.append(_indented(finding.remark))
    return lines


def _place_of(finding: QuoteCheck, manuscript: Manuscript) -> str:
    """Return the place of a quotation in a briefing: the page of a PDF, else the number of its paragraph."""
    for number, block in enumerate(manuscript.blocks, 1):
        if block.start <= finding.quotation.start < block.end:
            return f"page {block.page}" if block.page is not None else f"paragraph {number}"
    return "in a note"


def _source(found: FoundPlace) -> str:
    citation = found.citation
    return ", ".join(filter(None, (citation.title, shown_name(citation.doc_id), format_pages(citation.pages))))


def _verdict_text(anchor: Anchor, verdict: Verdict) -> str:
    mark = "  " if verdict.standing in {Standing.UNCHANGED, Standing.MOVED} else "! "
    lines = [wrap(mark, f"{shown_name(anchor.doc_id)}: {sentence(verdict, anchor)}")]
    if verdict.parts:
        lines.append(_indented(f"“{_marked(verdict.parts)}”"))
    elif verdict.standing is Standing.WITHDRAWN and anchor.quote:
        lines.append(_indented(f"“{_shortened(anchor.quote)}”"))
    return "\n".join(lines)


def _marked(parts: Sequence[MatchPart]) -> str:
    """Return a quotation with its differences in brackets: [-its words-] [+the document's words+]."""
    pieces = []
    for part in parts:
        if part.same:
            pieces.append(part.quoted)
            continue
        quoted = click.style(f"[-{part.quoted}-]", fg="red") if part.quoted else ""
        current = click.style(f"[+{part.current}+]", fg="green") if part.current else ""
        pieces.append(" ".join(filter(None, (quoted, current))) + ("" if part.quoted else " "))
    return " ".join("".join(pieces).split())


def _indented(text: str) -> str:
    return wrap("    ", text)


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= _LONGEST:
        return text
    half = (_LONGEST - WIDTH // 10) // 2
    return f"{text[:half].rsplit(' ', 1)[0]} […] {text[-half:].split(' ', 1)[-1]}"
