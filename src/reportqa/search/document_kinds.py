"""Kinds of document that people name in questions: the press release, the blog, the 10-K."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportqa.csl import item_text
from reportqa.document import DocumentSummary
from reportqa.text import plural

DOCUMENT_NOUN = (
    r"(?:report|document|paper|publication|study|studies|article|piece|work|file|text|book|filing|source|item|page)s?"
)
"""Words for any document."""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One kind: the words for it in questions, the words by which a document shows that it is one, and CSL types.

    `label` are exact words at the beginning of a document of this kind. A `plain` name is an ordinary word as well, and
    names documents only after a determiner: "the survey".
    """

    name: str
    asked: str
    shown: str
    types: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    label: str = ""
    plain: bool = False


def _form(number: str, words: str) -> DocumentKind:
    pattern = rf"{number[:-1].rstrip('-')}-?{number[-1]}s?"
    return DocumentKind(number, rf"(?:form )?{pattern}|{words}", rf"{pattern}|{words}", label=f"Form {number}")


KINDS = (
    DocumentKind(
        "press release",
        r"(?:press|news|media) (?:release|notice|statement)s?",
        r"(?:press|news|media)[ _-]?(?:release|notice|statement)",
        label="Press release",
    ),
    DocumentKind("blog", r"blog(?:s|[ -]?posts?)?", r"blog(?:[ -]?post)?", ("post-weblog", "post"), label="Blog"),
    _form("10-K", r"annual reports?"),
    _form("10-Q", r"quarterly reports?"),
    _form("8-K", r"current reports?"),
    DocumentKind("earnings release", r"earnings (?:release|report|statement)s?", r"earnings"),
    DocumentKind("newsletter", r"newsletters?", r"newsletter", label="Newsletter"),
    DocumentKind("presentation", r"presentations?|slides|slide deck", r"presentation|slides", suffixes=("pptx", "odp")),
    DocumentKind("spreadsheet", r"spreadsheets?|workbooks?", r"spreadsheet", suffixes=("xlsx", "xls", "ods", "csv")),
    DocumentKind("web page", r"web ?pages?|web ?sites?", r"web ?page", ("webpage",)),
    DocumentKind("article", r"articles?", r"article", ("article", "article-magazine", "article-newspaper",
                 "article-journal", "post-weblog"), label="Article", plain=True),
    *(
        DocumentKind(name, rf"{name}|{plural(name)}", name, label=name.capitalize(), plain=True)
        for name in (
            "summary", "digest", "bulletin", "column", "editorial", "briefing", "survey", "guide", "leaflet", "letter",
            "speech", "transcript", "strategy", "evaluation", "consultation", "manual", "handbook",
        )
    ),
    DocumentKind("notes", r"notes", r"notes", plain=True),
    DocumentKind("minutes", r"minutes", r"minutes", label="Minutes", plain=True),
)  # fmt: skip
KIND_NOUN = "(?:" + "|".join(f"(?:{kind.asked})" for kind in KINDS) + ")"
"""Words for documents of some kind."""
_DETERMINER = r"\b(?:the|this|that|its|their|our|\w+['’]s?) (?:[\w-]+ ){0,2}?"
_ASKED = tuple(
    (kind, re.compile(rf"{_DETERMINER if kind.plain else ''}(?<![\w-])(?P<named>{kind.asked})(?![\w-])", re.I))
    for kind in KINDS
)
_SHOWN = tuple((kind, re.compile(rf"(?<![^\W_])(?:{kind.shown})(?![^\W_])", re.I)) for kind in KINDS)

_ANY_SHOWN = re.compile("|".join(kind.shown for kind in KINDS), re.I)


def kinds_in(question: str) -> Iterator[tuple[DocumentKind, tuple[int, int]]]:
    """Yield the kinds of document that a question names, and where."""
    for kind, pattern in _ASKED:
        for match in pattern.finditer(question):
            yield kind, match.span("named")


def kinds_of(summary: DocumentSummary) -> Iterator[str]:
    """Yield the kinds of a document by its title, genre, CSL type and file name."""
    stem, _, suffix = summary.doc_id.rpartition("/")[2].rpartition(".")
    words = f"{summary.title} {item_text(summary.item, 'genre') or ''} {stem}"
    shows_any = _ANY_SHOWN.search(words)
    for kind, pattern in _SHOWN:
        if (
            summary.item.get("type") in kind.types
            or suffix.lower() in kind.suffixes
            or (shows_any and pattern.search(words))
        ):
            yield kind.name
