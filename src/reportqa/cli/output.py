"""JSON lines and plain text that several commands print; documents, builds, audits and the server's first line."""

import json
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportqa.cli.terminal import bold_in, text_width
from reportqa.csl import shown_origin
from reportqa.text import counted, listing, shown_name

if TYPE_CHECKING:  # The import takes long, and answers need none of it.
    from reportqa.ingest import ParseReport, Piece, Summary

_FIELD_NAMES = {"title": "title", "author": "author", "issued": "date", "publisher": "publisher", "URL": "address"}
"""Names of the CSL fields that a bibliography needs."""
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029]")


def json_line(value: Mapping[str, Any]) -> str:
    """Return an object as one line of JSON; characters that would break the line are escaped."""
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


def wrap(first: str, text: str, bold: Sequence[tuple[int, int]] = ()) -> str:
    """Return a text in lines of the terminal's width after `first`, the others indented by as much.

    :param bold: the ranges of the text in bold
    """
    filled = textwrap.fill(
        text, text_width(), initial_indent=first, subsequent_indent=" " * len(first), break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
    return filled[: len(first)] + bold_in(filled[len(first) :], text, bold) if bold else filled


def summary_text(summary: "Summary") -> str:
    """Return the counts of a build, the files that were skipped or read in part, and the kinds of what is no text."""
    from reportqa.ingest import LeftOutKind

    lines = [_build_counts(summary)]
    lines += _reasons("skipped", {name: (reason,) for name, reason in summary.skipped.items()})
    lines += _reasons("read in part", summary.warnings)
    if summary.left_out:
        kinds = [LeftOutKind(kind, count, "").name for kind, count in summary.left_out.items()]
        lines.append(wrap("", f'Not in the text: {listing(kinds)}. "reportqa audit" says where and what to do.'))
    return "\n".join(lines)


def summary_line(summary: "Summary") -> str:
    """Return the counts of a build in one line."""
    skipped = f" Skipped {counted(len(summary.skipped), 'file')}." if summary.skipped else ""
    return _build_counts(summary) + skipped


def _build_counts(summary: "Summary") -> str:
    numbers = ((summary.files, "file"), (summary.pages, "page"), (summary.passages, "passage"))
    counts = ", ".join(counted(number, noun) for number, noun in numbers)
    if not summary.built:
        return f"Up to date: {counts} in {summary.seconds:.1f} seconds."
    new = f"read {counted(summary.read, 'file')}, embedded {counted(summary.embedded, 'passage')}"
    return f"Indexed {counts} in {summary.seconds:.1f} seconds ({new})."


def _reasons(state: str, reasons: Mapping[str, Sequence[str]]) -> list[str]:
    lines = [f"  {shown_name(name)}: {' '.join(why)}" for name, why in reasons.items()]
    return [f"{counted(len(lines), 'file')} {state}:", *lines] if lines else []


def ready_text(address: str, sample_questions: Sequence[str], problem: str | None, corpus_dir: Path) -> str:
    """Return the first output of a server: its address, the folder of the reports and three questions to try.

    With a problem, what to do first.
    """
    if problem:
        return f"Serving at {address}, but questions cannot be answered yet. {problem}"
    tries = ["Try:", *(f"  {question}" for question in sample_questions[:3])] if sample_questions else []
    reports = f"Reports: {corpus_dir}"
    if not corpus_dir.is_dir():
        reports = f"There is no folder {corpus_dir}, so pages are not shown as pictures. Name it with --corpus."
    return "\n".join([f"Ready at {address}", reports, *tries])


def audit_text(reports: "Sequence[ParseReport]") -> str:
    """Return the counts of an index, then the parse report of each file."""
    read = [report for report in reports if report.skipped is None]
    problems = sum(bool(report.problems) for report in reports)
    skipped = len(reports) - len(read)
    counts = [
        f"{counted(len(read), 'file')} read",
        *([f"{counted(skipped, 'file')} skipped"] if skipped else []),
        counted(sum(report.pages for report in read), "page"),
        counted(sum(report.passages for report in read), "passage"),
        f"{counted(problems, 'file')} with problems" if problems else "no problems",
    ]
    return "\n\n".join([" · ".join(counts), *map(_report_text, reports)])


def _report_text(report: "ParseReport") -> str:
    """Return the parse report of a file: problems, counts, origin of its metadata, notes and what was left out."""
    lines = [click.style(shown_name(report.doc_id), bold=True)]
    lines += [click.style(wrap("  ! ", problem), fg="red") for problem in report.problems]
    if report.skipped is not None:
        return "\n".join(lines)
    counts = [
        counted(report.pages, "page") if report.pages else "no pages",
        counted(report.characters, "character"),
        counted(report.headings, "heading"),
        counted(report.tables, "table"),
        counted(report.passages, "passage"),
        *([f"language {report.language}"] if report.language else []),
        f"{report.seconds:.1f} s",
    ]
    lines.append(wrap("    ", " · ".join(counts)))
    if report.origins:
        lines.append(wrap("    ", _origins_text(report.origins)))
    lines += [wrap("  - ", note) for note in report.notes]
    if report.left_out:
        lines.append("    Left out:")
        for kind in report.left_out:
            advice = f"; if it should be found, {kind.advice}" if kind.advice else ""
            lines.append(wrap("      ", f"{kind.name}, as “{_shortened(kind.example)}”{advice}"))
    return "\n".join(lines)


def _origins_text(origins: Mapping[str, str]) -> str:
    """Return "title and author from library.json; date from the file itself"."""
    fields: dict[str, list[str]] = {}
    for name, shown in _FIELD_NAMES.items():
        if name in origins:
            fields.setdefault(shown_origin(name, origins[name]), []).append(shown)
    return "; ".join(f"{listing(names)} from {origin}" for origin, names in fields.items())


def _shortened(text: str) -> str:
    return textwrap.shorten(text, 70, placeholder=" …") if len(text) > 70 else text


def inspection_text(pieces: "Iterable[Piece]") -> str:
    """Return the text of a document, its marks in another colour."""
    return "".join(click.style(piece.text, fg="cyan") if piece.is_mark else piece.text for piece in pieces)
