"""Documents of one generation and citations of ranges in them; no model needed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from reportqa.answer import Citation, Edition, NearDuplicate
from reportqa.citations import (
    Anchor,
    Record,
    SourcedQuote,
    Standing,
    Verdict,
    Work,
    assign_keys,
    cite_rows,
    find_elsewhere,
    verify,
)
from reportqa.csl import item_authors, item_editors, item_status, item_text, item_year, unchecked_fields
from reportqa.deadline import check_deadline
from reportqa.document import Document, DocumentSummary, Outline, Passage, Sentence
from reportqa.errors import DocumentNotFound, InputError
from reportqa.index.collection_store import Collections
from reportqa.index.facets import Facets
from reportqa.index.filters import EVERYTHING, Filters
from reportqa.index.lexical import WordIndex
from reportqa.index.library import Library
from reportqa.index.passage_store import Generation, Guard, open_generation
from reportqa.permalinks import CONTEXT, DIGITS
from reportqa.settings import Settings
from reportqa.text import terms
from reportqa.word_boxes import WordBox

_DOCUMENTS_KEPT = 32
_PAGES_KEPT = 16
"""Pages of which the word boxes are kept in memory."""
_OUTLINES_KEPT = 256
_CANDIDATES = 20
"""Passages searched for words that their own document no longer has."""


class Catalogue:
    """Documents of an index, with a cache of the last ones read."""

    def __init__(
        self, library: Library, guard: Guard, words: WordIndex | None = None,
        collections: Collections | None = None, *, strict: bool = False,
    ) -> None:  # fmt: skip
        """Without `words`, withdrawn quotations are not searched for in other documents.

        :param collections: those that filters may name
        :param strict: leave out of references what only the metadata of a file say about author and date
        """
        self._strict = strict
        self._library = library
        self._words = words
        self._collections = collections
        self._guard = guard
        self._document = lru_cache(maxsize=_DOCUMENTS_KEPT)(library.document)
        self._word_boxes = lru_cache(maxsize=_PAGES_KEPT)(library.word_boxes)
        self._outlines: dict[str, Outline] = {}
        self._works: dict[str, Work] | None = None

    @classmethod
    def open(cls, settings: Settings) -> "Catalogue":
        """Open the documents of the current generation.

        :raises IndexUnavailable: when there is no index or it is broken.
        """
        return cls.of(open_generation(settings.index_dir), settings)

    @classmethod
    def of(cls, generation: Generation, settings: Settings) -> "Catalogue":
        """Return the documents of an open generation."""
        store = generation.store
        return cls(
            store.library, generation.guard, store.passage_words, store.collections, strict=settings.strict_references
        )

    def documents(self, filters: Filters = EVERYTHING) -> list[DocumentSummary]:
        """Return a summary of each document that matches the filters, sorted by id.

        :raises DocumentNotFound: for an id in the filters that is not in the index.
        :raises NoDocumentFits: when no document matches.
        """
        with self._guard:
            summaries = self._library.summaries()
        wanted = Facets(summaries, self._collections).select(filters)
        return [summary for summary in summaries if summary.doc_id in wanted]

    def facets(self) -> Facets:
        """Return the filterable metadata of all documents."""
        with self._guard:
            return Facets(self._library.summaries(), self._collections)

    def summary(self, doc_id: str) -> DocumentSummary:
        """Return the summary of a document.

        :raises DocumentNotFound: for an unknown id.
        """
        return self.documents(Filters.of({"document": (doc_id,)}))[0]

    def outline(self, doc_id: str) -> Outline:
        """Return the outline of a document: its metadata, pages and sections.

        :raises DocumentNotFound: for an unknown id.
        """
        return self._outlines.get(doc_id) or self.prepare([doc_id])[doc_id]

    def prepare(self, doc_ids: Iterable[str]) -> dict[str, Outline]:
        """Read the outlines of several documents at once, and return all outlines in memory.

        :raises DocumentNotFound: for an unknown id.
        """
        wanted = dict.fromkeys(doc_ids)
        kept = self._outlines
        if missing := [doc_id for doc_id in wanted if doc_id not in kept]:
            if len(kept) + len(missing) > _OUTLINES_KEPT:
                kept = {doc_id: outline for doc_id, outline in kept.items() if doc_id in wanted}
            # A new dict each time, since another thread may be reading the old one.
            with self._guard:
                found = self._library.outlines(missing)
            self._outlines = kept = kept | {outline.doc_id: outline for outline in found}
        return kept

    def document(self, doc_id: str) -> Document:
        """Return a document with its whole text.

        :raises DocumentNotFound: for an unknown id.
        """
        with self._guard:
            return self._document(doc_id)

    def word_boxes(self, doc_id: str, page: int) -> tuple[WordBox, ...]:
        """Return the words of a page, by its physical number, in the order of the file; none where none were kept.

        :raises DocumentNotFound: for an unknown id.
        """
        with self._guard:
            return self._word_boxes(doc_id, page)

    def works(self) -> dict[str, Work]:
        """Return the bibliographic work of each document, by id."""
        if self._works is None:
            with self._guard:
                summaries, kept = self._library.summaries(), self._library.keys()
            keys = assign_keys(
                ((summary.doc_id, summary.sha256, summary.item) for summary in summaries),
                {doc_id: key for doc_id, (_, key) in kept.items()},
            )
            self._works = {
                summary.doc_id: Work.of(keys[summary.doc_id], self._checked(summary.item, summary.origins))
                for summary in summaries
            }
        return self._works

    def quotation(self, doc_id: str, start: int, end: int, sha256: str | None = None) -> SourcedQuote:
        """Cite a range of a document as `cite` does, with the work that it is from.

        :raises DocumentNotFound: for an unknown id.
        :raises InputError: when the range cannot be cited.
        """
        return self.sourced(self.cite(doc_id, start, end, sha256))

    def sourced(self, citation: Citation) -> SourcedQuote:
        """Return a citation with its work, and its table rows with the column names in brackets."""
        rows = cite_rows(self.document(citation.doc_id), citation.start, citation.end)
        return SourcedQuote(citation, self.works()[citation.doc_id], "" if rows == citation.quote else rows)

    def cite(self, doc_id: str, start: int, end: int, sha256: str | None = None) -> Citation:
        """Cite a range of a document; `sha256` is the expected hash of the document, or its first digits.

        :raises DocumentNotFound: for an unknown id.
        :raises InputError: when the range is outside the text or blank, or the document has changed.
        """
        outline = self.outline(doc_id)
        if sha256 is not None and not outline.sha256.startswith(sha256):
            raise InputError(
                f'"{doc_id}" has changed since the link was made. "reportqa verify LINK" shows where its words are now.'
            )
        if not 0 <= start < end <= outline.length:
            raise InputError(
                f'{start}-{end} is not a range of "{doc_id}", whose text has {outline.length:,} characters.'
            )
        if not self.text(doc_id, start, end).strip():
            raise InputError(f'There is only white space at {start}-{end} of "{doc_id}".')
        return self.citation(doc_id, start, end)

    def citation(
        self,
        doc_id: str,
        start: int,
        end: int,
        *,
        number: int = 1,
        score: float = 1.0,
        key: Sentence | None = None,
        duplicates: Sequence[Passage] = (),
        newest: str | None = None,
    ) -> Citation:
        """Return the citation of a range that is known to be one (see `cite` for any other).

        :param key: the sentence of the range that answers best
        :param duplicates: passages of other documents that say the same
        :param newest: the document with the newest edition of its work
        """
        outline = self.outline(doc_id)
        first = max(start - CONTEXT, 0)
        around = self.text(doc_id, first, min(end + CONTEXT, outline.length))
        item = self._checked(outline.item, outline.origins)
        return Citation(
            number=number,
            doc_id=doc_id,
            title=outline.title,
            authors=item_authors(item),
            editors=item_editors(item),
            publisher=item_text(item, "publisher"),
            year=item_year(item),
            status=item_status(item),
            url=item_text(item, "URL"),
            pages=outline.pages_of(start, end),
            section=outline.section_path(start),
            start=start,
            end=end,
            quote=around[start - first : end - first],
            score=score,
            document_sha256=outline.sha256,
            also_in=tuple(self._near_duplicate(passage) for passage in duplicates),
            superseded_by=self._edition(newest) if newest else None,
            key=key,
            before=around[: start - first],
            after=around[end - first :],
        )

    def _checked(self, item: Mapping[str, Any], origins: Mapping[str, str]) -> Mapping[str, Any]:
        left_out = unchecked_fields(origins) if self._strict else ()
        return {name: value for name, value in item.items() if name not in left_out}

    def verify(self, anchor: Anchor) -> Verdict:
        """Compare a citation with its document in this index, also if that was renamed.

        If the words were withdrawn, the verdict names another document that has them.
        """
        check_deadline()
        named = self._named(anchor.doc_id)
        with self._guard:
            same = self._library.same_file(anchor.sha256) if len(anchor.sha256) >= DIGITS else []
        verdict = verify(anchor, named, [self.document(one) for one in same if named is None or one != named.doc_id])
        if verdict.standing is not Standing.WITHDRAWN or not anchor.quote:
            return verdict
        return replace(verdict, elsewhere=find_elsewhere(anchor, self._with_words(anchor.quote)))

    def _with_words(self, quote: str) -> Iterator[Document]:
        """Yield the documents of the passages that match the words best."""
        if self._words is None:
            return
        wanted = terms(quote)
        with self._guard:
            rows = {*self._words.search(wanted, _CANDIDATES)[0].tolist(), *self._words.rows_with(wanted, _CANDIDATES)}
            found = dict.fromkeys(passage.doc_id for passage in self._library.passages(sorted(map(int, rows))))
        yield from map(self.document, found)

    def _named(self, doc_id: str) -> Document | None:
        """Return the document with that id, or the one with a copy at that path, else None."""
        try:
            return self.document(doc_id)
        except DocumentNotFound:
            with self._guard:
                copied = self._library.copied(doc_id)
            return self.document(copied) if copied else None

    def trace(self, anchor: Anchor) -> tuple[Verdict, Citation | None]:
        """Return the verdict on a citation, and a citation of its current place if it has one."""
        verdict = self.verify(anchor)
        if verdict.doc_id is None:
            return verdict, None
        return verdict, self.citation(verdict.doc_id, verdict.start, verdict.end)

    def record(
        self, doc_id: str, start: int, end: int, sha256: str | None = None, *, taken: date, question: str | None = None
    ) -> Record:
        """Return the permanent record of a citation of a range (see `cite`).

        :raises DocumentNotFound: for an unknown id.
        :raises InputError: when the range cannot be cited.
        """
        citation = self.cite(doc_id, start, end, sha256)
        return Record.of(citation, self.outline(doc_id).item, taken.isoformat(), question)

    def _edition(self, doc_id: str) -> Edition:
        outline = self.outline(doc_id)
        return Edition(doc_id, outline.title, item_year(outline.item))

    def _near_duplicate(self, passage: Passage) -> NearDuplicate:
        citation = self.citation(passage.doc_id, passage.start, passage.end)
        return NearDuplicate(
            doc_id=passage.doc_id,
            title=citation.title,
            pages=citation.pages,
            start=passage.start,
            end=passage.end,
            link=citation.link,
        )

    def text(self, doc_id: str, start: int, end: int) -> str:
        """Return a range of a document's text."""
        with self._guard:
            return self._library.range_text(doc_id, start, end)
