"""The documents of one generation, and citations of ranges in them; needs no model."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from reportqa import generations
from reportqa.datatypes import (
    Citation,
    DocumentSummary,
    Outline,
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

_DOCUMENTS_KEPT = 32
_OUTLINES_KEPT = 256


class Catalogue:
    """The documents of an index. Those read last are kept in memory."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.document = lru_cache(maxsize=_DOCUMENTS_KEPT)(library.document)
        self._outlines: dict[str, Outline] = {}

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

    def outline(self, doc_id: str) -> Outline:
        """Give what a citation says of a document.

        :raises DocumentNotFound: when there is none of that id.
        """
        return self._outlines.get(doc_id) or self.prepare([doc_id])[doc_id]

    def prepare(self, doc_ids: Iterable[str]) -> dict[str, Outline]:
        """Read at once what citations will say of these documents.

        :raises DocumentNotFound: when there is none of one of the ids.
        """
        wanted = dict.fromkeys(doc_ids)
        kept = self._outlines
        if missing := [doc_id for doc_id in wanted if doc_id not in kept]:
            if len(kept) + len(missing) > _OUTLINES_KEPT:
                kept = {doc_id: outline for doc_id, outline in kept.items() if doc_id in wanted}
            # A new one each time: another thread may look into the one before.
            self._outlines = kept = kept | {outline.doc_id: outline for outline in self._library.outlines(missing)}
        return kept

    def cite(self, doc_id: str, start: int, end: int, sha256: str | None = None) -> Citation:
        """Cite a range of a document; `sha256`, when given, must be the document's.

        :raises DocumentNotFound: when there is none of that id.
        :raises InputError: when the range lies outside the text, is blank, or the document has changed.
        """
        outline = self.outline(doc_id)
        if sha256 is not None and sha256 != outline.sha256:
            raise InputError(
                f'"{doc_id}" has changed since the link was made; its words may have moved. Ask again for a new link.'
            )
        if not 0 <= start < end <= outline.length:
            raise InputError(
                f'{start}-{end} is not a range of "{doc_id}", whose text has {outline.length:,} characters.'
            )
        if not self.text(doc_id, start, end).strip():
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
        quote: str | None = None,
    ) -> Citation:
        """Give the citation of a range that is known to be one.

        `duplicates` say the same elsewhere, `key` is the sentence of it that answers best, `quote` its text if that is
        at hand.
        """
        outline = self.outline(doc_id)
        return Citation(
            number=number,
            doc_id=doc_id,
            title=outline.title,
            authors=item_authors(outline.item),
            publisher=item_text(outline.item, "publisher"),
            year=item_year(outline.item),
            url=item_text(outline.item, "URL"),
            pages=outline.pages_of(start, end),
            section=outline.section_path(start),
            start=start,
            end=end,
            quote=self.text(doc_id, start, end) if quote is None else quote,
            score=score,
            document_sha256=outline.sha256,
            also_in=tuple(self._place(passage) for passage in duplicates),
            key=key,
        )

    def _place(self, passage: Passage) -> Place:
        outline = self.outline(passage.doc_id)
        return Place(
            doc_id=passage.doc_id,
            title=outline.title,
            pages=outline.pages_of(passage.start, passage.end),
            start=passage.start,
            end=passage.end,
            link=document_link(passage.doc_id, passage.start, passage.end, outline.sha256),
        )

    def text(self, doc_id: str, start: int, end: int) -> str:
        """Give a range of a document's text."""
        return self._library.range_text(doc_id, start, end)
