"""Turns results into the text that the command line prints."""

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from reportqa.citing import format_pages, format_reference
from reportqa.datatypes import Answer, Citation, DocumentSummary, item_authors, item_year
from reportqa.indexing import Summary

WIDTH = 100

_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029]")


def answer_text(answer: Answer) -> str:
    """Give the answering sentences, numbered as their citations, then the citations."""
    if not answer.citations:
        return "Nothing here answers this."
    cited = {sentence.citation for sentence in answer.sentences}
    if answer.answerable:
        lines = [_wrap(f"[{sentence.citation}] ", sentence.text) for sentence in answer.sentences]
        others = [citation for citation in answer.citations if citation.number not in cited]
        lines += ["", "Citations"]
        lines += [_citation_text(citation) for citation in answer.citations if citation.number in cited]
        if others:
            lines += ["", "See also"]
            lines += [_citation_text(citation) for citation in others]
    else:
        lines = ["Nothing here answers this. The nearest passages are:", ""]
        lines += [_citation_text(citation) for citation in answer.citations]
    return "\n".join(lines)


def summary_text(summary: Summary) -> str:
    """Give what a build did: counts, then what was left out and why."""
    verb = "Indexed" if summary.built else "Up to date:"
    counts = ", ".join(
        f"{count:,} {noun if count == 1 else noun + 's'}"
        for count, noun in ((summary.files, "file"), (summary.pages, "page"), (summary.passages, "passage"))
    )
    lines = [f"{verb} {counts} in {summary.seconds:.1f} seconds."]
    lines += _listed("skipped", {name: (reason,) for name, reason in summary.skipped.items()})
    lines += _listed("read in part", summary.warnings)
    return "\n".join(lines)


def json_line(value: Mapping[str, Any]) -> str:
    """Give an object as one line of JSON; characters that would part it are escaped."""
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


def summary_json(summary: Summary) -> str:
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
        pages += f" (page {physical} of the file)"
    label = f"[{citation.number}] "
    indent = " " * len(label)
    lines = [_wrap(label, format_reference(citation))]
    if citation.section:
        lines.append(_wrap(indent, " › ".join(citation.section)))
    lines.append(_wrap(indent, " · ".join(part for part in (citation.doc_id, pages) if part)))
    lines += [_wrap(indent, line) for line in f"“{citation.quote}”".split("\n")]
    if citation.ocr:
        lines.append(f"{indent}Recognised from a picture (OCR): check the words against the page.")
    lines += [
        _wrap(indent, f"Also in {', '.join(part for part in (place.title, format_pages(place.pages)) if part)}.")
        for place in citation.also_in
    ]
    lines.append(f"{indent}{citation.link}")
    return "\n".join(lines)


def _listed(what: str, reasons: Mapping[str, Sequence[str]]) -> list[str]:
    if not reasons:
        return []
    noun = "file" if len(reasons) == 1 else "files"
    return [
        f"{len(reasons)} {noun} {what}:",
        *(f"  {name}: {' '.join(why)}" for name, why in reasons.items()),
    ]


def _wrap(first: str, text: str) -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=first, subsequent_indent=" " * len(first), break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
