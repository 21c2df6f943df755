"""The engine: a question in, an Answer out. Check, search, read, compose."""

import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np

from reportqa.answer import Answer, Citation, State
from reportqa.answering.composer import Composer
from reportqa.answering.confidence import Calibration, calibration_of
from reportqa.answering.example_questions import EXAMPLES, MAX_READ, example_questions
from reportqa.answering.explanation import Explanation, explain
from reportqa.answering.highlights import MARKED, marked_places
from reportqa.answering.index_model import check_model
from reportqa.answering.model_asker import wordings_of
from reportqa.answering.model_reader import read_with_model
from reportqa.answering.model_turn import ModelTurn, ReplyCache
from reportqa.answering.passages import cite_hits, merged
from reportqa.answering.query import check_thread
from reportqa.answering.reader import READ, Evidence, Examination
from reportqa.answering.reranking import reranked
from reportqa.document import Document, DocumentSummary
from reportqa.embedding import Embedder
from reportqa.errors import InputError, ModelError
from reportqa.index import (
    EVERYTHING,
    Catalogue,
    Collections,
    Filters,
    Generation,
    generations,
    open_generation,
)
from reportqa.llm import open_model
from reportqa.reading import load_reader
from reportqa.search import Searcher, SearchResult, Suggestion, check_question, clean_question
from reportqa.settings import DEFAULT_K, MAX_K, Settings


