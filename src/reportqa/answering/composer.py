"""Turns what the parts of a question found into one Answer: its sentences or its list, cited, and what differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from reportqa.answer import AnswerSentence, Citation, Difference, Hit, State
from reportqa.answering.caveats import doubt
from reportqa.answering.confidence import Calibration
from reportqa.answering.disagreements import Claim, figures, find_differences
from reportqa.answering.findings import Finding
from reportqa.answering.list_answers import announced_list, list_of
from reportqa.answering.reader import READ, Found
from reportqa.csl import item_date
from reportqa.document import Sentence
from reportqa.index import Catalogue
from reportqa.search import Retriever
from reportqa.text import Wording

SENTENCES_A_PART = 2
"""Of a question with several parts."""
_SHORT_OF = 0.01
"""How far the confidence of what is doubted stays below that of an answer."""


@dataclass(frozen=True, slots=True)
class Composition:
    """The parts of an Answer that come from what was found."""

    state: State
    confidence: float
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()


def compose(
    findings: Sequence[Finding], k: int, calibration: Calibration, catalogue: Catalogue, retriever: Retriever
) -> Composition:
    """Compose an answer with up to k citations, more only where a list runs over more pages.

    The answer is as sure as the surest of the parts; a note says which part nothing answers. Where no passage has
    the exact words of a phrase, there may be an answer at most.
    """
    confidence = max(finding.confidence for finding in findings)
    state = _state(confidence, calibration)
    missing = dict.fromkeys(phrase for finding in findings for phrase in finding.missing)
    if missing:
        state, confidence = _doubted(state, confidence, calibration)
    notes = (
        *(f"No passage has the exact words “{phrase}”; these come nearest." for phrase in missing),
        *(
            f"Nothing here answers this part: “{finding.question.text}”"
            for finding in findings
            if state is not State.NOTHING
            and finding.confidence < calibration.may_answer
            # What is compared is there even if no sentence compares it.
            and finding.question.kind != "comparison"
        ),
    )
    hits = _merged(findings)
    catalogue.prepare(passage.doc_id for hit in hits for passage in (hit.passage, *hit.duplicates))
    if len(findings) == 1:
        doc_id, items = list_of(findings[0], state, catalogue, retriever.idf)
        if items and state is State.NOTHING:
            # A list under a heading that says what is asked for may be it, however little its items say of that.
            state, confidence = State.MAY_ANSWER, calibration.may_answer
        if items:
            return _composed_list(findings[0], doc_id, items, k, state, confidence, catalogue, notes)
    shown = _chosen(hits, findings, k, calibration)
    numbers = {hit.row: number for number, hit in enumerate(shown, start=1)}
    keys = {finding.hits[one.hit].row: one.sentence for finding in reversed(findings) for one in finding.reading.key}
    answering = () if state is State.NOTHING else _answering(findings, numbers, calibration, catalogue)
    sentences = _each_once(answering, shown)
    # A list may run on behind its passage.
    ends: dict[int, int] = {}
    for sentence in sentences:
        ends[sentence.citation] = max(sentence.end, ends.get(sentence.citation, 0))
    citations = tuple(
        _citation(number, hit, keys.get(hit.row), catalogue, ends.get(number, 0))
        for number, hit in enumerate(shown, start=1)
    )
    if state is State.NOTHING:
        return Composition(state, confidence, citations=citations, notes=notes)
    reason = doubt(findings, sentences, catalogue) if state is State.ANSWERS else None
    if reason:
        state, confidence = _doubted(state, confidence, calibration)
        notes = (*notes, reason)
    differences = _differences(findings[0], numbers, catalogue, retriever) if len(findings) == 1 else ()
    return Composition(state, confidence, sentences, citations, differences, notes)


def _each_once(sentences: Sequence[AnswerSentence], shown: Sequence[Hit]) -> tuple[AnswerSentence, ...]:
    """Leave out sentences that say what one before of the same document says in the same words, as summaries do."""
    once: dict[tuple[str, str], AnswerSentence] = {}
    for one in sentences:
        words = "".join(Wording.of(one.text).keys).lower()
        once.setdefault((shown[one.citation - 1].passage.doc_id, words), one)
    return tuple(once.values())


def _state(confidence: float, calibration: Calibration) -> State:
    if confidence >= calibration.answers:
        return State.ANSWERS
    return State.MAY_ANSWER if confidence >= calibration.may_answer else State.NOTHING


def _doubted(state: State, confidence: float, calibration: Calibration) -> tuple[State, float]:
    """Give the state and confidence of what only may answer, however much like an answer it looks."""
    if state is not State.ANSWERS:
        return state, confidence
    return State.MAY_ANSWER, min(confidence, calibration.answers - _SHORT_OF)


def _merged(findings: Sequence[Finding]) -> list[Hit]:
    """Give the hits of all parts, the best of each part first, each once."""
    ranks = zip_longest(*(finding.hits for finding in findings))
    merged: dict[int, Hit] = {}
    for hit in (hit for hits in ranks for hit in hits if hit):
        merged.setdefault(hit.row, hit)
    return list(merged.values())


def _shown_sentences(finding: Finding, is_part: bool) -> Sequence[Found]:
    if not is_part:
        return finding.reading.sentences
    best = sorted(finding.reading.sentences, key=lambda one: -one.score)[:SENTENCES_A_PART]
    return [one for one in finding.reading.sentences if one in best]


def _chosen(hits: Sequence[Hit], findings: Sequence[Finding], k: int, calibration: Calibration) -> list[Hit]:
    """Give k of the hits in their order: those of the answer's sentences before others."""
    sure = [finding for finding in findings if finding.confidence >= calibration.may_answer]
    best = sorted(
        ((one, finding) for finding in sure for one in _shown_sentences(finding, len(findings) > 1)),
        key=lambda pair: -pair[0].score,
    )
    wanted = list(dict.fromkeys([*(finding.hits[one.hit].row for one, finding in best), *(hit.row for hit in hits)]))[
        :k
    ]
    return [hit for hit in hits if hit.row in wanted]


