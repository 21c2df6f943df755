"""An answer from the evidence for the parts of a question: sentences or a list, citations, differing figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest

from reportqa.answer import AnswerSentence, Citation, Difference, Hit, State
from reportqa.answering.caveats import caveat
from reportqa.answering.confidence import Calibration
from reportqa.answering.disagreements import FigureClaim, disagreeing_claims, figures
from reportqa.answering.list_answers import announced_items, find_list_answer
from reportqa.answering.lists import ListAnswer
from reportqa.answering.reader import READ, Evidence, ScoredSentence
from reportqa.csl import item_date
from reportqa.index import Catalogue
from reportqa.search import FIGURE_KINDS, Searcher
from reportqa.text import Wording

SENTENCES_A_PART = 2
"""Sentences for each part of a question with several parts."""
_BELOW = 0.01
"""Distance of the confidence of a doubtful answer from that of an answer."""


@dataclass(frozen=True, slots=True)
class Composition:
    """The parts of an Answer that come from its evidence."""

    state: State
    confidence: float
    notes: tuple[str, ...] = ()
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    differences: tuple[Difference, ...] = ()


class Composer:
    """Composition of answers from the documents of one generation."""

    def __init__(self, calibration: Calibration, catalogue: Catalogue, searcher: Searcher) -> None:
        self._calibration = calibration
        self._catalogue = catalogue
        self._searcher = searcher

    def compose(self, evidence: Sequence[Evidence], k: int) -> Composition:
        """Compose an answer with up to k citations, more only where a list runs over more pages.

        The confidence is that of the part with the most. A note names each part that nothing answers, each exact phrase
        that no passage has, and the reason why an answer is doubtful.
        """
        answer = self._judge(evidence)
        hits = _merged(evidence)
        self._catalogue.prepare(passage.doc_id for hit in hits for passage in (hit.passage, *hit.duplicates))
        if len(evidence) == 1:
            found = find_list_answer(evidence[0], answer.state, self._catalogue, self._searcher.vocabulary)
            if found:
                return self._compose_list(answer, evidence[0], found, k)
        answered = [] if answer.state is State.NOTHING else self._answered(evidence)
        shown = _chosen(hits, answered, k)
        sentences = self._sentences(answered, shown)
        answer = replace(answer, sentences=sentences, citations=self._cite(shown, evidence, sentences))
        if answer.state is State.NOTHING:
            return answer
        if answer.state is State.ANSWERS and (reason := caveat(evidence, sentences, self._catalogue)):
            answer = self._doubted(replace(answer, notes=(*answer.notes, reason)))
        return replace(answer, differences=self._differences(evidence[0], shown)) if len(evidence) == 1 else answer

    def _judge(self, evidence: Sequence[Evidence]) -> Composition:
        """Return the state and the confidence of an answer without its sentences, and notes on what is missing."""
        least, sure = self._calibration.may_answer, self._calibration.answers
        confidence = max(one.confidence for one in evidence)
        state = State.ANSWERS if confidence >= sure else State.MAY_ANSWER if confidence >= least else State.NOTHING
        missing = dict.fromkeys(phrase for one in evidence for phrase in one.part.missing)
        unanswered = [
            one.question.text
            for one in evidence
            # The things compared may be found even if no sentence compares them.
            if state is not State.NOTHING and one.confidence < least and one.question.kind != "comparison"
        ]
        notes = (
            *(f"No passage has the exact words “{phrase}”; these are the closest." for phrase in missing),
            *(f"No answer was found to this part: “{text}”" for text in unanswered),
        )
        judged = Composition(state, confidence, notes)
        return self._doubted(judged) if missing and state is State.ANSWERS else judged

    def _doubted(self, answer: Composition) -> Composition:
        """Return an answer that may answer at most, however likely it looks."""
        confidence = min(answer.confidence, self._calibration.answers - _BELOW)
        return replace(answer, state=State.MAY_ANSWER, confidence=confidence)

    def _answered(self, evidence: Sequence[Evidence]) -> list[ScoredSentence]:
        """Return the sentences of the parts that are answered, or may be; of several parts the best of each."""
        found: list[ScoredSentence] = []
        for one in evidence:
            if one.confidence >= self._calibration.may_answer:
                sentences = one.reading.sentences
                if len(evidence) > 1:
                    best = sorted(sentences, key=lambda sentence: -sentence.score)[:SENTENCES_A_PART]
                    sentences = tuple(sentence for sentence in sentences if sentence in best)
                found += sentences
        return found

    def _sentences(self, answered: Sequence[ScoredSentence], shown: Sequence[Hit]) -> tuple[AnswerSentence, ...]:
        """Return the sentences of the hits shown, each followed by the list that it announces, without repetitions."""
        numbers = _numbers(shown)
        found: list[AnswerSentence] = []
        for one in answered:
            if (number := numbers.get(one.hit.row)) is None:
                continue
            doc_id, start = one.hit.passage.doc_id, one.sentence.start
            same = [said for said in found if shown[said.citation - 1].passage.doc_id == doc_id]
            if any(said.start <= start < said.end for said in same):
                continue
            lines = [(one.sentence, one.text), *announced_items(one.hit, one.sentence, self._catalogue)]
            covered = [said for said in same if start <= said.start < lines[-1][0].end]
            found = [said for said in found if said not in covered]
            found += [AnswerSentence(number, text, line.start, line.end) for line, text in lines]
        # A summary may repeat a sentence of its document.
        once: dict[tuple[str, str], AnswerSentence] = {}
        for said in found:
            words = "".join(Wording.of(said.text).keys).lower()
            once.setdefault((shown[said.citation - 1].passage.doc_id, words), said)
        return tuple(once.values())

    def _cite(
        self, shown: Sequence[Hit], evidence: Sequence[Evidence], sentences: Iterable[AnswerSentence] = ()
    ) -> tuple[Citation, ...]:
        """Return the citations of hits, numbered from 1; each extends to the end of its last sentence."""
        keys = {key.hit.row: key.sentence for one in reversed(evidence) for key in one.reading.key}
        ends = {number: hit.passage.end for number, hit in enumerate(shown, start=1)}
        for sentence in sentences:
            ends[sentence.citation] = max(ends[sentence.citation], sentence.end)
        return tuple(
            self._catalogue.citation(
                hit.passage.doc_id, hit.passage.start, ends[number],
                number=number, score=hit.score, key=keys.get(hit.row), duplicates=hit.duplicates,
            )
            for number, hit in enumerate(shown, start=1)
        )  # fmt: skip

    def _compose_list(self, answer: Composition, evidence: Evidence, found: ListAnswer, k: int) -> Composition:
        """Compose a list: one citation for each of its pages, with the best score, then the other passages."""
        if answer.state is State.NOTHING:
            # A heading that names what is asked for makes an answer possible, whatever the items say.
            answer = replace(answer, state=State.MAY_ANSWER, confidence=self._calibration.may_answer)
        doc_id, items = found.doc_id, found.items
        outline = self._catalogue.outline(doc_id)
        citations: list[Citation] = []
        sentences: list[AnswerSentence] = []
        for _, group in groupby(items, key=lambda item: outline.pages_of(item.start, item.end)[:1]):
            first, *_ = on_page = list(group)
            number, start = len(citations) + 1, first.start
            cited = self._catalogue.citation(
                doc_id, start, on_page[-1].end, number=number, score=evidence.hits[0].score, key=first
            )
            citations.append(cited)
            sentences += [
                AnswerSentence(number, cited.quote[i.start - start : i.end - start], i.start, i.end) for i in on_page
            ]
        others = [
            hit for hit in evidence.hits
            if hit.passage.doc_id != doc_id or hit.passage.end <= items[0].start or items[-1].end <= hit.passage.start
        ]  # fmt: skip
        for other in self._cite(others[: max(k - len(citations), 0)], [evidence]):
            citations.append(replace(other, number=len(citations) + 1))
        return replace(answer, sentences=tuple(sentences), citations=tuple(citations))

    def _differences(self, evidence: Evidence, shown: Sequence[Hit]) -> tuple[Difference, ...]:
        """Return the claims of the documents shown that state different figures, the best first."""
        kind, text = evidence.question.kind, evidence.question.text
        if kind not in FIGURE_KINDS:
            return ()
        numbers = _numbers(shown)
        best: dict[str, ScoredSentence] = {}
        for one in sorted(evidence.reading.key, key=lambda one: -one.score):
            if one.hit.row in numbers:
                best.setdefault(one.hit.passage.doc_id, one)
        claims = [
            FigureClaim(
                doc_id, numbers[one.hit.row], one.text, one.score,
                self._searcher.sentence_vectors(one.hit)[one.position],
            )
            for doc_id, one in list(best.items())[:READ]
        ]  # fmt: skip
        asked = figures(text, kind)
        return tuple(
            Difference(
                claim.citation,
                claim.text,
                tuple(written for key, written in figures(claim.text, kind).items() if key not in asked),
                item_date(self._catalogue.outline(claim.doc_id).item),
            )
            for claim in disagreeing_claims(kind, text, claims)
        )


def _merged(evidence: Sequence[Evidence]) -> list[Hit]:
    """Return the hits of all parts, each once: the first of each part, the second of each part, and so on."""
    ranks = zip_longest(*(one.hits for one in evidence))
    merged: dict[int, Hit] = {}
    for hit in (hit for hits in ranks for hit in hits if hit):
        merged.setdefault(hit.row, hit)
    return list(merged.values())


def _chosen(hits: Sequence[Hit], answered: Sequence[ScoredSentence], k: int) -> list[Hit]:
    """Return k of the hits in their order: those of the answer's sentences before others."""
    best = sorted(answered, key=lambda one: -one.score)
    wanted = list(dict.fromkeys([*(one.hit.row for one in best), *(hit.row for hit in hits)]))[:k]
    return [hit for hit in hits if hit.row in wanted]


def _numbers(shown: Sequence[Hit]) -> Mapping[int, int]:
    """Return the number of the citation of each hit, by its row."""
    return {hit.row: number for number, hit in enumerate(shown, start=1)}