class Engine:
    """An opened generation of an index that answers questions; safe to use from several threads."""

    def __init__(
        self,
        generation: Generation,
        settings: Settings,
        embedder: Embedder,
        calibration: Calibration,
        *,
        index_dir: Path | None = None,
    ) -> None:
        """Use an open generation, of `index_dir` where that is not the folder of the settings."""
        manifest, store = generation.manifest, generation.store
        self._guard = generation.guard
        with self._guard:
            self.searcher = Searcher(store, embedder)
        self.opened = generation
        self.manifest = manifest
        self.generation = manifest.generation
        self.created = manifest.created
        self.index_dir = index_dir or settings.index_dir
        self.sample_questions = manifest.sample_questions
        self.facets = self.searcher.facets
        self.catalogue = Catalogue.of(generation, settings)
        self._reader = load_reader(settings.reader, settings.models_dir) if settings.reader else None
        calibration = calibration.for_reader(settings.reader)
        self._calibration = calibration
        self._composer = Composer(calibration, self.catalogue, self.searcher)
        self.language_model = open_model(settings)
        self._replies = ReplyCache()
        self._settings = settings
        self._embedder = embedder
        self._model = manifest.model_sha256, manifest.encoder

    @classmethod
    def open(
        cls, settings: Settings, embedder: Embedder | None = None, calibration: Calibration | None = None
    ) -> "Engine":
        """Open the current generation.

        :param embedder: the model that the index was built with; loaded when not given
        :param calibration: that of the index folder (see `calibration_of`) when not given

        :raises IndexUnavailable: when there is no index, or it or its calibration is damaged.
        :raises IndexMismatch: when it was built by another version or model.
        :raises ModelError: when the model cannot be loaded.
        """
        generation = open_generation(settings.index_dir)
        embedder = check_model(generation.manifest, settings, embedder)
        return cls(generation, settings, embedder, calibration or calibration_of(settings.index_dir))

    def successor(self) -> "Engine":
        """Open the generation in use now and read every byte of it; the model is loaded only if it is another one."""
        settings = self._settings
        generation = open_generation(settings.index_dir, whole=True)
        manifest = generation.manifest
        same_model = (manifest.model_sha256, manifest.encoder) == self._model
        embedder = check_model(manifest, settings, self._embedder if same_model else None)
        return Engine(generation, settings, embedder, calibration_of(settings.index_dir))

    def restricted(self, index_dir: Path, collections: Collections) -> "Engine":
        """Open an index with some of the documents of this one, for users who may only see these.

        :param index_dir: its folder (see `reportqa.ingest.extract`)
        :param collections: those that filters may name

        :raises IndexUnavailable: when it is missing or damaged.
        """
        generation = open_generation(index_dir)
        generation = replace(generation, store=replace(generation.store, collections=collections))
        return Engine(generation, self._settings, self._embedder, self._calibration, index_dir=index_dir)

    def check(self) -> str | None:
        """Read every byte of this generation; return what is wrong and what to do, which all questions then raise.

        Opening reads only some of the bytes beyond READ_AT_ONCE.
        """
        self._guard.check()
        return self._guard.problem

    def check_model(self) -> None:
        """Embed a word.

        :raises ModelError: when its vector has no direction.
        """
        if not np.isclose(np.linalg.norm(self._embedder.embed_question("ready")), 1.0, atol=1e-3):
            raise ModelError("The embedding model returns no usable vectors. Restart the server.")

    def close(self) -> None:
        """Close the files of this generation."""
        self.searcher.retriever.library.close()

    def is_current(self) -> bool:
        """Return whether this generation is still the one in use."""
        return generations.current(self._settings.index_dir) == self.generation

    def ask(
        self,
        question: str,
        *,
        k: int = DEFAULT_K,
        filters: Filters = EVERYTHING,
        id: str | int | None = None,  # noqa: A002
        llm: bool = True,
        after: tuple[str, ...] = (),
    ) -> Answer:
        """Answer a question from documents that match the filters, with k passages shown.

        :param k: number of citations; the passages of the answer itself, and of documents that differ, are all cited
        :param llm: whether the language model of the settings, if any, reads the passages; if it fails, a note says so
        :param after: the questions before this one in its thread, from the first to the last; at most MAX_THREAD

        :raises EmptyQuestion: when it has no word.
        :raises QuestionTooLong: when it has more than MAX_QUESTION_LENGTH characters.
        :raises DocumentNotFound: for an id in the filters that is not in the index.
        :raises NoDocumentFits: when the filters leave no document.
        :raises InputError: when k is not between 1 and MAX_K, or the thread is too long.
        """
        return self._answer(question, k, filters, id, llm=llm, after=after)[0]

    def explain(
        self,
        question: str,
        *,
        k: int = DEFAULT_K,
        filters: Filters = EVERYTHING,
        id: str | int | None = None,  # noqa: A002
        llm: bool = True,
        after: tuple[str, ...] = (),
    ) -> Explanation:
        """Answer a question like `ask`, and explain how the answer came about."""
        answer, evidence = self._answer(question, k, filters, id, llm=llm, after=after)
        return explain(answer, evidence, k, self._calibration, self.catalogue, self.searcher.vocabulary)

    def search(self, question: str, *, k: int = DEFAULT_K, filters: Filters = EVERYTHING) -> tuple[Citation, ...]:
        """Return the best k passages for a question, best first, without judging whether they answer it.

        :raises ReportQAError: as `ask` does.
        """
        question = check_question(question)
        _check_k(k)
        with self._guard:
            found = self.searcher.search(question, max(k, READ), filters)
            hits = merged(part.hits for part in found.parts)[:k]
            return cite_hits(hits, self.catalogue, self.searcher.newer_editions)

    def _answer(
        self, question: str, k: int, filters: Filters, id: str | int | None,  # noqa: A002
        *, llm: bool, after: tuple[str, ...],
    ) -> tuple[Answer, list[Evidence]]:  # fmt: skip
        started = time.perf_counter()
        question, before = check_question(question), _resolved(after)
        _check_k(k)
        answer, evidence = self._composed(question, max(k, READ), k, filters, llm=llm, before=before)
        milliseconds = (time.perf_counter() - started) * 1000
        return replace(answer, id=id, milliseconds=milliseconds), evidence

    def _composed(
        self, question: str, searched: int, k: int, filters: Filters, *, llm: bool = False, before: str = ""
    ) -> tuple[Answer, list[Evidence]]:
        """Return an answer with k of the best passages cited, and its evidence."""
        turn = ModelTurn(self.language_model, self._replies) if llm and self.language_model else None
        wordings = wordings_of(question, before, turn)
        with self._guard:
            found = self.searcher.search(wordings.question, searched, filters, wordings.others)
            if wordings.is_unclear:
                found = replace(found, parts=tuple(replace(one, is_unclear=True) for one in found.parts))
            evidence = self._read(found)
            draft = Answer(wordings.asked, State.NOTHING, 0.0, (), (), self.generation, 0.0, filters=filters.to_dict())
            answer = self._composer.compose(draft, evidence, k, filters)
            if turn:
                # The model reads READ passages, however many are shown.
                wide = answer if k >= READ else self._composer.compose(draft, evidence, READ, filters)
                answer = read_with_model(turn, answer, wide, evidence, self.catalogue, self._calibration)
        notes = (*wordings.notes, *found.notes, *answer.notes)
        use = turn.use if turn else None
        reworded = wordings.others or ((wordings.question,) if wordings.question != question else ())
        answer = replace(answer, question=question, wordings=reworded, notes=notes, also_searched=found.also, model=use)
        return answer, evidence

    def _read(self, found: SearchResult) -> list[Evidence]:
        parts = [reranked(part, self._reader) for part in found.parts] if self._reader else found.parts
        return [Evidence.of(part, self._calibration) for part in parts]

    def examine(self, question: str, filters: Filters = EVERYTHING) -> Examination:
        """Return what the judgements of the surest part of a question are computed from."""
        with self._guard:
            evidence = self._read(self.searcher.search(clean_question(question), READ, filters))
        return Examination.of(max(evidence, key=lambda one: one.corpus))

    def places(self, question: str, doc_id: str) -> list[tuple[int, int]]:
        """Return the sentences of a document to highlight for a question, in order (see `marked_places`).

        :raises ReportQAError: as `ask` does.
        """
        filters = Filters.of({"document": [doc_id]})
        answer, evidence = self._composed(check_question(question), MARKED, READ, filters)
        return marked_places(evidence, answer.nearest)

    def suggest(self, typed: str) -> list[Suggestion]:
        """Return how a question that is being typed may continue (see `Suggester.suggest`)."""
        with self._guard:
            return self.searcher.suggest(typed)

    def example_questions(self) -> tuple[str, ...]:
        """Return questions that the documents answer, made from their headings; this takes seconds."""
        largest = sorted(self.documents(), key=lambda one: -one.passages)[:MAX_READ]
        tried = example_questions([self.document(one.doc_id) for one in largest])
        return tuple(islice((one for one in tried if self.ask(one, llm=False).answerable), EXAMPLES))

    def documents(self) -> list[DocumentSummary]:
        """Return a summary of each document, by document id."""
        return self.catalogue.documents()

    def document(self, doc_id: str) -> Document:
        """Return a document with its whole text.

        :raises DocumentNotFound: when there is none with that id.
        """
        return self.catalogue.document(doc_id)

    def cite(self, doc_id: str, start: int, end: int, sha256: str | None = None) -> Citation:
        """Cite a range of a document (see `Catalogue.cite`)."""
        return self.catalogue.cite(doc_id, start, end, sha256)


def _resolved(thread: Sequence[str]) -> str:
    """Return the last question of a thread as it stands alone, each resolved with the one before; empty for none.

    Only rules resolve them: a language model would be asked about each again. One that is not understood is left out.
    """
    before = ""
    for question in map(check_question, check_thread(thread)):
        wordings = wordings_of(question, before, None)
        before = before if wordings.is_unclear else wordings.question
    return before


def _check_k(k: int) -> None:
    if not 1 <= k <= MAX_K:
        raise InputError(f"k is {k}; it must be between 1 and {MAX_K}.")
