"""Structures of documents that answer as a whole: rows of a table, a list, a section, statements about a document."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportqa.answer import Fact, State
from reportqa.answering.library_answer import LibraryAnswer, library_answer
from reportqa.answering.list_answers import find_list_answer
from reportqa.answering.lists import ListAnswer
from reportqa.answering.reader import Evidence
from reportqa.answering.table_answers import TableAnswer, find_table_answer
from reportqa.document import Sentence
from reportqa.index import Catalogue, Filters
from reportqa.search import Question, Searcher

MAX_GAP = 300
"""Characters between two items that are cited together; rows far apart in a table are cited each by itself."""


@dataclass(frozen=True, slots=True)
class StructurePiece:
    """Items of a document on one page, in order, and those of them that are quoted."""

    doc_id: str
    items: tuple[Sentence, ...]
    quoted: frozenset[Sentence]

    @property
    def start(self) -> int:
        return self.items[0].start

    @property
    def end(self) -> int:
        return self.items[-1].end

    def overlaps(self, doc_id: str, start: int, end: int) -> bool:
        """Return whether a range of a document has text of this piece."""
        return doc_id == self.doc_id and start < self.end and self.start < end


@dataclass(frozen=True, slots=True)
class Structure:
    """The pieces of a structure, the best first; `certain`: it is what the question asks for, by name.

    A fact that no text states has no piece. Without facts and pieces the notes say what is not known of the documents.
    """

    pieces: tuple[StructurePiece, ...]
    certain: bool
    notes: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


def find_structure(
    question: Question,
    evidence: Sequence[Evidence],
    state: State,
    catalogue: Catalogue,
    searcher: Searcher,
    filters: Filters,
) -> Structure | None:
    """Return the structure that answers a question, None when passages do.

    :param state: what the passages are
    :param filters: the documents that a question about documents is about
    """
    doc_ids = searcher.facets.select(filters)
    if known := library_answer(question, catalogue, searcher.retriever.named_documents, doc_ids):
        return _of_facts(known)
    if len(question.parts) > 1:
        return None
    first = evidence[0]
    if table := find_table_answer(first, catalogue, searcher.vocabulary):
        return _of_table(table, catalogue)
    if len(evidence) > 1:
        return None
    found = find_list_answer(first, state, catalogue, searcher.vocabulary)
    return _of_list(found, first, catalogue) if found else None


def _of_facts(known: LibraryAnswer) -> Structure:
    places = dict.fromkeys(
        (fact.stated_in, fact.start, fact.end)
        for fact in known.facts
        if fact.stated_in is not None and fact.start is not None and fact.end is not None
    )
    pieces = tuple(
        StructurePiece(doc_id, (place := Sentence(start, end),), frozenset([place])) for doc_id, start, end in places
    )  # fmt: skip
    return Structure(pieces, bool(known.facts) and not known.unknown, known.unknown, known.facts)


def _of_table(table: TableAnswer, catalogue: Catalogue) -> Structure:
    """Return the rows with answering cells, before what is above them."""
    answering = frozenset(
        item for item in table.items if any(item.start <= cell.start < item.end for cell in table.cells)
    )
    pieces = _pieces(table.doc_id, table.items, answering or frozenset(table.items), catalogue)
    return Structure(tuple(sorted(pieces, key=lambda piece: not piece.quoted)), table.certain, (table.reason,))


def _of_list(found: ListAnswer, evidence: Evidence, catalogue: Catalogue) -> Structure:
    """Return the items of a list, all quoted, or the sentences of a section, of which the nearest are quoted."""
    nearest = {one.sentence for one in evidence.reading.sentences if one.hit.passage.doc_id == found.doc_id}
    text = catalogue.text(found.doc_id, found.items[0].start, found.items[-1].end)
    is_prose = "\n" not in text
    quoted = frozenset(item for item in found.items if item in nearest) if is_prose else frozenset()
    pieces = _pieces(found.doc_id, found.items, quoted or frozenset(found.items), catalogue)
    return Structure(tuple(pieces), found.certain, ("The section goes on after this.",) if found.more else ())


def _pieces(
    doc_id: str, items: Iterable[Sentence], quoted: frozenset[Sentence], catalogue: Catalogue
) -> list[StructurePiece]:  # fmt: skip
    """Return items in pieces of one page each, without long gaps."""
    outline = catalogue.outline(doc_id)
    runs: list[list[Sentence]] = []
    for item in items:
        page = outline.pages_of(item.start, item.end)[:1]
        last = runs[-1][-1] if runs else None
        if last and item.start - last.end <= MAX_GAP and outline.pages_of(last.start, last.end)[:1] == page:
            runs[-1].append(item)
        else:
            runs.append([item])
    return [StructurePiece(doc_id, tuple(run), quoted.intersection(run)) for run in runs]
