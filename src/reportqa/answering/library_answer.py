"""Answers to questions about the documents themselves: who wrote them, when, how many there are, which there are."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportqa.answer import Fact
from reportqa.answering.library_facts import fact_of, facts_of
from reportqa.answering.library_questions import DocumentsWanted, FactWanted, Field, Order, wanted_from_library
from reportqa.csl import item_authors, item_text, item_year
from reportqa.document import DocumentSummary
from reportqa.index import Catalogue
from reportqa.parsing import read_date
from reportqa.search import DOCUMENT_NOUN, FRONT, NamedDocuments, Question, authors_of_work, main_title
from reportqa.text import counted, fold, listing, question_terms, terms

MAX_FACTS = 40
"""Facts in one answer."""
_MAX_FRONTS = 200
"""Documents whose beginnings are read for one question."""
_NEAR = 0.05
"""Distance of the favours of documents that a name may equally mean."""
_NOUNS: Mapping[Field, str] = {
    "author": "author", "issued": "date of publication", "publisher": "publisher", "pages": "number of pages",
}  # fmt: skip
_GENERIC = re.compile(rf"\b(?:{DOCUMENT_NOUN}|anything|something)\b", re.IGNORECASE)
_BEFORE_TITLES = frozenset(terms("about called concerning entitled regarding titled"))
_NAME = re.compile(r"(?:the )?[A-Z][\w.'’&-]*(?: (?:[A-Z][\w.'’-]*|&|and|de|for|of|the|van|von))*")
_NO_WORK = re.compile(r"(?:to|about|on|for|that|in) ")
"""What "who wrote" asks about other than a work: "who wrote to the mayor"."""


@dataclass(frozen=True, slots=True)
class LibraryAnswer:
    """The facts that a question asks for, and one sentence on each that the library does not know."""

    facts: tuple[Fact, ...]
    unknown: tuple[str, ...] = ()


def library_answer(
    question: Question, catalogue: Catalogue, names: NamedDocuments, doc_ids: Collection[str]
) -> LibraryAnswer | None:
    """Answer a question about the documents of a library: their authors, dates, publishers, pages, or which there are.

    None for a question about anything else, or about a work that is not in the library. An answer without facts says
    what is not known. `doc_ids` are the documents that it may be about.
    """
    wanted = wanted_from_library(question)
    if not wanted:
        return None
    library = _Library(catalogue, names, doc_ids)
    facts: dict[Fact, None] = {}
    unknown: dict[str, None] = {}
    for one in wanted:
        answer = library.facts(one) if isinstance(one, FactWanted) else library.documents(one)
        if answer is None:
            return None
        facts |= dict.fromkeys(answer.facts)
        unknown |= dict.fromkeys(answer.unknown)
    return LibraryAnswer(tuple(facts)[:MAX_FACTS], tuple(unknown))


class _Library:
    """The documents that an answer may be about, as questions name them."""

    def __init__(self, catalogue: Catalogue, names: NamedDocuments, doc_ids: Collection[str]) -> None:
        self._catalogue = catalogue
        self._names = names
        self._summaries = {one.doc_id: one for one in catalogue.documents() if one.doc_id in doc_ids}

    def facts(self, wanted: FactWanted) -> LibraryAnswer | None:
        """Return a field of a work, or of all documents; None if no document is the work."""
        documents = self._work(wanted.work) if wanted.work else list(self._summaries.values())
        if not documents:
            return None
        documents = documents[:_MAX_FRONTS]
        found = [fact for one in documents for fact in self._values(one, wanted.field)]
        if not found and wanted.work:
            found = [fact for one in documents if (fact := self._elsewhere(one, wanted.field))][:1]
        if found:
            return LibraryAnswer(tuple(found))
        named = f"“{documents[0].title}”" if len(documents) == 1 or wanted.work else "these documents"
        return LibraryAnswer((), (f"The {_NOUNS.get(wanted.field, wanted.field)} of {named} is not recorded.",))

    def documents(self, wanted: DocumentsWanted) -> LibraryAnswer | None:
        """Return the documents that match the conditions, or how many; None if a topic or kind is in no metadata."""
        documents = list(self._summaries.values())
        if not _GENERIC.fullmatch(wanted.noun):
            kind = self._names.find(f"the {wanted.noun}").favours
            documents = [one for one in documents if one.doc_id in kind]
        if wanted.topic:
            asked = set(question_terms(_GENERIC.sub(" ", wanted.topic)))
            documents = [one for one in documents if asked and asked <= _about(one)]
        if not documents:
            return None
        made = dict(self._made_by(wanted.name, documents)) if wanted.name else {}
        if wanted.name:
            documents = [one for one in documents if one.doc_id in made]
            if not documents:
                unknown = f"No document here is recorded as by {wanted.name}."
                return LibraryAnswer((), (unknown,)) if _NAME.fullmatch(wanted.name) else None
        if wanted.year:
            documents = [one for one in documents if item_year(one.item) == wanted.year]
            if not documents:
                return LibraryAnswer((), (f"No document here is recorded as of {wanted.year}.",))
        if wanted.order:
            return self._first(documents, wanted.order)
        shown: Field = "issued" if wanted.year and not wanted.name else "title"
        listed = [
            fact
            for one in documents[:_MAX_FRONTS]
            for fact in ([made[one.doc_id]] if one.doc_id in made else self._values(one, shown))
        ]
        if not wanted.counted:
            return LibraryAnswer(tuple(listed))
        total = Fact(None, None, "documents", f"{len(documents):,}", "the index")
        all_of_them = len(documents) == len(self._summaries)
        return LibraryAnswer((total,) if all_of_them else (total, *listed))

    def _first(self, documents: Sequence[DocumentSummary], order: Order) -> LibraryAnswer:
        """Return the date of the newest or the oldest documents, or the pages of the longest or the shortest."""
        field: Field = "issued" if order in {"newest", "oldest"} else "pages"
        found = [fact for one in documents[:_MAX_FRONTS] for fact in self._values(one, field)]
        measured = [(size, fact) for fact in found if (size := _size(fact, field))]
        if not measured:
            return LibraryAnswer((), (f"None of these documents has a {_NOUNS[field]}.",))
        first = (max if order in {"newest", "longest"} else min)(size for size, _ in measured)
        unknown = len(documents) - len(measured)
        without = f"{counted(unknown, 'document')} without a {_NOUNS[field]} could not be compared."
        return LibraryAnswer(tuple(fact for size, fact in measured if size == first), (without,) if unknown else ())

    def _made_by(self, name: str, documents: Sequence[DocumentSummary]) -> Iterator[tuple[str, Fact]]:
        """Yield the ids of the documents of an author or publisher, each with the fact that says so."""
        wanted = set(terms(re.sub(r"^the ", "", name)))
        if not wanted:
            return
        named = {doc_id for doc_id, _ in self._names.with_front(name)}
        for one in documents:
            makers = (*item_authors(one.item), item_text(one.item, "publisher") or "")
            # Without metadata the byline may have the name.
            if one.doc_id in named or any(wanted <= set(terms(maker)) for maker in makers):
                fields: tuple[Field, ...] = ("author", "publisher")
                found = (fact for field in fields for fact in self._values(one, field))
                yield from ((one.doc_id, fact) for fact in found if wanted <= set(terms(fact.value)))

    def _work(self, work: str) -> list[DocumentSummary]:
        """Return the documents that a question calls by these words; all of them must be in the metadata."""
        if _NO_WORK.match(work):
            return []
        naming = self._names.find(work)
        content = set(question_terms(_GENERIC.sub(" ", work))) - _BEFORE_TITLES
        named = {
            doc_id: favour
            for doc_id, favour in naming.favours.items()
            if doc_id in self._summaries and content <= _about(self._summaries[doc_id]) | naming.mentioned(work, doc_id)
        }
        if not named:
            named = {
                doc_id: 1.0
                for doc_id, front in self._names.with_front(work)
                if doc_id in self._summaries and _begins(front, work)
            }
        best = max(named.values(), default=0.0)
        found = [self._summaries[doc_id] for doc_id, favour in named.items() if favour > best - _NEAR]
        # Of works with the same name, the whole one is longer than a page about it.
        return sorted(found, key=lambda one: (-one.characters, one.doc_id))

    def _values(self, one: DocumentSummary, field: Field) -> Iterator[Fact]:
        return facts_of(one, field, self._catalogue.text(one.doc_id, 0, min(FRONT, one.characters)))

    def _elsewhere(self, one: DocumentSummary, field: Field) -> Fact | None:
        """Return what another document says of a work that it names: who wrote it, or a press release when it came."""
        title = main_title(one.title)
        if field not in ("author", "issued") or len(question_terms(title)) < 2:
            return None
        releases = self._names.find("the press release").favours if field == "issued" else {}
        for doc_id, start, text in self._names.passages_with(title):
            if not (other := self._summaries.get(doc_id)):
                continue
            if field == "author" and (found := authors_of_work(title, text)):
                authors, place = found
                place = replace(place, start=start + place.start, end=start + place.end)
                fact = fact_of(one, field, listing(authors), f"a sentence of “{other.title}”", place)
                return replace(fact, stated_in=doc_id)
            if doc_id in releases and doc_id != one.doc_id:
                for fact in self._values(other, field):
                    return replace(fact, origin=f"{fact.origin}: the press release on “{one.title}”")
        return None


def _size(fact: Fact, field: Field) -> tuple[int, ...] | None:
    """Return what documents are compared by: the date, or the number of pages."""
    if field == "issued":
        day = read_date(fact.value)
        return tuple(day) if day else None
    return (int(digits),) if (digits := re.sub(r"\D", "", fact.value.split()[0])) else None


def _about(one: DocumentSummary) -> set[str]:
    """Return the terms of a document's metadata and path."""
    texts = (one.title, *item_authors(one.item), one.doc_id, str(item_year(one.item) or ""))
    more = (item_text(one.item, key) or "" for key in ("publisher", "container-title", "genre", "keyword"))
    return set(terms(" ".join(re.sub(r"[_/.]", " ", text) for text in (*texts, *more))))


def _begins(front: str, work: str) -> bool:
    """Return whether a text begins with the name of a work."""
    plain = [" ".join(re.findall(r"[^\W_]+", fold(text))) for text in (front, work)]
    return f"{plain[0]} ".startswith(f"{plain[1]} ")
