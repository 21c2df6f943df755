"""Lists of documents and citations that notebooks show as tables."""

from reportqa.answer import Citation
from reportqa.document import DocumentSummary
from reportqa.html_display import citations_html, documents_html
from reportqa.text import counted


class DocumentList(tuple[DocumentSummary, ...]):
    """Summaries of documents, sorted by id."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{counted(len(self), 'document')}>"

    def _repr_html_(self) -> str:
        return documents_html(document.to_dict() for document in self)


class CitationList(tuple[Citation, ...]):
    """Citations, best first."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{counted(len(self), 'citation')}>"

    def _repr_html_(self) -> str:
        return citations_html(citation.to_dict() for citation in self)
