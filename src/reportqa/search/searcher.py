"""The one door of search: a question in, the hits of each of its parts out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import itemgetter

from reportqa.deadline import check_deadline
from reportqa.embedding import Embedder, is_multilingual
from reportqa.errors import EmptyQuestion, QuestionTooLong
from reportqa.index import EVERYTHING, Filters, PassageStore
from reportqa.search.answer_type import ExpectedAnswer
from reportqa.search.autocomplete import Suggester, Suggestion
from reportqa.search.follow_ups import lone_pronoun, lone_question_word, without_connective
from reportqa.search.hit import Hit
from reportqa.search.instructions import without_instructions
from reportqa.search.introductions import asked_in
from reportqa.search.named_documents import without_source
from reportqa.search.named_places import NamedPlace, named_places, without_pages
from reportqa.search.question import Question, parts_of, whole_names
from reportqa.search.retriever import Retriever
from reportqa.search.rewriting import rewrite
from reportqa.search.statements import statements_of
from reportqa.search.two_steps import LEAST, description_in, name_in
from reportqa.settings import MAX_QUESTION_LENGTH
from reportqa.text import question_language, question_terms, terms

MAX_PARTS = 8
"""Parts of a question that are searched."""
DESCRIBED_IN = 10
"""Best passages in which the name of what a question describes is looked for."""
TWO_STEPS_MARGIN = 0.15
"""How much more of the question the best passage must have, 0 to 1, once what it describes is named."""
QUOTATION_WORDS = 4
"""Words from which on a phrase in quotation marks is a quotation, as when one is verified."""
_TERMINAL_CODE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
"""Colour codes in text that was copied from a terminal."""


@dataclass(frozen=True, slots=True)
class PartResult:
    """What one part of a question found: its hits, best first.

    `variants` are the other words in which it was searched, `missing` the exact phrases that no passage has.
    `is_translated`: the model found passages in another language than that of the question.
    `is_unclear`: it does not say what it is about.
    """

    question: Question
    expected: ExpectedAnswer
    hits: Sequence[Hit]
    variants: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    is_translated: bool = False
    is_unclear: bool = False

    def covered(self, name: str = "") -> float:
        """Return the share of the question, by weight, that its first passage has with its title and heading; 0 to 1.

        Where a passage has the last word of a name, it has the name: "Dr Lee" is Ann Lee.
        """
        held = {*terms(self.hits[0].passage.prefix), *terms(self.hits[0].text)}
        if name and held.issuperset(terms(name.rsplit(maxsplit=1)[-1])):
            held.update(terms(name))
        return self.expected.coverage(held)

    @property
    def is_literal(self) -> bool:
        """Whether passages have all the exact phrases of the question, or one of them all of its keywords."""
        if self.question.phrases and not self.missing:
            return True
        keywords = set(question_terms(self.question.text))
        return self.question.is_keywords and any(keywords <= set(terms(hit.text)) for hit in self.hits)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a question found, part by part; `notes` say, one sentence each, how it was searched (see `Rewriting`)."""

    parts: tuple[PartResult, ...]
    notes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


