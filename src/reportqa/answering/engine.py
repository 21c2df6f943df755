"""Turns a question into an Answer: retrieve, read, cite."""

import re
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial

from reportqa.answer import Answer, Citation, Hit
from reportqa.answering.composer import Composition, compose
from reportqa.answering.confidence import Calibration, calibration_of
from reportqa.answering.explaining import explain
from reportqa.answering.explanation import Explanation
from reportqa.answering.findings import Finding
from reportqa.answering.highlights import MARKED, marked_places
from reportqa.answering.reader import READ, preference, read
from reportqa.document import Document, DocumentSummary
from reportqa.embedding import Embedder, open_embedder
from reportqa.errors import EmptyQuestion, IndexMismatch, InputError, QuestionTooLong
from reportqa.index import EVERYTHING, Catalogue, Filters, Guard, Manifest, generations
from reportqa.search import Question, Retriever, Rewriting, Suggester, Suggestion, parts_of, rewrite, whole_names
from reportqa.settings import DEFAULT_K, MAX_K, MAX_QUESTION_LENGTH, Settings
from reportqa.text import question_terms, terms

_TERMINAL_CODE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
"""As it comes with what is copied from a terminal in colour."""


class Engine:
    """An opened generation of an index that answers questions; safe to use from several threads."""

    def __init__(
        self,
        settings: Settings,
        manifest: Manifest,
        retriever: Retriever,
        embedder: Embedder,
        calibration: Calibration,
        guard: Guard,
    ) -> None:
        self._settings = settings
        self._guard = guard
        self._embedder = embedder
        self._retriever = retriever
        self._catalogue = Catalogue(retriever.library, guard, retriever.passage_words)
        self._words = cache(retriever.library.words)
        # Nothing that refers to this object, whose memory is given back with its last request.
        self._suggester = cache(partial(_suggester, retriever, guard, self._words))
        self._abbreviations = retriever.library.abbreviations()
        self._calibration = calibration
        self.shelf = retriever.shelf
        self.generation = manifest.generation
        self._model = manifest.model_sha256, manifest.encoder
        self.sample_questions = manifest.sample_questions

    @classmethod
    def open(
        cls, settings: Settings, embedder: Embedder | None = None, calibration: Calibration | None = None
    ) -> "Engine":
        """Open the current generation with the model it was built with, or with an `embedder` at hand.

        The confidence is that of the index folder (see `calibration_of`) unless another `calibration` is given.
        :raises IndexUnavailable: when there is no index, or it or its calibration is damaged.
        :raises IndexMismatch: when it was built by another version or model.
        :raises ModelError: when the model cannot be loaded.
        """
        return generations.opened(settings.index_dir, partial(cls._open, settings, embedder, calibration))

    @classmethod
    def _open(
        cls,
        settings: Settings,
        embedder: Embedder | None,
        calibration: Calibration | None,
        generation: str,
        *,
        whole: bool = False,
    ) -> "Engine":
        manifest = generations.checked_manifest(settings.index_dir, generation, whole=whole)
        wanted = settings.model or manifest.model
        if wanted.removeprefix("sentence-transformers/") != manifest.model:
            raise IndexMismatch(
                f'The index in {settings.index_dir} was built with the model "{manifest.model}", not "{wanted}".'
                f' Leave --model out, or run "reportqa index --model {wanted}".'
            )
        embedder = embedder or open_embedder(
            settings.index_dir, manifest.model, manifest.model_sha256, manifest.encoder
        )  # fmt: skip
        if embedder.sha256 != manifest.model_sha256:
            raise IndexMismatch(
                f'The index in {settings.index_dir} was built with other weights of "{manifest.model}" than those'
                ' here. Run "reportqa index".'
            )
        calibration = calibration or calibration_of(settings.index_dir)
        folder, guard = generations.folder(settings.index_dir, generation), Guard(settings.index_dir, generation)
        with guard.reading():
            retriever = Retriever.open(folder, embedder, settings.late_interaction)
            return cls(settings, manifest, retriever, embedder, calibration, guard)

    def successor(self) -> "Engine":
        """Open the generation in use now, every byte of it read; the model is loaded anew only when it is another."""
        return generations.opened(self._settings.index_dir, self._follow)

    def _follow(self, generation: str) -> "Engine":
        manifest = generations.read_manifest(self._settings.index_dir, generation)
        same_model = (manifest.model_sha256, manifest.encoder) == self._model
        return self._open(self._settings, self._embedder if same_model else None, None, generation, whole=True)

    def check(self) -> str | None:
        """Read every byte of this generation; give what is wrong with it and what to do, which all questions then get.

        Beyond READ_AT_ONCE bytes, opening reads only some.
        """
        self._guard.check()
        return self._guard.problem

    def is_current(self) -> bool:
        """Tell whether this generation is still the one in use."""
        return generations.current(self._settings.index_dir) == self.generation

    def ask(
        self,
        question: str,
        *,
        k: int = DEFAULT_K,
        filters: Filters = EVERYTHING,
        id: str | int | None = None,  # noqa: A002
    ) -> Answer:
        """Answer a question with up to k citations, only from documents that fit the filters.

        :raises EmptyQuestion: when it has no word.
        :raises QuestionTooLong: when it has more than MAX_QUESTION_LENGTH characters.
        :raises DocumentNotFound: for an id in the filters that is not in the index.
        :raises NoDocumentFits: when the filters leave no document.
        :raises InputError: when k is not between 1 and MAX_K.
        """
        return self._answer(question, k, filters, id)[0]

    def explain(
        self,
        question: str,
        *,
        k: int = DEFAULT_K,
        filters: Filters = EVERYTHING,
        id: str | int | None = None,  # noqa: A002
    ) -> Explanation:
        """Answer a question as `ask` does, and say how the answer came about."""
        answer, findings = self._answer(question, k, filters, id)
        calibration, retriever = self._calibration, self._retriever
        return explain(answer, findings, k, calibration, self._catalogue, retriever.idf, retriever.knows)

    def _answer(
        self, question: str, k: int, filters: Filters, id: str | int | None  # noqa: A002
    ) -> tuple[Answer, list[Finding]]:  # fmt: skip
        started = time.perf_counter()
        question = _checked(question)
        if not 1 <= k <= MAX_K:
            raise InputError(f"k is {k}; it must be between 1 and {MAX_K}.")
        rewriting, findings, composed = self._found(question, k, max(k, READ), filters)
        answer = Answer(
            question=question,
            state=composed.state,
            confidence=composed.confidence,
            sentences=composed.sentences,
            citations=composed.citations,
            generation=self.generation,
            milliseconds=(time.perf_counter() - started) * 1000,
            id=id,
            notes=(*rewriting.notes, *composed.notes),
            differences=composed.differences,
            filters=filters.to_dict(),
        )
        return answer, findings

    def examine(self, question: str, filters: Filters = EVERYTHING) -> Mapping[str, float]:
        """Give the features from which the confidence of a question's answer is made (see `confidence.FEATURES`)."""
        with self._guard.reading():
            rewriting = self._rewrite(Question.parse(_tidied(question)))
            findings = self._findings(rewriting, READ, filters)
        return max(findings, key=lambda finding: finding.confidence).reading.features

    def places(self, question: str, doc_id: str) -> list[tuple[int, int]]:
        """Give the sentences of a document to be marked for a question, in order (see `marked_places`).

        :raises ReportQAError: as `ask` does.
        """
        only = Filters.of({"document": [doc_id]})
        _, findings, composed = self._found(_checked(question), READ, MARKED, only)
        return marked_places(findings, composed.sentences)

    def _found(
        self, question: str, k: int, hits: int, filters: Filters
    ) -> tuple[Rewriting, list[Finding], Composition]:
        """Find so many hits for a question, and compose an answer of up to k of them."""
        with self._guard.reading():
            rewriting = self._rewrite(Question.parse(question))
            findings = self._findings(rewriting, hits, filters)
            composed = compose(findings, k, self._calibration, self._catalogue, self._retriever)
        return rewriting, findings, composed

    def _findings(self, rewriting: Rewriting, hits: int, filters: Filters) -> list[Finding]:
        parts = parts_of(Question.parse(rewriting.question))
        return [self._find(part, rewriting, hits, filters) for part in parts]

    def _find(self, part: str, rewriting: Rewriting, k: int, filters: Filters) -> Finding:
        """Find what one part of a rewritten question asks for, said in the other ways that documents have for it."""
        question = Question.parse(part)
        # What is asked as it stands has been said otherwise already.
        variants = (rewriting if part == rewriting.question else self._rewrite(question)).variants
        hits = self._retriever.retrieve(
            part,
            k,
            filters,
            variants=variants,
            phrases=question.phrases or (whole_names(question) if question.is_keywords else ()),
            prefer=preference(question, self._retriever.idf),
        )
        reading = read(question, hits, self._retriever.idf)
        missing = tuple(phrase for phrase in question.phrases if not self._retriever.has_phrase(phrase, filters))
        confidence = self._calibration.confidence(reading.features)
        if question.phrases and not missing:
            # Who asks for exact words that are there is shown where they stand.
            confidence = max(confidence, self._calibration.may_answer)
        if question.is_keywords and _has_all(question.text, hits):
            confidence = max(confidence, self._calibration.may_answer)
        return Finding(question, hits, reading, confidence, missing, variants)

    def _rewrite(self, question: Question) -> Rewriting:
        retriever, names = self._retriever, self.shelf.names
        return rewrite(
            question.text, retriever.frequency, self._words, self._abbreviations, question.phrases, names,
            retriever.has_words,
        )  # fmt: skip

    def suggest(self, typed: str) -> list[Suggestion]:
        """Give how a question that is being typed may go on (see `Suggester.suggest`)."""
        return self._suggester().suggest(typed)

    def documents(self) -> list[DocumentSummary]:
        """Give a summary of each document, by document id."""
        return self._catalogue.documents()

    def document(self, doc_id: str) -> Document:
        """Give a document with its whole text.

        :raises DocumentNotFound: when there is none of that id.
        """
        return self._catalogue.document(doc_id)

    def cite(self, doc_id: str, start: int, end: int, sha256: str | None = None) -> Citation:
        """Cite a range of a document (see `Catalogue.cite`)."""
        return self._catalogue.cite(doc_id, start, end, sha256)

    @property
    def catalogue(self) -> Catalogue:
        """The documents, and the citations of ranges in them."""
        return self._catalogue


def _suggester(retriever: Retriever, guard: Guard, words: Callable[[], Mapping[str, int]]) -> Suggester:
    with guard.reading():
        return Suggester(retriever.shelf.titles.values(), retriever.library.headings().values(), words())


def _has_all(keywords: str, hits: Iterable[Hit]) -> bool:
    """Tell whether the text of one of the passages has all the words."""
    wanted = set(question_terms(keywords))
    return any(wanted <= set(terms(hit.text)) for hit in hits)


def _checked(question: str) -> str:
    """Give a question as it is asked.

    :raises EmptyQuestion: when it has no word.
    :raises QuestionTooLong: when it has more than MAX_QUESTION_LENGTH characters.
    """
    if len(question) > MAX_QUESTION_LENGTH:
        raise QuestionTooLong(len(question), MAX_QUESTION_LENGTH)
    question = _tidied(question)
    if not question_terms(question):
        raise EmptyQuestion
    return question


def _tidied(question: str) -> str:
    """Give the question without what no tokenizer and no page can show: control characters, lone surrogates."""
    question = _TERMINAL_CODE.sub(" ", question)
    shown = (" " if character < " " or "\ud800" <= character <= "\udfff" else character for character in question)
    return " ".join("".join(shown).split())
