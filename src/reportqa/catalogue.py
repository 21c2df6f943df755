"""The documents of one generation, and citations of ranges in them; needs no model."""

from collections.abc import Sequence
from functools import cache, lru_cache

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
from reportqa.library import Library
from reportqa.settings import Settings
from reportqa.shelf import Shelf
from reportqa.works import Quotation, Work, assign_keys

_DOCUMENTS_KEPT = 32


class Catalogue:
    """The documents of an index. Those read last are kept in memory."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.document = lru_cache(maxsize=_DOCUMENTS_KEPT)(library.document)
        self.works = cache(self._read_works)

    @classmethod
    def open(cls, settings: Settings) -> "Catalogue":
        """Open the documents of the current generation.

        :raises IndexUnavailable: when there is no index or it is broken.
        """
        generation = generations.current(settings.index_dir)
        generations.checked_manifest(settings.index_dir, generation)
        return cls(Library.open(generations.folder(settings.index_dir, generation)))

    def documents(self, filters: Filters = EVERYTHING) -> list[DocumentSummary]:
        """Give a summary of each document that fits, by document id.

        :raises DocumentNotFound: for an id in the filters that is not in the index.
        :raises NoDocumentFits: when the filters leave no document.
        """
        summaries = self._library.summaries()
        wanted = Shelf(summaries).select(filters)
        return [summary for summary in summaries if summary.doc_id in wanted]

    def _read_works(self) -> dict[str, Work]:
        """Give each document as a bibliography has it, by document id."""
        summaries = self._library.summaries()
        keys = assign_keys(
            ((summary.doc_id, summary.sha256, summary.item) for summary in summaries),
            {doc_id: key for doc_id, (_, key) in self._library.keys().items()},
        )
        return {summary.doc_id: Work.of(keys[summary.doc_id], summary.item) for summary in summaries}

    def quotation(self, doc_id: str, start: int, end: int, sha256: str | None = None) -> Quotation:
        """Cite a range of a document as `cite` does, with the work that it is from.

        :raises DocumentNotFound: when there is none of that id.
        :raises InputError: when the range cannot be cited.
        """
        return Quotation(self.cite(doc_id, start, end, sha256), self.works()[doc_id])

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
        document: Document = self.document(doc_id)
        return document.text[start:end]
