"""An answer from the evidence for the parts of a question: excerpts or a list, citations, differing figures."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reportqa.answer import Answer, AnswerSentence, Citation, Difference, State
from reportqa.answering.caveats import caveat
from reportqa.answering.confidence import Calibration
from reportqa.answering.disagreements import FigureClaim, disagreeing_claims, figures
from reportqa.answering.excerpts import Excerpt, excerpts_of
from reportqa.answering.explanation import searched_words
from reportqa.answering.list_answers import announced_items
from reportqa.answering.passages import merged
from reportqa.answering.reader import READ, Evidence, ScoredSentence
from reportqa.answering.structures import Structure, find_structure
from reportqa.csl import item_date
from reportqa.index import Catalogue, Filters
from reportqa.search import FIGURE_KINDS, Hit, Question, Searcher
from reportqa.settings import DEFAULT_K
from reportqa.text import Wording, terms

CERTAIN = 0.9
"""Confidence of a structure that is what the question asks for by name: such answers to benchmarks/desk are right."""


class Composer:
    """Composition of answers from the documents of one generation."""

    def __init__(self, calibration: Calibration, catalogue: Catalogue, searcher: Searcher) -> None:
        self._calibration = calibration
        self._catalogue = catalogue
        self._searcher = searcher

    def compose(self, draft: Answer, evidence: Sequence[Evidence], k: int, filters: Filters) -> Answer:
        """Complete an answer from the evidence for the parts of its question, with up to k passages cited.

        A structure comes first, else the best excerpt of each part. `k` changes only how many other passages are cited:
        an answer with more pieces, or with documents that differ, has more citations. A note names each part that
        nothing answers, each exact phrase that no passage has, each word that no document has, and why an answer is
        doubtful.

        :param filters: the documents that a question about documents is about
        """
        answer = self._judge(draft, evidence)
        hits = merged(one.part.hits for one in evidence)
        self._catalogue.prepare(passage.doc_id for hit in hits for passage in (hit.passage, *hit.duplicates))
        structure = find_structure(
            Question.parse(draft.question), evidence, answer.state, self._catalogue, self._searcher, filters
        )
        if structure:
            answer = self._judge_structure(answer, evidence, structure)
        if structure and (structure.pieces or structure.facts):
            return self._compose_structure(answer, evidence, structure, hits, k)
        excerpts = excerpts_of(hits)
        first = [] if answer.state is State.NOTHING else self._first(evidence, excerpts)
        ordered = [*first, *(excerpt for excerpt in excerpts if excerpt not in first)]
        compared = ordered[:DEFAULT_K] if first and len(evidence) == 1 else []
        claims = self._differing(evidence[0], compared)
        needed = {*first, *(compared[claim.citation - 1] for claim in claims)}
        shown = [one for number, one in enumerate(ordered, start=1) if number <= k or one in needed]
        sentences = self._sentences(answer, evidence, first)
        differences = self._differences(
            evidence[0], [replace(one, citation=shown.index(compared[one.citation - 1]) + 1) for one in claims]
        )
        citations = self._cite(shown, evidence, sentences)
        return replace(answer, sentences=sentences, citations=citations, differences=differences)

    def _judge(self, draft: Answer, evidence: Sequence[Evidence]) -> Answer:
        """Return an answer with its state and confidence, and notes on what is missing, without its sentences."""
        bounds = self._calibration
        missing = dict.fromkeys(phrase for one in evidence for phrase in one.part.missing)
        notes = [f"No passage has the exact words “{phrase}”; these are the closest." for phrase in missing]
        if all(one.corpus < bounds.related for one in evidence):
            confidence = max(min(one.corpus, one.passage) for one in evidence)
            notes += self._unknown(evidence)
            return replace(draft, state=State.NOTHING, confidence=confidence, notes=tuple(notes))
        notes += [
            f"No answer was found to this part: “{one.question.text}”"
            for one in evidence
            # The things compared may be found even if no sentence compares them.
            if one.corpus < bounds.related and one.question.kind != "comparison"
        ]
        confidence = min(one.passage for one in evidence)
        is_claim = confidence >= bounds.answers and all(one.question.kind in bounds.claims for one in evidence)
        if reason := caveat(evidence, self._catalogue):
            notes.append(reason)
        if is_claim and not missing and not reason:
            return replace(draft, state=State.ANSWERS, confidence=confidence, notes=tuple(notes))
        return replace(draft, state=State.RELATED, confidence=bounds.doubted(confidence), notes=tuple(notes))

    def _unknown(self, evidence: Sequence[Evidence]) -> list[str]:
        """Return a note on the words of a question that are in no document, none where all are in some."""
        words = [word for one in evidence for word in searched_words(one.question.text, self._searcher.vocabulary)]
        unknown = dict.fromkeys(f"“{word.word}”" for word in words if not word.known)
        return [f"No document has these words: {', '.join(unknown)}."] if unknown else []

    def _first(self, evidence: Sequence[Evidence], excerpts: Sequence[Excerpt]) -> list[Excerpt]:
        """Return the excerpts to show first: of each part that something was found for the best, and that of the best
        sentence where it is another and does not repeat a sentence of the best.
        """
        found: list[Excerpt] = []
        for one in evidence:
            if one.corpus >= self._calibration.related and one.reading.key:
                wanted = [one.hits[0]]
                if len(evidence) == 1 and not _repeats(one.reading.best, excerpts[0]):
                    wanted.append(one.reading.best.hit)
                found += [next(excerpt for excerpt in excerpts if excerpt.has(hit)) for hit in wanted]
        return list(dict.fromkeys(found))

    def _sentences(
        self, answer: Answer, evidence: Sequence[Evidence], shown: Sequence[Excerpt]
    ) -> tuple[AnswerSentence, ...]:
        """Return the sentences of excerpts, followed by the list that the nearest one announces.

        Where the nearest sentences of an answer are nearly certain, the others are left out.
        """
        alone = answer.state is State.ANSWERS and all(one.sentence >= self._calibration.alone for one in evidence)
        found: list[AnswerSentence] = []
        for number, excerpt in enumerate(shown, start=1):
            nearest = [one for part in evidence for one in part.reading.nearest(excerpt)]
            items = {
                (item.start, item.end): text
                for one in nearest
                for item, text in announced_items(one.hit, one.sentence, self._catalogue)
            }
            marked = {(one.sentence.start, one.sentence.end) for one in nearest} | items.keys()
            # An item of a list may be several sentences.
            outside = [pair for pair in excerpt.sentences if not any(a <= pair[0].start < b for a, b in items)]
            places = items | {(sentence.start, sentence.end): text for sentence, text in outside}
            found += [
                AnswerSentence(number, text, *place, nearest=place in marked)
                for place, text in sorted(places.items())
                if place in marked or not alone
            ]
        return tuple(found)

    def _cite(
        self, shown: Sequence[Excerpt], evidence: Sequence[Evidence], sentences: Iterable[AnswerSentence] = ()
    ) -> tuple[Citation, ...]:
        """Return the citations of excerpts, numbered from 1; each extends to the end of its last sentence."""
        keys = {key.hit.row: key.sentence for one in reversed(evidence) for key in one.reading.key}
        ends = {number: excerpt.end for number, excerpt in enumerate(shown, start=1)}
        for sentence in sentences:
            ends[sentence.citation] = max(ends[sentence.citation], sentence.end)
        return tuple(
            self._catalogue.citation(
                excerpt.doc_id, excerpt.start, ends[number], number=number, score=excerpt.best.score,
                key=keys.get(excerpt.best.row), duplicates=excerpt.best.duplicates,
                newest=self._newest(excerpt.doc_id),
            )
            for number, excerpt in enumerate(shown, start=1)
        )  # fmt: skip

    def _newest(self, doc_id: str) -> str | None:
        return self._searcher.newer_editions.get(doc_id)

    def _compose_structure(
        self, answer: Answer, evidence: Sequence[Evidence], structure: Structure, hits: Sequence[Hit], k: int
    ) -> Answer:
        """Compose the pieces of a structure, one citation each, then the other passages.

        A piece of which nothing is quoted, as the head far above a row, is only cited.
        """
        citations: list[Citation] = []
        sentences: list[AnswerSentence] = []
        best = hits[0].score if hits else 0.0
        for number, piece in enumerate(structure.pieces, start=1):
            key = next((item for item in piece.items if item in piece.quoted), piece.items[0])
            cited = self._catalogue.citation(
                piece.doc_id, piece.start, piece.end, number=number, score=best, key=key,
                newest=self._newest(piece.doc_id),
            )  # fmt: skip
            citations.append(cited)
            sentences += [
                AnswerSentence(
                    number, cited.quote[item.start - piece.start : item.end - piece.start], item.start, item.end,
                    nearest=item in piece.quoted,
                )
                for item in piece.items
                if piece.quoted
            ]  # fmt: skip
        others = [
            excerpt
            for excerpt in excerpts_of(hits)
            if not any(piece.overlaps(excerpt.doc_id, excerpt.start, excerpt.end) for piece in structure.pieces)
        ]
        for other in self._cite(others[: max(k - len(citations), 0)], evidence):
            citations.append(replace(other, number=len(citations) + 1))
        return replace(answer, sentences=tuple(sentences), citations=tuple(citations))

    def _judge_structure(
        self, answer: Answer, evidence: Sequence[Evidence], structure: Structure
    ) -> Answer:  # fmt: skip
        """Return the state and the confidence of a structure, which may hold when those of the passages do not."""
        answer = replace(answer, facts=structure.facts)
        # Titles are in no passage.
        missing = not structure.facts and any(one.part.missing for one in evidence)
        unclear = any(one.part.is_unclear for one in evidence)
        if structure.certain and not missing and not unclear:
            return replace(
                answer, state=State.ANSWERS, confidence=max(answer.confidence, CERTAIN), notes=structure.notes
            )
        first = next((one for part in evidence for one in part.reading.excerpts), None)
        is_excerpt = first and any(
            piece.overlaps(first.doc_id, first.start, first.end) for piece in structure.pieces
        )  # fmt: skip
        if answer.state is State.ANSWERS and is_excerpt:
            return replace(answer, notes=(*answer.notes, *structure.notes))
        confidence = self._calibration.doubted(answer.confidence)
        notes = () if answer.state is State.NOTHING and not missing else answer.notes
        has_any = structure.pieces or structure.facts or answer.state is not State.NOTHING
        state = State.RELATED if has_any else State.NOTHING
        return replace(answer, state=state, confidence=confidence, notes=(*notes, *structure.notes))

    def _differing(self, evidence: Evidence, compared: Sequence[Excerpt]) -> tuple[FigureClaim, ...]:
        """Return the claims of the documents of excerpts that state different figures, the best first."""
        if evidence.question.kind not in FIGURE_KINDS:
            return ()
        numbers = {hit.row: number for number, excerpt in enumerate(compared, start=1) for hit in excerpt.hits}
        best: dict[str, ScoredSentence] = {}
        for one in sorted(evidence.reading.key, key=lambda one: -one.score):
            if one.hit.row in numbers:
                best.setdefault(one.hit.passage.doc_id, one)
        claims = [
            FigureClaim(
                doc_id, numbers[one.hit.row], one.text,
                frozenset((*terms(one.text), *terms(one.hit.passage.prefix))),
                self._searcher.retriever.sentence_vectors(one.hit)[one.position],
            )
            for doc_id, one in list(best.items())[:READ]
        ]  # fmt: skip
        return disagreeing_claims(evidence.question, claims)

    def _differences(self, evidence: Evidence, claims: Iterable[FigureClaim]) -> tuple[Difference, ...]:
        """Return claims that state different figures, with those that the question does not state itself."""
        kind, text = evidence.question.kind, evidence.question.text
        asked = figures(text, kind)
        return tuple(
            Difference(
                claim.citation,
                claim.text,
                tuple(written for key, written in figures(claim.text, kind).items() if key not in asked),
                item_date(self._catalogue.outline(claim.doc_id).item),
            )
            for claim in claims
        )


def _repeats(one: ScoredSentence, excerpt: Excerpt) -> bool:
    """Return whether an excerpt of the same document has the words of a sentence."""
    return one.hit.passage.doc_id == excerpt.doc_id and _wording(one.text) in (
        _wording(t) for _, t in excerpt.sentences
    )


def _wording(text: str) -> str:
    return "".join(Wording.of(text).keys).lower()
