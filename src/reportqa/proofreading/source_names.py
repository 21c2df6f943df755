"""Names of documents in notes: title, author and year, publisher, file name or citation key."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath

from reportqa.csl import item_authors, item_text, item_year
from reportqa.document import DocumentSummary
from reportqa.proofreading.author_names import AuthorNames
from reportqa.proofreading.name_words import RUN, STOP_WORDS, has_run, name_words, plain, title_score
from reportqa.proofreading.note_numbers import SUBDIVISION
from reportqa.proofreading.reference_list import NO_REFERENCES, ReferenceList
from reportqa.text import MONTHS, year_pattern

ENOUGH = 2.0
"""Least score of a document that a note names; author and year together have more, a year alone has less."""

_KEY = re.compile(r"@\{?([\w:.#$%&+?<>~/-]*\w)")
_IBID = re.compile(
    r"(?:\A\W*|[(\[]\s*)(?:(?:but )?(?:see|cf|vgl|siehe)(?: also| auch)?\.?\s+)?"
    r"(?:ibid|ibidem|ebd|ebenda|op\. ?cit|loc\. ?cit|idem|id(?=\.|\s+at\b)|the same report)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(rf"\b{year_pattern(1800)}[a-z]?\b")
_LETTERED_YEAR = re.compile(rf"\b{year_pattern(1800)}[a-z]\b")
_UNDATED = re.compile(r"(?<![^\W_])(?:n\.\s?d|o\.\s?J|no date|undated)\b")
_CAPITALISED = re.compile(r"(?<![^\W_])[^\W\d_a-z]\w+(?P<set_off>(?=\s*(?:[,:(]|\d|[^\W\d_a-z])))?")
_NO_NAMES = frozenset(
    "see cf vgl siehe also but page pages pp pg pgs seite seiten pdf the in on at id ibid ibidem ebd ebenda idem para"
    " table figure section chapter emphasis italics translation note quoted cited".split()
) | {month.lower() for month in MONTHS}
_BEHIND_AUTHORS = frozenset("al others u a d".split())
"""The last words of "et al.", "and others", "u. a." and "n.d."."""
_LETTERS_ONLY = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class _Name:
    doc_id: str
    shown: str
    title: tuple[str, ...]
    families: tuple[str, ...]
    publisher: tuple[str, ...]
    year: str
    file: str
    stem: str
    key: str


class SourceNames:
    """The names of the documents of an index."""

    def __init__(self, summaries: Sequence[DocumentSummary], keys: Mapping[str, str] | None = None) -> None:
        """Index the documents; `keys` are their citation keys, by document id."""
        self._names = [_name_of(summary, (keys or {}).get(summary.doc_id)) for summary in summaries]
        self.authors = AuthorNames(summaries)

    def named(self, note: str, references: ReferenceList = NO_REFERENCES) -> frozenset[str]:
        """Return the ids of the documents that match a note best; none below the least score.

        :param references: the list of references, which says which work "2016a" is.
        """
        words = name_words(note)
        keys = {key.lower() for key in _KEY.findall(note)}
        scores = {name.doc_id: _score(name, note.lower(), words, keys) for name in self._names}
        best = max(scores.values(), default=0.0)
        if best < ENOUGH:
            lowered = re.sub(SUBDIVISION, " ", note.lower(), flags=re.IGNORECASE)
            stems = frozenset(name.doc_id for name in self._names if _has_stem(name, lowered))
            return stems or self.authors.cited(note, references) or frozenset()
        found = frozenset(doc_id for doc_id, score in scores.items() if score == best)
        return self._listed(found, note, references)

    def titles(self, doc_ids: Collection[str]) -> tuple[str, ...]:
        """Return the different titles of documents, in the order of the index."""
        return tuple(dict.fromkeys(name.shown for name in self._names if name.doc_id in doc_ids))

    def ends_with_name(self, lead: str, doc_ids: Collection[str]) -> bool:
        """Return whether the last word of a text is of the author, title, publisher or file of a document."""
        last = next(reversed(name_words(lead)), "")
        return any(
            last in {*name.title, *name.families, *name.publisher, *name_words(name.file), *_BEHIND_AUTHORS}
            for name in self._names
            if name.doc_id in doc_ids
        )

    def _listed(self, found: frozenset[str], note: str, references: ReferenceList) -> frozenset[str]:
        """Return those documents that the list of references has with the lettered years of a note, such as "2016a"."""
        years = set(_LETTERED_YEAR.findall(note))
        if not years:
            return found
        names = [name for name in self._names if name.doc_id in found]
        leads = {word for name in names for word in (*name.families, *name.publisher)}
        entries = [words for text, words in references.entries if years & set(_LETTERED_YEAR.findall(text))]
        entries = [entry for entry in entries if leads & set(entry)]
        if not entries:
            return found
        listed: set[str] = set()
        for entry in entries:
            scores = {name.doc_id: title_score(name.title, entry) for name in names}
            best = max(scores.values())
            listed |= {doc_id for doc_id, score in scores.items() if score == best > 0}
        return frozenset(listed)

    def is_title(self, quotation: str) -> bool:
        """Return whether a quotation is the title of a document, or its beginning."""
        words = name_words(quotation)
        titles = [name.title for name in self._names]
        return words in titles or (len(words) > RUN and any(words == title[: len(words)] for title in titles))


def is_ibid(note: str) -> bool:
    """Return whether a note refers to the source of the note before it."""
    return bool(_IBID.search(note))


def names_source(note: str) -> bool:
    """Return whether a note names any source, in the index or not."""
    return bool(_KEY.search(note) or _YEAR.search(note))


def has_lettered_year(note: str) -> bool:
    """Return whether a note has a year with a letter, such as "2016a"."""
    return bool(_LETTERED_YEAR.search(note))


def has_name(note: str) -> bool:
    """Return whether a note has a word that may be the name of an author or a work, or a citation key.

    The capital that begins a note counts only before a comma, a colon, a bracket, a number or another capital.
    """
    if _KEY.search(note):
        return True
    start = len(note) - len(note.lstrip(" ([\n"))
    return any(
        match[0].lower() not in _NO_NAMES and (match.start() > start or match["set_off"] is not None)
        for match in _CAPITALISED.finditer(note)
    )


def _name_of(summary: DocumentSummary, key: str | None) -> _Name:
    item = summary.item
    year = item_year(item)
    publisher = item_text(item, "publisher") or ""
    return _Name(
        summary.doc_id,
        summary.title,
        name_words(summary.title),
        tuple(words[-1] if words else "" for words in map(name_words, item_authors(item))),
        name_words(publisher),
        str(year) if year else "",
        PurePosixPath(summary.doc_id).name.lower(),
        PurePosixPath(summary.doc_id).stem.lower(),
        (key or str(item.get("id") or "")).lower(),
    )


def _score(name: _Name, note: str, words: tuple[str, ...], keys: set[str]) -> float:
    score = title_score(name.title, words)
    is_dated = name.year in words if name.year else bool(_UNDATED.search(note))
    # "Núñez García" is "Núñez-García".
    joined = {*words, *(first + second for first, second in pairwise(words))} if any(name.families) else set(words)
    authors = [family for family in name.families if family and family in joined]
    publisher = bool(name.publisher) and has_run(words, name.publisher)
    score += 1.5 * bool(authors) + 0.25 * len(authors[1:]) + publisher + is_dated
    if name.file in note and re.search(rf"(?<![\w-]){re.escape(name.file)}(?![\w-])", note):
        score += 4
    if name.key and name.key in keys:
        score += 5
    elif any(_is_key(key, name) for key in keys):
        score += 4
    return score


def _has_stem(name: _Name, note: str) -> bool:
    """Return whether a note has a file name without its ending; an ordinary word must stand alone between commas."""
    if len(name.stem) <= RUN or name.stem not in note:
        return False
    stem = re.escape(name.stem)
    if _LETTERS_ONLY.fullmatch(name.stem):
        return bool(re.search(rf"(?:\A|[,;:(\[—–])\s*{stem}\s*(?:[,;:)\].]|\Z)", note))
    return bool(re.search(rf"(?<![\w-]){stem}(?![\w-])", note))


def _is_key(key: str, name: _Name) -> bool:
    """Return whether a key such as "rosen2016" or "rosen_2016b" may mean the document."""
    match = re.fullmatch(rf"([^\W\d_]+)(?:[^\W\d]|[_:-])*?({year_pattern(1800)})[a-z]?\b.*", key)
    if key == name.stem:
        return True
    if not match or match[2] != name.year:
        return False
    others = [word for word in (*name.publisher[:1], *name.title[:2]) if word not in STOP_WORDS]
    return plain(match[1]) in {*name.families, *others, "".join(name.families[:1])}