def _citation(number: int, hit: Hit, key: Sentence | None, catalogue: Catalogue, end: int = 0) -> Citation:
    """Cite the passage of a hit, and what follows it up to `end`."""
    passage = hit.passage
    end = max(end, passage.end)
    return catalogue.citation(number, passage.doc_id, passage.start, end, hit.score, hit.duplicates, key)


def _answering(
    findings: Sequence[Finding], numbers: Mapping[int, int], calibration: Calibration, catalogue: Catalogue
) -> tuple[AnswerSentence, ...]:
    """Give the sentences of the parts that are answered, or may be; `numbers` are the citations of the hits by row."""
    shown = [
        (numbers[finding.hits[one.hit].row], finding.hits[one.hit], one.sentence)
        for finding in findings
        if finding.confidence >= calibration.may_answer
        for one in _shown_sentences(finding, len(findings) > 1)
        if finding.hits[one.hit].row in numbers
    ]
    return _with_lists(shown, catalogue)


def _with_lists(shown: Sequence[tuple[int, Hit, Sentence]], catalogue: Catalogue) -> tuple[AnswerSentence, ...]:
    """Give the sentences of hits, by the numbers of their citations, each followed by the list that it announces."""
    given: list[tuple[str, AnswerSentence]] = []
    for number, hit, sentence in shown:
        doc_id = hit.passage.doc_id
        if any(other == doc_id and one.start <= sentence.start < one.end for other, one in given):
            continue
        lines = [(sentence, hit.text_of(sentence)), *announced_list(hit, sentence, catalogue)]
        end = lines[-1][0].end
        given = [(other, one) for other, one in given if other != doc_id or not sentence.start <= one.start < end]
        given += [(doc_id, AnswerSentence(number, text, line.start, line.end)) for line, text in lines]
    return tuple(one for _, one in given)


def _composed_list(
    finding: Finding,
    doc_id: str,
    items: Sequence[Sentence],
    k: int,
    state: State,
    confidence: float,
    catalogue: Catalogue,
    notes: tuple[str, ...],
) -> Composition:
    """Compose a list: one citation for each page that it stands on, then the other passages.

    What holds the answer comes first, and so has the best score.
    """
    outline = catalogue.outline(doc_id)
    sentences: list[AnswerSentence] = []
    citations: list[Citation] = []
    for number, (_, group) in enumerate(groupby(items, key=lambda item: outline.pages_of(item.start, item.end)[:1]), 1):
        on_page = list(group)
        start, end = on_page[0].start, on_page[-1].end
        citations.append(catalogue.citation(number, doc_id, start, end, finding.hits[0].score, key=on_page[0]))
        quote = citations[-1].quote
        sentences += [AnswerSentence(number, quote[i.start - start : i.end - start], i.start, i.end) for i in on_page]
    keys = {one.hit: one.sentence for one in finding.reading.key}
    for position, hit in enumerate(finding.hits):
        overlaps = hit.passage.doc_id == doc_id and (
            hit.passage.start < items[-1].end and items[0].start < hit.passage.end
        )
        if len(citations) < k and not overlaps:
            citations.append(_citation(len(citations) + 1, hit, keys.get(position), catalogue))
    return Composition(state, confidence, tuple(sentences), tuple(citations), notes=notes)


def _differences(
    finding: Finding, numbers: dict[int, int], catalogue: Catalogue, retriever: Retriever
) -> tuple[Difference, ...]:
    best: dict[str, Found] = {}
    for one in sorted(finding.reading.key, key=lambda one: -one.score):
        hit = finding.hits[one.hit]
        if hit.row in numbers:
            best.setdefault(hit.passage.doc_id, one)
    claims = [
        Claim(doc_id, finding.hits[one.hit].text_of(one.sentence), one.score,
              (one.hit, finding.hits[one.hit].passage.sentences.index(one.sentence)))
        for doc_id, one in list(best.items())[:READ]
    ]  # fmt: skip

    def similarity(claim: Claim, other: Claim) -> float:
        (hit, sentence), (other_hit, other_sentence) = claim.key, other.key
        return retriever.similarity(finding.hits[hit], sentence, finding.hits[other_hit], other_sentence)

    kind, text = finding.question.kind, finding.question.text
    asked = figures(text, kind)
    return tuple(
        Difference(
            numbers[finding.hits[claim.key[0]].row],
            claim.text,
            tuple(written for key, written in figures(claim.text, kind).items() if key not in asked),
            item_date(catalogue.outline(claim.doc_id).item),
        )
        for claim in find_differences(kind, text, claims, similarity)
    )
