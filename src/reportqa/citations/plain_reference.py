"""Plain references for briefings: quote, reference and page."""

import re
from collections.abc import Sequence
from typing import Literal

from reportqa.answer import Citation
from reportqa.document import Page

NO_DATE = "n.d."

_FULL_STOP_TOO_MANY = re.compile(r"(?:(?<=[?!])|(?<=[?!]\*))\.(?= |$)")
"""Of a title such as "Is Bigger Better?"."""
_MARKUP = re.compile(
    r"[\\`*~^]|(?<!\w)_|_(?!\w)|<(?=[\w/!?])|&(?=#?\w+;)|\[(?=[^\]\n]*\](?:[(\[:]|$)|[@^])|\$(?=[^$]*\$)"
)
"""What Markdown takes for marks of its own within a line."""
_LINE_START = re.compile(r"^[ \t]*(?:(?<!\d)(?P<number>\d+)(?=[.)]\s)|(?=[#>+*|-]))(?P<mark>[#>+*|.)-])", re.MULTILINE)


def format_pages(pages: Sequence[Page]) -> str:
    """Return the pages as a reader finds them: "p. 15", "pp. iv–v", "PDF p. 17" where none is printed.

    Empty for a format without pages.
    """
    if not pages:
        return ""
    first, last = pages[0], pages[-1]
    if first.label is None or last.label is None:
        first_name, last_name, prefix = str(first.physical), str(last.physical), "PDF "
    else:
        first_name, last_name, prefix = first.label, last.label, ""
    return f"{prefix}p. {first_name}" if first is last else f"{prefix}pp. {first_name}–{last_name}"


def format_reference(citation: Citation, *, emphasis: str = "") -> str:
    """Return authors, year, title, publisher, page or section, and address in one line.

    `emphasis` goes before and after the title ("*" for Markdown). What is not known is left out, a
    missing year is "n.d."; nothing is invented.
    """
    authors = _join_names(citation.authors) or citation.publisher or ""
    year = f"({citation.year or NO_DATE})"
    title = f"{emphasis}{citation.title}{emphasis}"
    parts = [f"{authors} {year}", title] if authors else [f"{title} {year}"]
    if citation.publisher and citation.publisher != authors:
        parts.append(citation.publisher)
    place = format_pages(citation.pages)
    if not place and citation.section:
        place = f"section “{citation.section[-1]}”"
    reference = ". ".join(part.rstrip(".") for part in parts)
    if place:
        reference += f", {place}"
    reference = f"{reference}. {citation.url}" if citation.url else f"{reference}."
    return _FULL_STOP_TOO_MANY.sub("", reference)


def format_citation(
    citation: Citation, form: Literal["markdown", "plain"] = "markdown", quote: str | None = None
) -> str:
    """Return quote and reference in a form; `quote`, a part of the citation's own, takes its place."""
    write = _markdown if form == "markdown" else _plain
    return write(citation, citation.quote if quote is None else quote)


def escape_lines(text: str) -> str:
    """Return a text as lines of Markdown that say the same, and begin no list, heading or table."""
    escaped = _MARKUP.sub(r"\\\g<0>", text)
    return _LINE_START.sub(lambda match: f"{match['number'] or ''}\\{match['mark']}", escaped)


def quote_plain(quote: str, source: str) -> str:
    """Return quote and source in plain text.

    Lines with ">" set a quote apart that has paragraphs, or cuts a pair of quotation marks: nothing else tells where
    it ends.
    """
    if "\n\n" not in quote and _is_paired(quote):
        return f"“{quote}”\n{source}"
    lines = [*f"“{quote}”".split("\n"), "", source]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _is_paired(quote: str) -> bool:
    """Return whether each “ in a quote closes in it, and each ” has opened in it."""
    depth = 0
    for mark in re.findall("[“”]", quote):
        depth += 1 if mark == "“" else -1
        if depth < 0:
            return False
    return depth == 0


def _markdown(citation: Citation, quote: str) -> str:
    quoted = "\n".join(f"> {line}".rstrip() for line in escape_lines(quote).split("\n"))
    return f"{quoted}\n>\n> — {format_reference(citation, emphasis='*')}"


def _plain(citation: Citation, quote: str) -> str:
    return quote_plain(quote, format_reference(citation))


def _join_names(names: Sequence[str]) -> str:
    if len(names) > 3:
        return f"{names[0]} and others"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
