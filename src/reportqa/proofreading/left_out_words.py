"""What ellipses and brackets of a quotation leave out that changes its meaning: negations, and whole paragraphs."""

import re
from collections.abc import Iterator

from reportqa.citations import Gap, Match, format_pages
from reportqa.document import Document
from reportqa.text import Wording, counted

_NEGATION = re.compile(
    r"(?<![^\W_])(?:not|no(?!\.\s?\d)|never|nor|neither|none|nobody|nothing|nowhere|without|cannot|hardly|scarcely|barely"
    r"|rarely|seldom|unless|except|[a-z]+n['’]t|nicht|kein\w*|nie|niemals|weder|niemand\w*|nichts|ohne|kaum)(?![^\W_])",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’»)\]]*\s+|\n\s*\n")
_PARAGRAPH_END = re.compile(r"\n\s*\n")
_LEAST_PARAGRAPH = 10
"""Words of a paragraph; shorter ones are headings and the numbers of pages."""
_LONGEST_PARAGRAPH = 150
"""Words; a longer gap joins what is more than a paragraph apart, also in text without paragraphs."""


def left_out(match: Match, document: Document) -> Iterator[str]:
    """Yield a sentence for each negation that a gap leaves out or adds, and for each gap longer than a paragraph.

    A negation in a sentence that is left out whole changes no meaning and is not reported.
    """
    yield from dict.fromkeys(remark for gap in match.gaps for remark in _of_gap(gap, document))


def _of_gap(gap: Gap, document: Document) -> Iterator[str]:
    mark = "bracket" if any(character.isalnum() for character in gap.quoted) else "ellipsis"
    text = document.text[gap.start : gap.end]
    sentences = _SENTENCE_END.split(text)
    lost = [match[0] for part in (sentences[:1] + sentences[1:][-1:]) for match in _NEGATION.finditer(part)]
    own = [match[0] for match in _NEGATION.finditer(gap.quoted.replace("[", " ").replace("]", " "))]
    if lost and not own:
        yield f"The {mark} leaves out {_quoted(lost)}."
    if own and not lost:
        yield f"The {mark} adds {_quoted(own)}."
    words = len(Wording.of(text).keys)
    whole = _PARAGRAPH_END.split(text)[1:-1]
    if words > _LONGEST_PARAGRAPH or any(len(Wording.of(part).keys) >= _LEAST_PARAGRAPH for part in whole):
        pages = format_pages(document.pages_of(gap.start, gap.end))
        yield f"The {mark} leaves out {counted(words, 'word')}{f', {pages}' if pages else ''}."


def _quoted(words: list[str]) -> str:
    return ", ".join(f"“{word}”" for word in dict.fromkeys(words))
