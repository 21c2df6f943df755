"""Documents that a question names: by title, author, publisher or kind, "according to the press release"."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reportqa.csl import item_authors
from reportqa.document import DocumentSummary
from reportqa.index import Library, WordIndex
from reportqa.search.document_kinds import DocumentKind, kinds_in, kinds_of
from reportqa.search.document_names import Words, name_words, names_of, placed_terms, title_parts
from reportqa.search.front_matter import FRONT, stated_authors
from reportqa.text import question_terms, terms

IN_BYLINE = 0.9
"""Favour of a document whose author is not in its metadata but in its byline."""
_FRONT_ROWS = 500
"""Passages with a name that are looked at."""

_NAME = r"[A-Z][\w.-]*\w(?: (?:of |for |the |and )*[A-Z][\w.-]*\w)*"
_SAY = (
    "(?:add|advise|argue|ask for|believe|call for|claim|conclude|describe|expect|explain|find|found|mention|note"
    "|propose|recommend|report|say|said|see|show|state|suggest|think|thought|tell|told|view|want|warn|write|wrote)"
)
_TEXT = (
    "(?:advice|analysis|argument|article|assessment|blog|book|briefing|conclusion|finding|guidance|guide|opinion|paper"
    "|piece|position|press release|recommendation|report|review|stud(?:y|ie)|survey|verdict|view)"
)
_AUTHORITY = re.compile(
    rf"\b(?i:according to|(?:view|opinion)s? of) (?i:the )?({_NAME})"
    rf"|\b(?i:do|does|did|has|have|what|which) (?i:the )?({_NAME}) {_SAY}"
    rf"|({_NAME})['’]s? (?:\w+ )?{_TEXT}s?\b|\b(?i:in|from|by|the) (?i:the )?({_NAME}) {_TEXT}s?\b"
    rf"|({_NAME})(?: {_SAY}s?\b| et al\b| and (?:colleagues|others)\b|,? \((?:19|20)\d\d)"
)
"""A name that a question gives as the source of what it asks for."""

_ABOUT = "(?:about|on|of|regarding|concerning)"
_FEW = r"(?:[\w'’]+ ){0,4}?"
_FRAMES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<before>.*?),?\s*\baccording to {_FEW}\0(?:['’]s)?(?: {_TEXT}s?)?(?P<mark>[?.!]*)",
        rf"(?:according to|in) {_FEW}\0(?:['’]s)?(?: {_TEXT}s?)?, (?P<after>.*)",
        rf"what (?:do|does|did|has|have) {_FEW}\0(?: {_TEXT}s?)? {_SAY}s? {_ABOUT} (?P<after>.*)",
        rf"what (?:is|are|was|were) {_FEW}\0['’]?s? {_TEXT}s? {_ABOUT} (?P<after>.*)",
    )
)
"""Questions that say which document is meant, whose mention is a null character."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A range of a question that names documents; `documents` has how well it names each of them, 0 to 1.

    `parts` has the ranges of the documents that only a part of it names: "Acme" of "Acme Energy".
    """

    start: int
    end: int
    documents: Mapping[str, float]
    parts: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def words_of(self, question: str, doc_id: str) -> str:
        """Return the words that name one of the documents."""
        return question[slice(*self.parts.get(doc_id, (self.start, self.end)))]


@dataclass(frozen=True, slots=True)
class Naming:
    """The documents that a question names.

    `favours` has how well each is named, 0 to 1, `named` the terms of the question that only name it.
    """

    mentions: tuple[Mention, ...] = ()
    favours: Mapping[str, float] = field(default_factory=dict)
    named: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def mentioned(self, question: str, doc_id: str) -> set[str]:
        """Return the terms of the question that name a document, even if there are no others."""
        return {
            term
            for mention in self.mentions
            if doc_id in mention.documents
            for term in terms(mention.words_of(question, doc_id))
        }


NOTHING_NAMED = Naming()


class NamedDocuments:
    """The names of all documents of one generation."""

    def __init__(self, summaries: Sequence[DocumentSummary], library: Library, passage_words: WordIndex) -> None:
        self._library = library
        self._passage_words = passage_words
        self._names: dict[Words, dict[str, float]] = defaultdict(dict)
        self._parts: dict[Words, float] = {}
        self._titled: dict[str, set[str]] = defaultdict(set)
        self._family_names: dict[Words, dict[str, float]] = defaultdict(dict)
        self._kinds: dict[str, dict[str, float]] = defaultdict(dict)
        for summary in summaries:
            for term in name_words(summary.title):
                self._titled[term].add(summary.doc_id)
            for words, strength in names_of(summary):
                named = self._names[words]
                named[summary.doc_id] = max(strength, named.get(summary.doc_id, 0.0))
            for words, share in title_parts(summary.title):
                self._parts[words] = max(share, self._parts.get(words, 0.0))
            for author in item_authors(summary.item):
                self._family_names[tuple(terms(author.split()[-1]))][summary.doc_id] = 1.0
            for kind in kinds_of(summary):
                self._kinds[kind][summary.doc_id] = 1.0
        self._longest = max(map(len, self._names), default=0)

    def find(self, question: str) -> Naming:
        """Return the documents that a question names."""
        mentions = _without_overlaps(self._mentions(question))
        if not mentions:
            return NOTHING_NAMED
        favours: dict[str, float] = defaultdict(float)
        named: dict[str, set[str]] = defaultdict(set)
        for mention in mentions:
            for doc_id, strength in mention.documents.items():
                favours[doc_id] += strength / len(mentions)
                named[doc_id].update(terms(mention.words_of(question, doc_id)))
        asked = set(question_terms(question))
        # A question that is nothing but the name asks about what it means.
        only = {doc_id: frozenset(found) for doc_id, found in named.items() if asked - found}
        return Naming(tuple(mentions), dict(favours), only)

    def _mentions(self, question: str) -> Iterator[Mention]:
        content = placed_terms(question)
        for first in range(len(content)):
            for last in range(first + 1, min(first + self._longest, len(content)) + 1):
                (start, _), (_, end) = content[first][0], content[last - 1][0]
                words = tuple(term for _, term in content[first:last])
                is_capital = question[start].isupper() or question[start].isdigit()
                for name in (words, ("".join(words),)):
                    # A single ordinary word is no name, and may be a part of a title by chance.
                    if name in self._names and (is_capital or len(words) > 1):
                        yield Mention(start, end, self._names[name])
                if words in self._parts and is_capital:
                    yield Mention(start, end, self._with_part(words))
        for match in _AUTHORITY.finditer(question):
            start, end = match.span(match.lastindex or 0)
            if documents := self._written_by(question[start:end]):
                yield Mention(start, end, documents)
        for kind, (start, end) in kinds_in(question):
            if documents := self._of_kind(kind):
                yield Mention(start, end, documents)

    def _with_part(self, words: Words) -> Mapping[str, float]:
        """Return the documents whose titles have words that are a part of a title."""
        having = set.intersection(*(self._titled[word] for word in words))
        return dict.fromkeys(having, self._parts[words])

    def _written_by(self, name: str) -> Mapping[str, float]:
        """Return the documents of an author by the family name, or by a byline when no metadata has the name."""
        words = name_words(name)
        if words in self._names or not words:
            return {}
        return self._family_names.get(words) or {
            doc_id: IN_BYLINE for doc_id, front in self.with_front(name) if _is_byline(name, front)
        }

    def _of_kind(self, kind: DocumentKind) -> Mapping[str, float]:
        """Return the documents of a kind, by their metadata or a line at their beginning."""
        known = self._kinds.get(kind.name, {})
        if not kind.label:
            return known
        line = re.compile(rf"^{re.escape(kind.label)}\b.{{0,20}}$", re.IGNORECASE | re.MULTILINE)
        return {doc_id: 1.0 for doc_id, front in self.with_front(kind.label) if line.search(front)} | known

    def passages_with(self, words: str) -> Iterator[tuple[str, int, str]]:
        """Yield the passages with these words: document, start, text."""
        rows = self._passage_words.rows_with(terms(words), _FRONT_ROWS).tolist()
        for passage, text in zip(self._library.passages(rows), self._library.texts(rows), strict=True):
            yield passage.doc_id, passage.start, text

    def with_front(self, words: str) -> list[tuple[str, str]]:
        """Return the documents whose first passages have these words, each with its beginning."""
        rows = self._passage_words.rows_with(terms(words), _FRONT_ROWS).tolist()
        passages = self._library.passages(rows)
        found = dict.fromkeys(passage.doc_id for passage in passages if passage.start < FRONT)
        return list(self._library.beginnings(list(found), FRONT).items())


def without_source(question: str, naming: Naming) -> str:
    """Return a question without the words that say which document is meant, which `naming` has.

    "According to the press release, how many?" is "how many?", "What does Curry say about staff?" is "staff".
    """
    for mention in reversed(naming.mentions):
        before, name, after = question[: mention.start], question[mention.start : mention.end], question[mention.end :]
        for pattern in _FRAMES:
            match = pattern.fullmatch(f"{before}\0{after}")
            if match and question_terms(rest := " ".join(part.strip() for part in match.groups() if part).strip()):
                question = re.sub(r"\s+(?=[?.!]$)", "", rest.replace("\0", name))
                break
    return question


def _is_byline(name: str, front: str) -> bool:
    found = stated_authors(front)
    return found is not None and any(set(terms(name)) <= set(terms(author)) for author in found[0])


def _without_overlaps(mentions: Iterable[Mention]) -> list[Mention]:
    """Return the longest mentions in order.

    A document that is named by a part of a longer mention is named by that share of it.
    """
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda one: (one.start - one.end, one.start)):
        longer = next((one for one in kept if mention.start < one.end and one.start < mention.end), None)
        if longer is None:
            kept.append(mention)
        elif longer.start <= mention.start and mention.end <= longer.end:
            kept[kept.index(longer)] = _with_part(longer, mention)
    return sorted(kept, key=lambda one: one.start)


def _with_part(longer: Mention, part: Mention) -> Mention:
    share = (part.end - part.start) / (longer.end - longer.start)
    documents, parts = dict(longer.documents), dict(longer.parts)
    for doc_id, strength in part.documents.items():
        if share * strength > documents.get(doc_id, 0.0):
            documents[doc_id] = share * strength
            parts[doc_id] = part.start, part.end
    return Mention(longer.start, longer.end, documents, parts)
