"""Turns results into the text that the command line prints."""

import json
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from reportqa.answer import Answer, Citation, State
from reportqa.answering import Quote, figure_ranges, quotes_of
from reportqa.citations import format_pages, format_reference
from reportqa.csl import item_authors, item_year
from reportqa.document import DocumentSummary
from reportqa.ingest import Account
from reportqa.text import listing

if TYPE_CHECKING:  # What builds takes long to import, and most of what is printed here is answers.
    from reportqa.ingest import Piece, Summary

WIDTH = 100

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_FIELD_NAMES = {"title": "title", "author": "author", "issued": "date", "publisher": "publisher", "URL": "address"}
"""The fields that a bibliography needs, and their names."""
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029]")


def answer_text(answer: Answer) -> str:
    """Give the notes, the answering sentences, numbered as their citations, what differs, then the citations."""
    lines = [wrap("", note) for note in answer.notes]
    if lines:
        lines.append("")
    if not answer.answerable:
        lines.append("Nothing here answers this." + (" The nearest passages are:" if answer.citations else ""))
        if answer.citations:
            lines += ["", *map(_citation_text, answer.citations)]
        return "\n".join(lines)
    if answer.state is State.MAY_ANSWER:
        lines.append(f"This may answer (confidence {answer.confidence:.2f}):")
    lines += [line for quote in quotes_of(answer) for line in _quote_lines(quote)]
    lines += _difference_lines(answer)
    cited = {sentence.citation for sentence in answer.sentences}
    for heading, shown in (("Citations", True), ("See also", False)):
        citations = [citation for citation in answer.citations if (citation.number in cited) == shown]
        if citations:
            lines += ["", heading, *map(_citation_text, citations)]
    return "\n".join(lines)


def _quote_lines(quote: Quote) -> list[str]:
    """Give a quote under the number of its citation, each item of a list on a line of its own."""
    if not quote.is_list:
        return [wrap(f"[{quote.number}] ", quote.text)]
    lines = [wrap(f"[{quote.number}] ", quote.lead.text)] if quote.lead else []
    bullet = "" if quote.is_marked else "- "
    for sentence, turns in quote.turns():
        label = f"[{sentence.citation}] "
        lines.append(wrap((label if turns else " " * len(label)) + bullet, sentence.text))
    return lines


def _difference_lines(answer: Answer) -> list[str]:
    if not answer.differences:
        return []
    lines = ["", "The documents give different figures:"]
    for difference in answer.differences:
        citation = answer.citations[difference.citation - 1]
        given = ", ".join(difference.text[a:b] for a, b in figure_ranges(difference.text, difference.figures))
        source = ", ".join(part for part in (citation.title, difference.date, format_pages(citation.pages)) if part)
        label = f"[{citation.number}] "
        lines += [wrap(label, f"{given}: {source}"), wrap(" " * len(label), f"“{difference.text}”")]
    return lines


