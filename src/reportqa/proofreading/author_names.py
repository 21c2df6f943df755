"""Works cited by author alone, or by author and a short title, as in MLA: "(Rosen 31)", "(Rosen, Staff 31)"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportqa.document import DocumentSummary
from reportqa.proofreading.name_words import has_run, name_words, title_score
from reportqa.proofreading.note_numbers import SUBDIVISION
from reportqa.proofreading.page_references import find_locators, find_named_page
from reportqa.proofreading.reference_list import NO_REFERENCES, ReferenceList

_MOST_WORDS = 14
"""Length of a citation of this form, without its page."""
_LEAD = re.compile(
    r"[\s(\[—–―-]*(?:(?:but )?(?:see|cf|vgl|siehe)\b\.?(?: also| auch)?)?(?P<names>.*?)[\s.,;:)\]]*\Z", re.IGNORECASE
)
_PART = re.compile(rf"[,;]?\s*(?:{SUBDIVISION}|\bsection\s*[“‘\"'].*)[\s.)\]]*\Z", re.IGNORECASE)
_CITED_ABOVE = re.compile(
    r"[,;]?\s*\b(?:(?:op|loc)\.? ?cit\.?|a\. ?a\. ?O\.?|supra|(?:cited )?above)(?![^\W_])", re.IGNORECASE
)
_JOINING = frozenset(name_words("et al u a and und others the of für for"))
_CAPITALISED = re.compile(r"(?<![^\W_])[^\W\d_a-z][\w’'-]+")
_POSSESSIVE = re.compile(r"['’]s(?![^\W_])")


@dataclass(frozen=True, slots=True)
class _Author:
    """The words by which an author may be cited: all the `needed` ones, and others of the full name."""

    needed: frozenset[str]
    full: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Work:
    doc_id: str
    title: tuple[str, ...]
    authors: tuple[_Author, ...]


class AuthorNames:
    """The authors and titles of the documents of an index."""

    def __init__(self, summaries: Sequence[DocumentSummary]) -> None:
        self._works = [
            _Work(one.doc_id, name_words(one.title), tuple(_authors(one.item.get("author") or one.item.get("editor"))))
            for one in summaries
        ]

    def cited(self, note: str, references: ReferenceList = NO_REFERENCES) -> frozenset[str] | None:
        """Return the documents that a note names by author or title alone; None if it has any other words.

        The set is empty for a work that only the list of references has.
        """
        lead = _lead(note)
        words = tuple(word for word in name_words(lead) if word not in _JOINING)
        if not words or len(words) > _MOST_WORDS or not any(len(word) > 1 for word in words):
            return None
        if entries := references.named(words):
            return frozenset(work.doc_id for work in self._works for entry in entries if _is_listed(work, entry))
        found = {work.doc_id for work in self._works if work.authors and _fits(work, words)}
        if not found and note.lstrip()[:1] in "([":
            found = {work.doc_id for work in self._works if not work.authors and work.title[: len(words)] == words}
        return frozenset(found) or None

    def mentioned(self, text: str) -> frozenset[str]:
        """Return the documents one of whose authors a sentence names with a capital: "As Rosen says"."""
        names = " ".join(_CAPITALISED.findall(text))
        words = {*name_words(names), *name_words(_POSSESSIVE.sub("", names))}
        return frozenset(
            work.doc_id for work in self._works if any(author.needed - _JOINING <= words for author in work.authors)
        )


def _lead(note: str) -> str:
    """Return the text of a note before its page, without brackets, "see", "op. cit.", and a section or table."""
    locators = find_locators(note)
    named = None if locators else find_named_page(note)
    end = locators[0].start if locators else named.start if named else len(note)
    match = _LEAD.match(_CITED_ABOVE.sub("", _PART.sub("", " ".join(note[:end].split()))))
    return match["names"] if match else ""


def _authors(names: object) -> list[_Author]:
    found = []
    for name in names if isinstance(names, list) else []:
        if isinstance(name, Mapping) and name.get("family"):
            family = name_words(str(name["family"]))
            found.append(_Author(frozenset(family), frozenset(name_words(" ".join(map(str, _parts(name)))))))
        else:
            words = name_words(str(name.get("literal") or "" if isinstance(name, Mapping) else name))
            found.append(_Author(frozenset(words) - _JOINING, frozenset(words)))
    return [author for author in found if author.needed]


def _parts(name: Mapping[str, Any]) -> list[Any]:
    return [part for key, part in name.items() if key != "suffix" and isinstance(part, str)]


def _fits(work: _Work, words: Sequence[str]) -> bool:
    """Return whether words are the first author of a work, other authors, and words of its title in their order."""
    first = work.authors[0].needed
    if not first.issubset(words):
        return False
    full = {word for author in work.authors for word in author.full}
    allowed = full | {word[0] for word in full}
    count = next((n for n, word in enumerate(words) if word not in allowed), len(words))
    rest = words[count:]
    title = [word for word in work.title if word not in _JOINING]
    return first.issubset(words[:count]) and (not rest or has_run(title, rest))


def _is_listed(work: _Work, entry: Sequence[str]) -> bool:
    """Return whether an entry of the list of references has the title of a work, and its author if that is one word."""
    score = title_score(work.title, entry)
    return score > 1 or (score == 1 and any(author.needed <= set(entry) for author in work.authors))
