"""Quotes within the sentences of a briefing: marks in its tree, cited, then replaced by words in quotation marks."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reportqa.briefings.quote_layout import FULL_STOP, QuoteRule, rule_of
from reportqa.citations import Node, SourcedQuote, Style, cite, inlines, link_citation, plain_text

INLINE_MARK = re.compile(r"m[0-9a-f]{24}i\d+i")
"""A mark of an inline quote, as drafts write it."""

_SENTENCE_END = re.compile(r"[.!?][”’)]*\s+(?=[“‘(]?[A-Z])")
_SENTENCE = 400
"""Nodes before a quote (words and spaces) in which its sentence begins."""
_LINE_END = re.compile(r"\s*\n\s*")


def separate_marks(blocks: Sequence[Node], marks: Mapping[str, SourcedQuote]) -> tuple[list[Node], set[str]]:
    """Return blocks in which each inline mark is a string of its own, and the marks found.

    Headings and code are left as they are.
    """
    found: set[str] = set()
    if not _has_inline(marks):
        return list(blocks), found

    def separate(value: Any) -> Any:
        if isinstance(value, dict):
            if value.get("t") == "Header":
                return value
            return {name: separate(part) for name, part in value.items()}
        if not isinstance(value, list):
            return value
        made: list[Any] = []
        for part in value:
            pieces = _pieces(part)
            found.update(piece["c"] for piece in pieces if _is_mark(piece, marks))
            made += pieces or [separate(part)]
        return made

    return [separate(block) for block in blocks], found


def cite_inline(
    blocks: Sequence[Node], marks: Mapping[str, SourcedQuote], style: Style, *, is_formatted: bool = True
) -> list[Node]:
    """Return blocks with a citation after each inline mark.

    A citation in the text leaves the author out if the sentence names the author before the quote ("As Rosen shows,
    …"), and the full stop of a quote that ends its paragraph is behind the citation.
    :param is_formatted: whether the citations are for `process`, else for pandoc to format later
    """
    if not _has_inline(marks):
        return list(blocks)

    def cited(value: Any) -> Any:
        if isinstance(value, dict):
            made = {name: cited(part) for name, part in value.items()}
            last: Any = value["c"][-1] if value.get("t") in {"Para", "Plain"} else None
            if not style.is_note and _is_mark(last, marks) and FULL_STOP.search(marks[last["c"]].words.strip()):
                made["c"] += inlines(".")
            return made
        if not isinstance(value, list):
            return value
        return [new for row, part in enumerate(value) for new in (cited(part), *citation(value, row))]

    def citation(nodes: Sequence[Node], row: int) -> list[Node]:
        part = nodes[row]
        if not _is_mark(part, marks):
            return []
        before = nodes[max(row - _SENTENCE, 0) : row]
        made = cite(marks[part["c"]], style if is_formatted else None)
        if not style.is_note and _names_author(plain_text(before), marks[part["c"]]):
            made["c"][0][0]["citationMode"] = {"t": "SuppressAuthor"}
        return [*inlines(" "), made]

    return [cited(block) for block in blocks]


def place_inline(
    blocks: Sequence[Node], marks: Mapping[str, SourcedQuote], style: Style, *, links: bool = False
) -> list[Node]:
    """Return blocks with each inline quote in place of its mark; with `links`, its citation leads to a public page.

    A quote has the marks of the style around it. Its own last full stop stays only before the note that ends a
    paragraph.
    """
    if not _has_inline(marks):
        return list(blocks)
    rule = rule_of(style) or QuoteRule()

    def placed(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: placed(part) for name, part in value.items()}
        if not isinstance(value, list):
            return value
        made: list[Any] = []
        pieces = [piece for part in value for piece in _pieces(part) or [part]]
        last: SourcedQuote | None = None
        for row, part in enumerate(pieces):
            if _is_mark(part, marks):
                last = marks[part["c"]]
                words = _LINE_END.sub(" ", last.words.strip())
                if not style.is_note or any(node["t"] not in {"Space", "Cite", "Note"} for node in pieces[row + 1 :]):
                    words = FULL_STOP.sub("", words)
                opening, closing = rule.marks_around(words)
                made += inlines(f"{opening}{words}{closing}")
            elif last and isinstance(part, dict) and part.get("t") == "Cite":
                made += link_citation([part], last) if links else [part]
                last = None
            else:
                made.append(placed(part))
        return made

    return [placed(block) for block in blocks]


def _has_inline(marks: Mapping[str, SourcedQuote]) -> bool:
    return any(map(INLINE_MARK.fullmatch, marks))


def _pieces(part: Any) -> list[Node]:
    """Return a string with marks as several strings; empty for anything else."""
    if not isinstance(part, dict) or part.get("t") != "Str" or not INLINE_MARK.search(part["c"]):
        return []
    texts: Iterable[str] = re.split(f"({INLINE_MARK.pattern})", part["c"])
    return [{"t": "Str", "c": text} for text in texts if text]


def _is_mark(part: Any, marks: Mapping[str, SourcedQuote]) -> bool:
    return (
        isinstance(part, dict)
        and part.get("t") == "Str"
        and part["c"] in marks
        and bool(INLINE_MARK.fullmatch(part["c"]))
    )


def _names_author(before: str, quotation: SourcedQuote) -> bool:
    """Return whether the sentence before a quote names the first author of its work."""
    sentence = _SENTENCE_END.split(before)[-1]
    author: Mapping[str, str] = next(iter(quotation.work.item.get("author") or ()), {})
    name = author.get("family") or author.get("literal") or ""
    return bool(name) and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence) is not None
