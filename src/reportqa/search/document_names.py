"""The names of a document, by their terms: its title and parts of it, its authors and publisher, its file's name."""

import re
from collections.abc import Iterator

from reportqa.csl import item_authors, item_text
from reportqa.document import DocumentSummary
from reportqa.text import STOP_WORDS, terms

MAIN_TITLE = 0.9
"""Favour of a document by its title without the subtitle."""
SUBTITLE = 0.5
"""Favour of a document by its subtitle alone."""
LEAST_OF_TITLE = 0.5
"""Share of the words of a title that name the document, if they are adjacent."""
_MAX_TITLE = 12
"""Words of a title by which it can be named."""

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_MAIN_TITLE_END = re.compile(r"[:?!;|(]| [–—-] ")
_LIGHT = STOP_WORDS | frozenset(
    "co company corp corporation dated earnings filed form group holdings inc incorporated limited llc llp ltd"
    " plc".split()
)
"""Words that names leave out in questions."""
_STEM = re.compile(r"[^\W\d_]+(?:[-_ ][^\W\d_]+(?![^\W_]))*")
"""The words at the beginning of a file name: "BESTBUY" of "BESTBUY_2019_10K"."""
_LABELS = frozenset("article blog briefing digest notes report summary".split())
"""Words before a colon that are no title: "Summary: …"."""

Words = tuple[str, ...]


def main_title(title: str) -> str:
    """Return a title without its subtitle and without a label before it.

    >>> main_title("Is it? Lessons"), main_title("Summary: Is it? Lessons")
    ('Is it', 'Is it')
    """
    first, *others = (part.strip() for part in _MAIN_TITLE_END.split(title))
    others = [part for part in others if part]
    return others[0] if others and (not first or first.lower() in _LABELS) else first


def name_words(text: str) -> Words:
    """Return the terms of a name without articles, legal forms and, unless there is nothing else, figures."""
    tokens = [token for token in _TOKEN.findall(text) if token.lower() not in _LIGHT]
    plain = [token for token in tokens if len(token) > 1 and not any(map(str.isdigit, token))]
    return tuple(term for token in plain or tokens for term in terms(token))


def placed_terms(text: str) -> list[tuple[tuple[int, int], str]]:
    """Return the terms of a text that names do not leave out, each with the range of its word."""
    words = (match for match in _TOKEN.finditer(text) if match[0].lower() not in _LIGHT)
    return [(match.span(), term) for match in words for term in terms(match[0])]


def names_of(summary: DocumentSummary) -> Iterator[tuple[Words, float]]:
    """Yield the names of a document, by their terms, and how well each names it."""
    main, whole = name_words(main_title(summary.title)), name_words(summary.title)[:_MAX_TITLE]
    stem = _STEM.match(summary.doc_id.rpartition("/")[2].rpartition(".")[0])
    named = [item_text(summary.item, "publisher"), item_text(summary.item, "container-title")]
    for name in (*item_authors(summary.item), *filter(None, named), stem[0].replace("_", " ") if stem else ""):
        if words := name_words(name):
            yield words, 1.0
    yield whole, 1.0
    yield main[:_MAX_TITLE], MAIN_TITLE
    subtitle = whole[len(main) :]
    if len(subtitle) > 1:
        yield subtitle, SUBTITLE


def title_parts(title: str) -> Iterator[tuple[Words, float]]:
    """Yield two or more adjacent words that are at least LEAST_OF_TITLE of a main title, and their share of it."""
    words = name_words(main_title(title))[:_MAX_TITLE]
    for first in range(len(words)):
        for last in range(first + 2, len(words) + 1):
            share = (last - first) / len(words)
            if LEAST_OF_TITLE <= share < 1:
                yield words[first:last], share
