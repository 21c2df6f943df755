"""An index as one object for programs: ask, search, cite, brief, verify."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, Unpack

from reportqa.answer import Answer, Citation
from reportqa.answering import CurrentIndex, DocumentAnswer, Engine, answer_each
from reportqa.citations import Record, read_link
from reportqa.corpus.checks import Checker, CheckResult
from reportqa.corpus.citing import WrittenBriefing, cite_places, write_briefing
from reportqa.corpus.filter_options import FilterOptions, filters_of
from reportqa.corpus.lists import CitationList, DocumentList
from reportqa.document import Document
from reportqa.errors import InputError
from reportqa.llm import LanguageModel
from reportqa.settings import DEFAULT_K, Settings
from reportqa.writing import KeptReplies, Summariser, WrittenParagraph, write_paragraph


class Corpus:
    """The documents of an index; `reportqa.open` opens it. Safe to use from several threads.

    After a build, the next call reads the new generation of the index; the model is loaded once. A place is a permanent
    link, DOCUMENT#START-END as answers print it, or a Citation.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._index = CurrentIndex(settings, patience_seconds=None)
        self._checker: tuple[str, Checker] | None = None
        self._is_closed = False

    def __repr__(self) -> str:
        return f"<Corpus {self._settings.index_dir}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the files of the index; any later call raises InputError."""
        if not self._is_closed:
            self._is_closed = True
            self._checker = None
            self._index.close()

    @property
    def generation(self) -> str:
        """The id of the generation of the index that the next call reads."""
        return self._engine().generation

    def ask(self, question: str, *, k: int = DEFAULT_K, llm: bool = True, **filters: Unpack[FilterOptions]) -> Answer:
        """Answer a question, with k passages shown, from documents that match the filters.

        "Nothing in the documents answers this" is an Answer too: its state is `State.NOTHING`.

        :param k: number of passages shown, 1 to 50; it changes nothing else, and those of the answer itself all count
        :param llm: whether the language model of the environment, if any, reads the passages
        :raises InputError: for an empty question, one of more than 2,000 characters, or an invalid k or filter.
        :raises DocumentNotFound: for a document in the filters that is not in the index.
        :raises NoDocumentFits: when the filters leave no document.
        :raises IndexUnavailable: when there is no index or it is broken.
        """
        return self._engine().ask(question, k=k, filters=filters_of(filters), llm=llm)

    def each(self, question: str, *, llm: bool = False, **filters: Unpack[FilterOptions]) -> Iterator[DocumentAnswer]:
        """Yield what each document that matches the filters says about a question, by id; stop at any time.

        :param llm: whether the language model of the environment, if any, reads each document
        :raises ReportQAError: as `ask` does.
        """
        return answer_each(self._engine(), question, filters_of(filters), llm=llm)

    def write(
        self, question: str, *, k: int = DEFAULT_K, llm: bool = True, **filters: Unpack[FilterOptions]
    ) -> WrittenParagraph:
        """Have the language model of the environment write a paragraph from the passages of the answer to a question.

        Each sentence is checked; what the sentences that it cites do not say is struck out.

        :raises InputError: as `ask` does, and without a language model.
        :raises LanguageModelError: when the model fails or a budget does not suffice.
        """
        model = self._language_model()
        answer = self.ask(question, k=k, llm=llm, **filters)
        return write_paragraph(answer.asked, answer.citations if answer.answerable else (), model.for_question())

    def summarise(self, doc_id: str) -> Summariser:
        """Return the sections of a document, what it costs to summarise them, and, iterated over, their summaries.

        The language model of the environment writes them; replies are kept in the index folder, so that a summary that
        was stopped goes on.

        :raises InputError: without a language model.
        :raises DocumentNotFound: when there is no document with that id.
        """
        replies = KeptReplies(self._settings.index_dir)
        return Summariser(self._engine().catalogue, doc_id, self._language_model(), replies)

    def search(self, question: str, *, k: int = DEFAULT_K, **filters: Unpack[FilterOptions]) -> CitationList:
        """Return the best k passages for a question, best first, without judging whether they answer it.

        :raises ReportQAError: as `ask` does.
        """
        return CitationList(self._engine().search(question, k=k, filters=filters_of(filters)))

    def documents(self, **filters: Unpack[FilterOptions]) -> DocumentList:
        """Return a summary of each document that matches the filters, by id.

        :raises ReportQAError: as `ask` does.
        """
        return DocumentList(self._engine().catalogue.documents(filters_of(filters)))

    def document(self, doc_id: str) -> Document:
        """Return a document with its whole text, pages, sections and tables.

        :raises DocumentNotFound: when there is none with that id.
        """
        return self._engine().document(doc_id)

    def citation(self, place: str | Citation) -> Citation:
        """Return the citation of a place, with its exact words.

        :raises InputError: when the place cannot be read, is not in the document, or the document has changed.
        :raises DocumentNotFound: when its document is not in the index.
        """
        return self._engine().cite(*read_link(_link(place)).span)

    def cite(
        self,
        *places: str | Citation,
        style: str | Path | None = None,
        format: str = "markdown",  # noqa: A002
        part: str | None = None,
    ) -> str:
        """Return quote and reference of each place, as `reportqa cite` prints them.

        :param style: a citation style by name or a .csl file; None: a short reference
        :param format: markdown, text, html, bibtex, ris, csljson or json
        :param part: note, bibliography or both, without the quotes; None: all
        :raises InputError: as `citation` does, and for an unknown style, format or part.
        :raises DocumentNotFound: when a document is not in the index.
        """
        links = [_link(place) for place in places]
        return cite_places(links, self._engine().catalogue, None if style is None else str(style), format, part)

    def record(self, place: str | Citation, *, question: str | None = None) -> Record:
        """Return the permanent record of a citation, which `verify` checks later.

        :param question: the question that found it
        :raises InputError: as `citation` does.
        :raises DocumentNotFound: when its document is not in the index.
        """
        span = read_link(_link(place)).span
        return self._engine().catalogue.record(*span, taken=datetime.now(UTC).date(), question=question)

    def brief(
        self,
        draft: str | Path | Mapping[str, Any],
        *outputs: str | Path,
        style: str | Path | None = None,
        live: str | None = None,
    ) -> WrittenBriefing:
        """Write the briefing of a draft, its quotes copied from the documents, and return what was written.

        :param draft: a file in Markdown, TOML or JSON, or the object that such a TOML or JSON file has
        :param outputs: files to write: .docx, .odt, .html, .md, .pdf or .zip; without any, a .docx in the current
            folder with the name of the draft
        :param style: a citation style by name or a .csl file; None: the one that the draft names
        :param live: "zotero" or "word": write .docx with citations that this program can format again
        :raises InputError: for a draft that cannot be used, or an output that cannot be written.
        """
        source = draft if isinstance(draft, Mapping) else Path(draft)
        files = [Path(output) for output in outputs]
        return write_briefing(source, files, self._engine().catalogue, None if style is None else str(style), live)

    def verify(self, source: str | Path | Record, *, fix: bool = False) -> CheckResult:
        """Check the quotations of a finished briefing, or citations, against the documents.

        :param source: a briefing (Markdown, Word, OpenDocument, HTML, PDF, plain text), a file of citation records
            (.json, .jsonl), a permanent link, or a Record
        :param fix: write a copy of the briefing with page numbers corrected, FILE-corrected.md
        :raises InputError: when it cannot be read, or the copy cannot be written.
        """
        checker = self._current_checker()
        if isinstance(source, Record):
            return checker.check_anchors(source.doc_id, [source.anchor])
        return checker.check(str(source), fix=fix)

    def verify_text(self, text: str) -> CheckResult:
        """Check the quotations of a briefing in Markdown (see `verify`).

        :raises InputError: when it is empty.
        """
        return self._current_checker().check_data("text.md", text.encode("utf-8", "replace"))

    def verify_links(self, *links: str) -> CheckResult:
        """Check citations given by permanent links (see `verify`); no file is read.

        :raises InputError: when one is not a link.
        """
        return self._current_checker().check_anchors("links", [read_link(link) for link in links])

    def _language_model(self) -> LanguageModel:
        if (model := self._engine().language_model) is None:
            raise InputError("Writing needs a language model. Set REPORTQA_LLM_URL and REPORTQA_LLM_MODEL.")
        return model

    def _engine(self) -> Engine:
        if self._is_closed:
            raise InputError("This corpus is closed. Open it again with reportqa.open.")
        engine = self._index.get()
        if self._checker is not None and self._checker[0] != engine.generation:
            self._checker = None
        self._index.free_replaced()
        return engine

    def _current_checker(self) -> Checker:
        """Return the checker of the current generation, opened at its first use."""
        generation, kept = self.generation, self._checker
        if kept is None or kept[0] != generation:
            self._checker = kept = generation, Checker.open(self._settings)
        return kept[1]


def _link(place: str | Citation) -> str:
    return place.link if isinstance(place, Citation) else place


def open_corpus(index: str | Path | None = None, *, model: str | None = None, reader: str | None = None) -> Corpus:
    """Open an index.

    :param index: the folder of the index; None: REPORTQA_INDEX, else `index` in the current folder
    :param model: a sentence-transformers model by name or folder; None: the model of the index
    :param reader: a model that reads the ten best passages, by name or folder; None: REPORTQA_READER, else none
    :raises IndexUnavailable: when there is no index or it is broken.
    :raises IndexMismatch: when it was built by another version or model.
    :raises ModelError: when the model cannot be loaded.
    """
    settings = Settings.from_env(index_dir=None if index is None else Path(index), model=model, reader=reader)
    corpus = Corpus(settings)
    corpus._engine()
    return corpus
