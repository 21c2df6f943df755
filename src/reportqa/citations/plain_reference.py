"""Plain references for briefings: quote, reference and page."""

import re
from collections.abc import Sequence
from typing import Literal

from reportqa.answer import Citation
from reportqa.document import Page

NO_DATE = "n.d."

_EXTRA_FULL_STOP = re.compile(r"(?:(?<=[?!])|(?<=[?!]\*))\.(?= |$)")
"""Behind a title such as "Is Bigger Better?"."""
_MARKUP = re.compile(
    r"[\\`*~^]|(?<!\w)_|_(?!\w)|<(?=[\w/!?])|&(?=#?\w+;)|\[(?=[^\]\n]*\](?:[(\[:]|$)|[@^])|\$(?=[^$]*\$)"
)
"""Characters within a line that are markup in Markdown."""
_LINE_START = re.compile(r"^[ \t]*(?:(?<!\d)(?P<number>\d+)(?=[.)]\s)|(?=[#>+*|-]))(?P<mark>[#>+*|.)-])", re.MULTILINE)


def format_pages(pages: Sequence[Page]) -> str:
    """Return the pages as a reader finds them: "p. 15", "pp. iv–v", "PDF p. 17" without printed number; "" for none."""
    if not pages:
        return ""
    first, last, is_printed = page_names(pages)
    prefix = "" if is_printed else "PDF "
    return f"{prefix}p. {first}" if len(pages) == 1 else f"{prefix}pp. {first}–{last}"


def page_names(pages: Sequence[Page]) -> tuple[str, str, bool]:
    """Return first and last page, and whether these are printed numbers or the pages' positions in the file."""
    if not pages:
        return "", "", False
    first, last = pages[0], pages[-1]
    if first.label is None or last.label is None:
        return str(first.physical), str(last.physical), False
    return first.label, last.label, True


def format_place(citation: Citation) -> str:
    """Return the pages of a citation, else its section ("section “Staff”"), else ""."""
    if citation.pages or not citation.section:
        return format_pages(citation.pages)
    heading = citation.section[-1]
    # The heading of the whole document is no place in it.
    return "" if _words(heading) == _words(citation.title) else f"section “{heading}”"


def format_reference(citation: Citation, *, emphasis: str = "") -> str:
    """Return authors, year, title, publisher, page or section, and address in one line.

    Missing fields are left out; editors stand in for missing authors, and the publisher for both. A missing year is
    "n.d.".
    :param emphasis: put before and after the title ("*" for Markdown); the texts are then escaped for Markdown.
    """

    def text(value: str) -> str:
        return escape_lines(value) if emphasis else value

    editors = f"{_join_names(citation.editors)} {'(eds)' if citation.editors[1:] else '(ed.)'}"
    publisher = citation.publisher or ""
    authors = _join_names(citation.authors) or (editors if citation.editors else publisher)
    year = f"({citation.year or text(citation.status or NO_DATE)})"
    title = f"{emphasis}{text(citation.title)}{emphasis}"
    parts = [f"{text(authors)} {year}", title] if authors else [f"{title} {year}"]
    if publisher and publisher != authors:
        parts.append(text(publisher))
    reference = ". ".join(part.rstrip(".") for part in parts)
    if place := format_place(citation):
        reference += f", {text(place)}"
    reference = f"{reference}. {citation.url}" if citation.url else f"{reference}."
    return _EXTRA_FULL_STOP.sub("", reference)


def format_citation(
    citation: Citation, form: Literal["markdown", "plain"] = "markdown", quote: str | None = None
) -> str:
    """Return quote and reference; `quote` is a part of the citation's quote, None for all of it."""
    quote = citation.quote if quote is None else quote
    if form == "plain":
        return quote_plain(quote, format_reference(citation))
    return quote_lines(f"{escape_lines(quote)}\n\n— {format_reference(citation, emphasis='*')}")


def escape_lines(text: str) -> str:
    """Return a text escaped for Markdown, in which no line begins a list, heading or table."""
    escaped = _MARKUP.sub(r"\\\g<0>", text)
    return _LINE_START.sub(lambda match: f"{match['number'] or ''}\\{match['mark']}", escaped)


def quote_lines(text: str) -> str:
    """Return a text with ">" before each line."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def quote_plain(quote: str, source: str) -> str:
    """Return quote and source in plain text.

    A quote with several paragraphs or unpaired quotation marks has ">" before each line, so that its end is clear.
    """
    if "\n\n" not in quote and _is_paired(quote):
        return f"“{quote}”\n{source}"
    return quote_lines(f"“{quote}”\n\n{source}")


def _is_paired(quote: str) -> bool:
    """Return whether every “ and ” of a quote has its counterpart."""
    depth = 0
    for mark in re.findall("[“”]", quote):
        depth += 1 if mark == "“" else -1
        if depth < 0:
            return False
    return depth == 0


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _join_names(names: Sequence[str]) -> str:
    if len(names) > 3:
        return f"{names[0]} and others"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
