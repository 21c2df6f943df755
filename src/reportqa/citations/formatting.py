"""Text to paste: quote, citation and bibliography, in a style or for a reference manager."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from html import escape

from reportqa.citations.citeproc import format_quotations
from reportqa.citations.pandoc import write_inlines
from reportqa.citations.plain_reference import escape_lines, format_citation, format_reference, quote_lines, quote_plain
from reportqa.citations.record import Record
from reportqa.citations.reference_export import FORMATS as ENTRIES
from reportqa.citations.styles import Style
from reportqa.citations.works import SourcedQuote
from reportqa.errors import InputError

DEFAULT_STYLE = "harvard-cite-them-right"

_WRITERS = {"text": "plain", "markdown": "markdown-smart-raw_html-raw_attribute", "html": "html5"}
"""Text formats, and the pandoc writer of each."""
FORMATS = (*_WRITERS, *ENTRIES, "json")

CITE_FORMATS: Mapping[str, tuple[str, str]] = {
    "text": ("text/plain; charset=utf-8", "txt"),
    "markdown": ("text/markdown; charset=utf-8", "md"),
    "html": ("text/html; charset=utf-8", "html"),
    "bibtex": ("application/x-bibtex; charset=utf-8", "bib"),
    "ris": ("application/x-research-info-systems; charset=utf-8", "ris"),
    "csljson": ("application/vnd.citationstyles.csl+json", "json"),
    "record": ("application/json", "json"),
}
"""Formats of a citation over HTTP, each with its media type and file suffix."""


class CitationPart(StrEnum):
    """The parts to write: all (quote, citation and bibliography), or some of these."""

    ALL = "all"
    NOTE = "note"
    BIBLIOGRAPHY = "bibliography"
    BOTH = "both"


def cite_text(
    quotations: Sequence[SourcedQuote], form: str, style: Style | None = None, part: CitationPart = CitationPart.ALL
) -> str:
    """Return citations in one of FORMATS; without a style, each quote with a short reference.

    Bibliographic formats have each work once; JSON has the record of each citation on one line.
    :raises InputError: for another format, or an error in the style.
    """
    if form == "json":
        today = date.today().isoformat()
        records = [Record.of(quotation.citation, quotation.work.item, today) for quotation in quotations]
        return "\n".join(json.dumps(record.to_dict(), ensure_ascii=False) for record in records)
    if form in ENTRIES:
        works = {quotation.work.key: quotation.work for quotation in quotations}
        return ENTRIES[form](works.values()).rstrip("\n")
    if form not in _WRITERS:
        raise InputError(f'No format "{form}". Choose one of: {", ".join(FORMATS)}.')
    if style is None:
        return "\n\n".join(_short(quotation, form) for quotation in quotations)
    formatted = format_quotations(quotations, style)
    written = write_inlines([*formatted.notes, *formatted.entries], _WRITERS[form])
    notes, entries = written[: len(quotations)], written[len(quotations) :]
    if part is CitationPart.BIBLIOGRAPHY and not entries:
        raise InputError(f'The style "{style.name}" has no bibliography. Use --note, or another style.')
    shown = []
    if part is CitationPart.ALL:
        quoted = zip(quotations, notes, strict=True)
        shown += [_with_quote(quotation.words, note, form) for quotation, note in quoted]
    if part in {CitationPart.NOTE, CitationPart.BOTH}:
        shown += [_paragraph(note, form) for note in notes]
    if part is not CitationPart.NOTE:
        shown += [_paragraph(entry, form) for entry in entries]
    return "\n\n".join(shown)


def _short(quotation: SourcedQuote, form: str) -> str:
    citation = quotation.citation
    if form == "html":
        return _with_quote(quotation.words, escape(format_reference(citation), quote=False), form)
    return format_citation(citation, "plain" if form == "text" else "markdown", quotation.words)


def _with_quote(quote: str, note: str, form: str) -> str:
    if form == "html":
        lines = escape(quote, quote=False).replace("\n", "<br>\n")
        return f"<blockquote>\n<p>“{lines}”</p>\n<p>— {note}</p>\n</blockquote>"
    if form == "text":
        return quote_plain(quote, f"— {note}")
    return quote_lines(f"{escape_lines(f'“{quote}”')}\n\n— {note}")


def _paragraph(text: str, form: str) -> str:
    return f"<p>{text}</p>" if form == "html" else text
