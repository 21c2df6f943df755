"""A LangChain retriever over a corpus (extra `reportqa[langchain]`)."""

from typing import Any

from reportqa.answer import Citation
from reportqa.corpus import Corpus
from reportqa.settings import DEFAULT_K

try:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever
    from pydantic import Field
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        'The retriever needs the package langchain-core. Install it with pip install "reportqa[langchain]".'
    ) from error


class ReportQARetriever(BaseRetriever):
    """A retriever of the best `k` passages of a corpus, best first; `filters` are those of `Corpus.search`.

    The text of each document is the passage word for word; its id is the place, and its metadata the citation. Errors
    are those of `Corpus.search`.
    """

    corpus: Corpus
    k: int = DEFAULT_K
    filters: dict[str, Any] = Field(default_factory=dict)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        del run_manager  # There is no progress to report.
        return [_document(citation) for citation in self.corpus.search(query, k=self.k, **self.filters)]


def _document(citation: Citation) -> Document:
    metadata: dict[str, Any] = citation.to_dict()
    return Document(page_content=metadata.pop("quote"), id=citation.place, metadata=metadata)
