"""Turns what became of the quotations of a briefing, and of citations, into the text that the command line prints."""

from collections import Counter
from collections.abc import Sequence

import click

from reportqa.citations import Anchor, Standing, Verdict, format_pages, sentence
from reportqa.citations.quote_matching import Part
from reportqa.cli.output import WIDTH, wrap
from reportqa.proofreading import WRONG, Finding, Found, Manuscript, Outcome

_LONGEST = 300
_COUNTS = {
    Outcome.FIGURE: ("with a changed number", "with a changed number"),
    Outcome.WORDS: ("with changed words", "with changed words"),
    Outcome.NOT_FOUND: ("not found", "not found"),
    Outcome.ELSEWHERE: ("on another page", "on another page"),
    Outcome.NO_PAGE: ("word for word, no page named", "word for word, no page named"),
    Outcome.RIGHT: ("word for word on the page named", "word for word on the page named"),
}


def proof_text(name: str, manuscript: Manuscript, findings: Sequence[Finding], *, all_of_them: bool = False) -> str:
    """Give the counts of a briefing, then each quotation that is wrong, the worst first; with `all_of_them` all."""
    counts = Counter(finding.outcome for finding in findings)
    noun = "quotation" if len(findings) == 1 else "quotations"
    said = ", ".join(f"{counts[outcome]} {_COUNTS[outcome][0]}" for outcome in Outcome if counts[outcome])
    lines = [wrap("", f"{name}: {len(findings)} {noun}{f': {said}' if said else ''}.")]
    for finding in findings:
        if all_of_them or finding.outcome in WRONG:
            lines += ["", *_finding_lines(finding, manuscript)]
    return "\n".join(lines)


def verdict_text(name: str, anchor: Anchor, verdict: Verdict) -> str:
    """Give how a citation stands."""
    mark = "  " if verdict.standing in {Standing.UNCHANGED, Standing.MOVED} else "! "
    lines = [wrap(mark, f"{name}: {sentence(verdict, anchor)}")]
    if verdict.parts:
        lines.append(_wrapped(f"“{marked(verdict.parts)}”"))
    elif verdict.standing is Standing.WITHDRAWN and anchor.quote:
        lines.append(_wrapped(f"“{_shortened(anchor.quote)}”"))
    return "\n".join(lines)


def marked(parts: Sequence[Part]) -> str:
    """Give a quotation with what differs in brackets: [-what it has-] [+what the document has+]."""
    pieces = []
    for part in parts:
        if part.same:
            pieces.append(part.quoted)
            continue
        quoted = click.style(f"[-{part.quoted}-]", fg="red") if part.quoted else ""
        stands = click.style(f"[+{part.stands}+]", fg="green") if part.stands else ""
        pieces.append(" ".join(filter(None, (quoted, stands))) + ("" if part.quoted else " "))
    return " ".join("".join(pieces).split())


def _finding_lines(finding: Finding, manuscript: Manuscript) -> list[str]:
    mark = "! " if finding.outcome in WRONG else "  "
    heading = str(finding.outcome).capitalize()
    if finding.outcome is Outcome.ELSEWHERE:
        heading = "Word for word, but elsewhere"
    lines = [click.style(f"{mark}{heading}", bold=True) + f" ({place_of(finding, manuscript)})"]
    text = marked(finding.parts) if finding.parts else " ".join(finding.quotation.text.split())
    lines.append(_wrapped(f"“{text if finding.parts else _shortened(text)}”"))
    if finding.claim.locator is not None:
        lines.append(_wrapped(f"The note: {_shortened(' '.join(finding.claim.part.split()).strip(' .,()[]'))}"))
    if finding.places:
        verb = "Nearest" if finding.outcome in {Outcome.FIGURE, Outcome.WORDS} else "Stands"
        lines.append(_wrapped(f"{verb}: {'; '.join(dict.fromkeys(map(_place_text, finding.places)))}"))
    if finding.remark:
        lines.append(_wrapped(finding.remark))
    return lines


def place_of(finding: Finding, manuscript: Manuscript) -> str:
    """Give where in a briefing a quotation stands: the page of a PDF, else the number of its paragraph."""
    for number, block in enumerate(manuscript.blocks, 1):
        if block.start <= finding.quotation.start < block.end:
            return f"page {block.page}" if block.page is not None else f"paragraph {number}"
    return "in a note"


def _place_text(found: Found) -> str:
    citation = found.citation
    return ", ".join(filter(None, (citation.title, citation.doc_id, format_pages(citation.pages))))


def _wrapped(text: str) -> str:
    return wrap("    ", text)


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= _LONGEST:
        return text
    half = (_LONGEST - WIDTH // 10) // 2
    return f"{text[:half].rsplit(' ', 1)[0]} […] {text[-half:].split(' ', 1)[-1]}"
