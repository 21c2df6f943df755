"""Example questions for a corpus without any of its own, made from the headings of its documents."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import chain, islice, zip_longest

from reportqa.document import Document
from reportqa.text import STOP_WORDS, terms

EXAMPLES = 3
_TRIED = 9
"""Questions that are shown, and those that are made, some of which may have no answer."""
MAX_READ = 6
"""Documents that are read for them, those with most passages first."""

_MAX_SECTIONS = 300
"""Sections of a document that are looked at."""
_MIN_SECTION = 250
_MAX_SECTION = 4000
"""Characters of a section that has something to say on its heading, and that are read of it."""
_MAX_WORDS = 8
_MIN_QUESTION = 5
"""Words of a heading that is a question of its own; a shorter one needs its document to be understood."""
_MIN_REPEATS = 3
"""How often a section has the only word of its heading."""
_ENOUGH_WORDS = 3
"""Words of a heading, in its section too, beyond which more of them make it no better."""
_ABBREVIATION = 4
"""Letters of a word in capitals that may be an abbreviation."""
_NUMBERING = re.compile(r"^(?:\d+[.)]?)+\s+")
_WORD = r"[^\W\d_][\w’'-]*"
_PHRASE = re.compile(rf"{_WORD}(?:,? {_WORD})*")
_CLAUSE = re.compile(
    r"(?:what|why|how|who|when|where)\b(?! (?:to|is|are|was|were|do|does|did|can|should|will)\b)", re.I
)
"""The beginning of a heading that can follow "about" as it is: "Why practices collaborate"."""
_QUESTION = re.compile(r"(?:what|which|who|when|where|why|how|is|are|was|were|do|does|did|can|should|will)\b.+\?", re.I)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|do|does|did|can|could|should|will|would|must|may|has|have|had|not|you|your|we|our|us|i|my|it"
    r"|its|this|that|these|those|they|their)\b",
    re.I,
)
"""Words of a heading that is no subject, or that refers to something outside it."""
_REFERS = re.compile(r"\b(?:you|your|we|our|us|i|my|it|its|this|that|these|those|they|their|them)\b", re.I)
_GENERIC = frozenset(
    "about abstract acknowledgements address aims annex appendix author authors background chapter conclusion"
    " conclusions contact contents definitions disclaimer discussion editors exhibit figure figures findings"
    " foreword form glossary introduction item key limitations method methodology methods notes objectives"
    " overview part points preface purpose recommendations reference references report results section"
    " signature signatures statements study summary table tables terms".split()
)
"""Words of headings that name a part of any report."""


def example_questions(documents: Iterable[Document]) -> tuple[str, ...]:
    """Return questions to try, from different documents first; none for documents in other languages than English."""
    found = [_questions(one) for one in documents if one.language in {None, "en"}]
    in_turn = (question for question in chain.from_iterable(zip_longest(*found)) if question)
    return tuple(dict.fromkeys(in_turn))[:_TRIED]


def _questions(document: Document) -> list[str]:
    """Return the questions of a document, those first whose section has most of the heading's words."""
    scored: dict[str, tuple[int, int]] = {}
    known = frozenset(re.findall(_WORD, document.text))
    names = set(terms(document.title))
    for heading, text in islice(_sections(document), _MAX_SECTIONS):
        short = " ".join(_NUMBERING.sub("", heading).split())
        words = {term for term in terms(short) if term not in STOP_WORDS}
        counts = Counter(terms(text))
        hits = [counts[word] for word in words if counts[word]]
        is_covered = len(hits) > 1 if len(words) > 1 else sum(hits) >= _MIN_REPEATS
        if len(text) < _MIN_SECTION or words <= names or 2 * len(hits) <= len(words) or not is_covered:
            continue
        if question := _question(short, document.text, known):
            scored[question] = min(len(hits), _ENOUGH_WORDS), sum(hits)
    return sorted(scored, key=scored.__getitem__, reverse=True)


def _sections(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the heading and the text of each section, without the heading."""
    ends = [*(one.start for one in document.sections[1:]), len(document.text)]
    for section, end in zip(document.sections, ends, strict=False):
        text = document.text[section.start : min(end, section.start + _MAX_SECTION)]
        yield section.heading, text.strip().removeprefix(section.heading)


def _question(heading: str, text: str, known: Collection[str]) -> str | None:
    """Return the question that a heading is, or that asks about what it names; None if it does neither."""
    words = heading.split()
    if len(words) > _MAX_WORDS or _REFERS.search(heading):
        return None
    if _QUESTION.fullmatch(heading):
        return heading if len(words) >= _MIN_QUESTION else None
    is_subject = _CLAUSE.match(heading) if len(words) > 2 else None
    if not _PHRASE.fullmatch(heading) or _GENERIC & set(heading.casefold().replace(",", "").split()):
        return None
    if not is_subject and (_FINITE.search(heading) or _QUESTION.fullmatch(f"{heading} ?")):
        return None
    if len(words) == 1 or not re.search(rf"(?<=[a-z,] ){re.escape(heading)}\b", text):
        heading = " ".join(_cased(word, known) for word in words)
    return f"What do the documents say about {heading}?"


def _cased(word: str, known: Collection[str]) -> str:
    """Return a word of a heading in lower case if the text has it so, or it is written in capitals throughout."""
    small = word.lower()
    is_common = small in STOP_WORDS or small.rstrip(",") in known
    return small if is_common or (word.isupper() and len(word) > _ABBREVIATION) else word
