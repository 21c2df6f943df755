"""Names of documents in notes: title, author and year, publisher, file name or citation key."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from reportqa.csl import item_authors, item_text, item_year
from reportqa.document import DocumentSummary
from reportqa.text import STOP_WORDS, Wording, year_pattern

ENOUGH = 2.0
"""Least score of a document that a note names; author and year together have more, a year alone has less."""

_KEY = re.compile(r"@\{?([\w:.#$%&+?<>~/-]*\w)")
_IBID = re.compile(
    r"(?:\A\W*|[(\[]\s*)(?:ibid|ibidem|ebd|ebenda|op\. ?cit|loc\. ?cit|idem|the same report)\b", re.IGNORECASE
)
_YEAR = re.compile(rf"\b{year_pattern(1800)}\b")
_UNDATED = re.compile(r"(?<![^\W_])n\.\s?d\b")
_RUN = 3


@dataclass(frozen=True, slots=True)
class _Name:
    doc_id: str
    title: tuple[str, ...]
    families: tuple[str, ...]
    publisher: tuple[str, ...]
    year: str
    stem: str
    key: str


class SourceNames:
    """The names of the documents of an index."""

    def __init__(self, summaries: Sequence[DocumentSummary], keys: Mapping[str, str] | None = None) -> None:
        """Index the documents; `keys` are their citation keys, by document id."""
        self._names = [_name_of(summary, (keys or {}).get(summary.doc_id)) for summary in summaries]

    def named(self, note: str) -> frozenset[str]:
        """Return the ids of the documents that match a note best; none below the least score."""
        words = _words(note)
        keys = {key.lower() for key in _KEY.findall(note)}
        scores = {name.doc_id: _score(name, note.lower(), words, keys) for name in self._names}
        best = max(scores.values(), default=0.0)
        return frozenset(doc_id for doc_id, score in scores.items() if score == best) if best >= ENOUGH else frozenset()

    def is_title(self, quotation: str) -> bool:
        """Return whether a quotation is the title of a document, or its beginning."""
        words = _words(quotation)
        titles = [name.title for name in self._names]
        return words in titles or (len(words) > _RUN and any(words == title[: len(words)] for title in titles))


def is_ibid(note: str) -> bool:
    """Return whether a note refers to the source of the note before it."""
    return bool(_IBID.search(note))


def names_source(note: str) -> bool:
    """Return whether a note names any source, in the index or not."""
    return bool(_KEY.search(note) or _YEAR.search(note))


def _name_of(summary: DocumentSummary, key: str | None) -> _Name:
    item = summary.item
    year = item_year(item)
    publisher = item_text(item, "publisher") or ""
    return _Name(
        summary.doc_id,
        _words(summary.title),
        tuple(words[-1] if words else "" for words in map(_words, item_authors(item))),
        _words(publisher),
        str(year) if year else "",
        PurePosixPath(summary.doc_id).stem.lower(),
        (key or str(item.get("id") or "")).lower(),
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(key.lower() for key in Wording.of(text).keys)


def _score(name: _Name, note: str, words: tuple[str, ...], keys: set[str]) -> float:
    score = 0.0
    content = [word for word in name.title if word not in STOP_WORDS]
    if content and _has_run(words, name.title):
        score += 3 if len(content) > 1 else 1
    elif any(_has_run(words, name.title[i : i + _RUN + 1]) for i in range(len(name.title) - _RUN)):
        score += 2
    is_dated = name.year in words if name.year else bool(_UNDATED.search(note))
    authors = [family for family in name.families if family and family in words]
    publisher = bool(name.publisher) and _has_run(words, name.publisher)
    score += 1.5 * bool(authors) + 0.25 * len(authors[1:]) + publisher + is_dated
    if len(name.stem) > 3 and re.search(rf"(?<![\w-]){re.escape(name.stem)}(?![\w-])", note):
        score += 4
    if name.key and name.key in keys:
        score += 5
    elif any(_is_key(key, name) for key in keys):
        score += 4
    return score


def _is_key(key: str, name: _Name) -> bool:
    """Return whether a key such as "rosen2016" or "rosen_2016b" may mean the document."""
    match = re.fullmatch(rf"([^\W\d_]+)(?:[^\W\d]|[_:-])*?({year_pattern(1800)})[a-z]?\b.*", key)
    if key == name.stem:
        return True
    if not match or match[2] != name.year:
        return False
    others = [word for word in (*name.publisher[:1], *name.title[:2]) if word not in STOP_WORDS]
    return match[1] in {*name.families, *others, "".join(name.families[:1])}


def _has_run(words: Sequence[str], run: Sequence[str]) -> bool:
    size = len(run)
    return bool(size) and any(tuple(words[i : i + size]) == tuple(run) for i in range(len(words) - size + 1))