class Searcher:
    """Search over one generation."""

    def __init__(self, store: PassageStore, embedder: Embedder) -> None:
        self.retriever = Retriever(store, embedder)
        self.facets = self.retriever.facets
        self.vocabulary = self.retriever.vocabulary
        self.newer_editions = self.retriever.newer_editions
        self._headings = store.library.headings
        self._is_multilingual = is_multilingual(embedder.name)

    def search(
        self, question: str, k: int, filters: Filters = EVERYTHING, wordings: Sequence[str] = ()
    ) -> SearchResult:
        """Return up to k hits for each part of a question, from documents that match the filters.

        :param wordings: one other wording of the question, or several parts of it; the question is searched beside them

        :raises DocumentNotFound: for an id that is not in the index.
        :raises NoDocumentFits: when no document matches the filters.
        """
        places, statements = named_places(question), statements_of(question, self.vocabulary)
        if wordings:
            parts, beside = (wordings, (question,)) if len(wordings) == 1 else ((question, *wordings), ())
            has_pronoun = len(wordings) == 1 and len(filters.doc_ids) != 1 and bool(lone_pronoun(wordings[0]))
            asked = (self._search_part(one, k, filters, None, places, statements, beside) for one in parts)
            return SearchResult(tuple(replace(one, is_unclear=has_pronoun) for one in asked))
        question = without_connective(without_instructions(question))
        if question_terms(bare := without_pages(question)):
            question = bare
        # "It" may be the only document that is searched.
        pronoun = "" if len(filters.doc_ids) == 1 else lone_pronoun(question)
        unclear = pronoun or lone_question_word(question)
        rewriting = rewrite(Question.parse(question), self.vocabulary)
        found: list[PartResult] = []
        parts = parts_of(Question.parse(rewriting.question))
        for part in parts[:MAX_PARTS]:
            # A question that is one part has its variants already.
            variants = rewriting.variants if part == rewriting.question else None
            result = self._search_part(part, k, filters, variants, places, statements)
            found.append(replace(result, is_unclear=bool(unclear)))
        notes = [*rewriting.notes]
        if len(parts) > MAX_PARTS:
            notes.append(f"Only the first {MAX_PARTS} of {len(parts)} parts of the question were searched.")
        if pronoun:
            notes.append(f"“{pronoun}” has nothing to refer to: name what you mean.")
        elif unclear:
            notes.append(f"“{unclear}” does not say what it is about: ask a whole question.")
        if len(found) == 1 and (steps := self._in_two_steps(found[0], k, filters)):
            *found, note = steps
            notes.append(note)
        return SearchResult(tuple(found), tuple(notes), rewriting.also)

    def _in_two_steps(self, part: PartResult, k: int, filters: Filters) -> tuple[PartResult, PartResult, str] | None:
        """Return what a question finds with the name of what it only describes, the passage with the name, and a note.

        None where nothing is described, nothing is named, or its best passage has hardly more of the question.
        """
        text = " ".join(asked_in(part.question.text))
        if not part.hits or not (description := description_in(text)):
            return None
        first = self._search_part(description.question, DESCRIBED_IN, filters)
        weights = self.vocabulary.weights(description.terms)
        found = (
            (share, name, hit)
            for hit in first.hits
            for sentence in hit.passage.sentences
            for name, share in [name_in(hit.text_of(sentence), hit.passage.prefix, description, weights)]
            if name and share >= LEAST
        )
        if (best := max(found, key=itemgetter(0), default=None)) is None:
            return None
        _, name, hit = best
        asked = text.replace(description.text, name)
        second = self._search_part(asked, k, filters)
        if not second.hits:
            return None
        # A passage with both steps has all of the question in the first search as well.
        left = set(question_terms(asked)) - {*terms(name)}
        has_both = second.hits[0].row == hit.row and not left.isdisjoint(terms(hit.text))
        if not has_both and second.covered(name) < part.covered() + TWO_STEPS_MARGIN:
            return None
        note = f"Searched in two steps: “{description.text}” is “{name}”; then “{asked}”"
        return second, replace(first, hits=[hit]), note

    def _search_part(
        self,
        part: str,
        k: int,
        filters: Filters,
        variants: tuple[str, ...] | None = None,
        places: Sequence[NamedPlace] = (),
        statements: Sequence[str] = (),
        beside: Sequence[str] = (),
    ) -> PartResult:
        """Search one part; words that only say which document is meant favour it and are not searched for.

        :param beside: other wordings; the best match of any of them counts
        """
        check_deadline()
        naming = self.retriever.named_documents.find(part)
        asked = without_source(part, naming)
        question = Question.parse(part)
        if variants is None or asked != part:
            variants = rewrite(Question.parse(asked), self.vocabulary).variants
        expected = ExpectedAnswer.of(question, self.vocabulary, naming)
        phrases = question.phrases or (whole_names(question) if question.is_keywords else ())
        searched = [phrase for phrase in phrases if NamedPlace("heading", phrase) not in places]
        favoured = [] if question.is_keywords else [phrase for phrase in searched if _has_ordinary_words(phrase)]
        also = [f"{asked} {name}" for name in statements]
        hits = self.retriever.retrieve(
            asked, k, filters, variants=(*variants, *beside, *also),
            phrases=[one for one in searched if one not in favoured],
            expected=expected, naming=naming, places=places, favoured=favoured,
        )  # fmt: skip
        missing = tuple(phrase for phrase in question.phrases if not self.retriever.has_phrase(phrase, filters))
        return PartResult(question, expected, hits, variants, missing, self._is_translated(part, hits))

    def _is_translated(self, part: str, hits: Sequence[Hit]) -> bool:
        if not self._is_multilingual or not hits or (asked := question_language(part)) is None:
            return False
        return self.facets.languages[hits[0].passage.doc_id] not in {None, asked}

    def suggest(self, typed: str) -> list[Suggestion]:
        """Return how a question that is being typed may continue (see `Suggester.suggest`)."""
        return self._suggester.suggest(typed)

    @cached_property
    def _suggester(self) -> Suggester:
        return Suggester(self.facets.titles.values(), self._headings().values(), self.vocabulary.counts)


def _has_ordinary_words(phrase: str) -> bool:
    """Return whether a phrase is neither a name nor long enough for a quotation: "scaling up" in quotation marks."""
    return phrase.islower() and len(phrase.split()) < QUOTATION_WORDS


def check_question(question: str) -> str:
    """Return a question as it is searched.

    :raises EmptyQuestion: when it has no word.
    :raises QuestionTooLong: when it has more than MAX_QUESTION_LENGTH characters.
    """
    if len(question) > MAX_QUESTION_LENGTH:
        raise QuestionTooLong(len(question), MAX_QUESTION_LENGTH)
    question = clean_question(question)
    if not question_terms(question):
        raise EmptyQuestion
    return question


def clean_question(question: str) -> str:
    """Return a question without control characters and lone surrogates, its spaces single."""
    question = _TERMINAL_CODE.sub(" ", question)
    shown = (" " if character < " " or "\ud800" <= character <= "\udfff" else character for character in question)
    return " ".join("".join(shown).split())
