"""The documents of one generation, and citations of ranges in them; needs no model."""

from collections.abc import Sequence
from functools import lru_cache, partial

from reportqa import generations
from reportqa.datatypes import (
    Citation,
    Document,
    DocumentSummary,
    Passage,
    Place,
    Sentence,
    document_link,
    item_authors,
    item_text,
    item_year,
)
from reportqa.errors import InputError
from reportqa.filters import EVERYTHING, Filters
from reportqa.guard import Guard
from reportqa.library import Library
from reportqa.settings import Settings
from reportqa.shelf import Shelf

_DOCUMENTS_KEPT = 32


class Catalogue:
    """The documents of an index. Those read last are kept in memory."""

    def __init__(self, library: Library, guard: Guard) -> None:
        self._library = library
        self._guard = guard
        self._document = lru_cache(maxsize=_DOCUMENTS_KEPT)(library.document)

    @classmethod
    def open(cls, settings: Settings) -> "Catalogue":
        """Open the documents of the current generation.

        :raises IndexUnavailable: when there is no index or it is broken.
        """
        return generations.opened(settings.index_dir, partial(cls._open, settings))

    @classmethod
    def _open(cls, settings: Settings, generation: str) -> "Catalogue":
        generations.checked_manifest(settings.index_dir, generation)
        library = Library.open(generations.folder(settings.index_dir, generation))
        return cls(library, Guard(settings.index_dir, generation))

    def documents(self, filters: Filters = EVERYTHING) -> list[DocumentSummary]:
        """Give a summary of each document that fits, by document id.

        :raises DocumentNotFound: for an id in the filters that is not in the index.
        :raises NoDocumentFits: when the filters leave no document.
        """
        with self._guard.reading():
            summaries = self._library.summaries()
        wanted = Shelf(summaries).select(filters)
        return [summary for summary in summaries if summary.doc_id in wanted]

    def document(self, doc_id: str) -> Document:
        """Give a document with its whole text.

        :raises DocumentNotFound: when there is none of that id.
        """
        with self._guard.reading():
            return self._document(doc_id)

    def cite(self, doc_id: str, start: int, end: int, sha256: str | None = None) -> Citation:
        """Cite a range of a document; `sha256`, when given, must be the document's.

        :raises DocumentNotFound: when there is none of that id.
        :raises InputError: when the range lies outside the text, is blank, or the document has changed.
        """
        document = self.document(doc_id)
        if sha256 is not None and sha256 != document.sha256:
            raise InputError(
                f'"{doc_id}" has changed since the link was made; its words may have moved. Ask again for a new link.'
            )
        if not 0 <= start < end <= len(document.text):
            raise InputError(
                f'{start}-{end} is not a range of "{doc_id}", whose text has {len(document.text):,} characters.'
            )
        if not document.text[start:end].strip():
            raise InputError(f'There is nothing but white space at {start}-{end} of "{doc_id}".')
        return self.citation(1, doc_id, start, end, 1.0)

    def citation(
        self,
        number: int,
        doc_id: str,
        start: int,
        end: int,
        score: float,
        duplicates: Sequence[Passage] = (),
        key: Sentence | None = None,
    ) -> Citation:
        """Give the citation of a range that is known to be one.

        `duplicates` say the same elsewhere, `key` is the sentence of it that answers best.
        """
        document = self.document(doc_id)
        return Citation(
            number=number,
            doc_id=doc_id,
            title=document.title,
            authors=item_authors(document.item),
            publisher=item_text(document.item, "publisher"),
            year=item_year(document.item),
            url=item_text(document.item, "URL"),
            pages=document.pages_of(start, end),
            section=document.section_path(start),
            start=start,
            end=end,
            quote=document.text[start:end],
            score=score,
            document_sha256=document.sha256,
            also_in=tuple(self._place(passage) for passage in duplicates),
            key=key,
        )

    def _place(self, passage: Passage) -> Place:
        document = self.document(passage.doc_id)
        return Place(
            doc_id=passage.doc_id,
            title=document.title,
            pages=document.pages_of(passage.start, passage.end),
            start=passage.start,
            end=passage.end,
            link=document_link(passage.doc_id, passage.start, passage.end, document.sha256),
        )

    def text(self, doc_id: str, start: int, end: int) -> str:
        """Give a range of a document's text."""
        return self.document(doc_id).text[start:end]