def wrap(first: str, text: str) -> str:
    """Give a text in lines of WIDTH, `first` before it and the others indented as far."""
    return textwrap.fill(
        text, WIDTH, initial_indent=first, subsequent_indent=" " * len(first), break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def summary_text(summary: "Summary") -> str:
    """Give what a build did: counts, then what was left out and why."""
    lines = [_build_counts(summary)]
    lines += _listed("skipped", {name: (reason,) for name, reason in summary.skipped.items()})
    lines += _listed("read in part", summary.warnings)
    return "\n".join(lines)


def summary_line(summary: "Summary") -> str:
    """Give what a build did in one line: counts, and how many files were left out."""
    skipped = f" Skipped {_counted(len(summary.skipped), 'file', 'files')}." if summary.skipped else ""
    return _build_counts(summary) + skipped


def _build_counts(summary: "Summary") -> str:
    verb = "Indexed" if summary.built else "Up to date:"
    counts = ", ".join(
        f"{count:,} {noun if count == 1 else noun + 's'}"
        for count, noun in ((summary.files, "file"), (summary.pages, "page"), (summary.passages, "passage"))
    )
    read, embedded = _counted(summary.read, "file", "files"), _counted(summary.embedded, "passage", "passages")
    anew = f"read {read}, embedded {embedded} anew"
    return f"{verb} {counts} in {summary.seconds:.1f} seconds{f' ({anew})' if summary.built else ''}."


def json_line(value: Mapping[str, Any]) -> str:
    """Give an object as one line of JSON; characters that would part it are escaped."""
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


def summary_json(summary: "Summary") -> str:
    """Give what a build did as one line of JSON."""
    return json_line(asdict(summary))


def document_text(summary: DocumentSummary) -> str:
    """Give one document: its id, then who, when, what, and how much."""
    authors, year = " and ".join(item_authors(summary.item)), item_year(summary.item)
    known = ", ".join(part for part in (summary.title, authors, str(year) if year else "") if part)
    pages = f"{summary.pages:,} pages, " if summary.pages else ""
    return f"{summary.doc_id}\n    {known}\n    {pages}{summary.passages:,} passages"


def ready_text(address: str, sample_questions: Sequence[str], problem: str | None) -> str:
    """Give what a server says when it is ready: its address and three questions to try."""
    if problem:
        return f"Serving at {address}, but no question can be answered yet. {problem}"
    lines = [f"Ready at {address}"]
    if sample_questions:
        lines += ["Try:", *(f"  {question}" for question in sample_questions[:3])]
    return "\n".join(lines)


def _citation_text(citation: Citation) -> str:
    pages = format_pages(citation.pages)
    physical = citation.pages[0].physical if citation.pages else None
    if physical is not None and citation.pages[0].label not in {None, str(physical)}:
        last = citation.pages[-1].physical
        pages += f" (page {physical} of the file)" if last == physical else f" (pages {physical}–{last} of the file)"
    label = f"[{citation.number}] "
    indent = " " * len(label)
    lines = [wrap(label, format_reference(citation))]
    if citation.section:
        lines.append(wrap(indent, " › ".join(citation.section)))
    lines.append(wrap(indent, " · ".join(part for part in (citation.doc_id, pages) if part)))
    lines += [wrap(indent, line) for line in f"“{citation.quote}”".split("\n")]
    if citation.ocr:
        lines.append(f"{indent}Recognised from a picture (OCR): check the words against the page.")
    lines += [
        wrap(indent, f"Also in {', '.join(part for part in (place.title, format_pages(place.pages)) if part)}.")
        for place in citation.also_in
    ]
    lines.append(f"{indent}{citation.place}")
    return "\n".join(lines)


def _listed(what: str, reasons: Mapping[str, Sequence[str]]) -> list[str]:
    if not reasons:
        return []
    noun = "file" if len(reasons) == 1 else "files"
    return [
        f"{len(reasons)} {noun} {what}:",
        *(f"  {name}: {' '.join(why)}" for name, why in reasons.items()),
    ]


def audit_text(accounts: Sequence[Account]) -> str:
    """Give the counts of an index, then the account of each file."""
    read = [account for account in accounts if account.skipped is None]
    wanting = sum(bool(account.problems) for account in accounts)
    counts = [
        _counted(len(read), "file read", "files read"),
        *([_counted(len(accounts) - len(read), "file skipped", "files skipped")] if len(accounts) > len(read) else []),
        _counted(sum(account.pages for account in read), "page", "pages"),
        _counted(sum(account.passages for account in read), "passage", "passages"),
        _counted(wanting, "file with problems", "files with problems") if wanting else "no problems",
    ]
    return "\n\n".join([" · ".join(counts), *map(account_text, accounts)])


def account_text(account: Account) -> str:
    """Give what became of a file: problems, counts, what is good to know, what was left out."""
    name = _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", account.doc_id)
    lines = [click.style(name, bold=True)]
    lines += [click.style(wrap("  ! ", problem), fg="yellow") for problem in account.problems]
    if account.skipped is not None:
        return "\n".join(lines)
    counts = [
        _counted(account.pages, "page", "pages") if account.pages else "no pages",
        _counted(account.characters, "character", "characters"),
        _counted(account.headings, "heading", "headings"),
        _counted(account.tables, "table", "tables"),
        _counted(account.passages, "passage", "passages"),
        *([f"language {account.language}"] if account.language else []),
        f"{account.seconds:.1f} s",
    ]
    lines.append(wrap("    ", " · ".join(counts)))
    if account.origins:
        lines.append(wrap("    ", _origins_text(account.origins)))
    lines += [wrap("  - ", note) for note in account.notes]
    if account.left_out:
        lines.append("    Left out:")
        lines += [wrap("      ", f"{kind.name}, as “{_shortened(kind.example)}”") for kind in account.left_out]
    return "\n".join(lines)


def inspection_text(pieces: "Iterable[Piece]") -> str:
    """Give the pieces of a text, the marks in another colour."""
    return "".join(click.style(piece.text, fg="cyan") if piece.is_mark else piece.text for piece in pieces)


def _origins_text(origins: Mapping[str, str]) -> str:
    """Give "title and author from library.json; date from the file itself"."""
    fields: dict[str, list[str]] = {}
    for name, shown in _FIELD_NAMES.items():
        if name in origins:
            fields.setdefault(origins[name], []).append(shown)
    return "; ".join(f"{listing(names)} from {origin}" for origin, names in fields.items())


def _shortened(text: str) -> str:
    return textwrap.shorten(text, 70, placeholder=" …") if len(text) > 70 else text


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
