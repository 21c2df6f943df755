"""Checks of briefings and citations as text."""

from collections import Counter
from collections.abc import Sequence

import click

from reportqa.citations import Anchor, MatchPart, Standing, Verdict, format_pages, sentence
from reportqa.cli.output import wrap
from reportqa.cli.terminal import WIDTH
from reportqa.corpus import CheckResult
from reportqa.proofreading import WRONG, FoundPlace, Outcome, QuoteCheck
from reportqa.text import counted, shown_name

_LONGEST = 300
_COUNTS = {
    Outcome.FIGURE: "with a changed number",
    Outcome.WORDS: "with changed words",
    Outcome.NOT_FOUND: "not found",
    Outcome.ELSEWHERE: "on another page",
    Outcome.NO_PAGE: "word for word, no page named",
    Outcome.RIGHT: "word for word on the page named",
}


def result_text(result: CheckResult, *, all_of_them: bool = False) -> str:
    """Return the result of a check as text; with `all_of_them` also the quotations that are right."""
    if result.manuscript is not None:
        return _briefing_text(result, all_of_them=all_of_them)
    return "\n".join(_verdict_text(anchor, verdict) for anchor, verdict, _ in result.verdicts)


def _briefing_text(result: CheckResult, *, all_of_them: bool) -> str:
    """Return the counts of a briefing, then each quotation that is wrong or has a remark, or all, the worst first."""
    counts = Counter(finding.outcome for finding in result.findings)
    summary = ", ".join(f"{counts[outcome]} {_COUNTS[outcome]}" for outcome in Outcome if counts[outcome])
    lines = [
        wrap("", f"{result.name}: {counted(len(result.findings), 'quotation')}{f': {summary}' if summary else ''}.")
    ]
    for finding in result.findings:
        if all_of_them or finding.outcome in WRONG or finding.remark:
            lines += ["", *_finding_lines(finding, result)]
    return "\n".join(lines)


def _finding_lines(finding: QuoteCheck, result: CheckResult) -> list[str]:
    mark = "! " if finding.outcome in WRONG else "  "
    heading = str(finding.outcome).capitalize()
    if finding.outcome is Outcome.ELSEWHERE:
        heading = "Word for word, but elsewhere"
    lines = [click.style(f"{mark}{heading}", bold=True) + f" ({result.place_of(finding)})"]
    lines.append(_indented(f"“{_marked(finding.parts) or _shortened(finding.quotation.text)}”"))
    if finding.claim.locator is not None:
        lines.append(_indented(f"Note: {_shortened(' '.join(finding.claim.part.split()).strip(' .,()[]'))}"))
    if finding.places:
        label = "Nearest" if finding.outcome in {Outcome.FIGURE, Outcome.WORDS} else "Found in"
        lines.append(_indented(f"{label}: {'; '.join(dict.fromkeys(map(_source, finding.places)))}"))
    if finding.remark:
        lines.append(_indented(finding.remark))
    return lines


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
