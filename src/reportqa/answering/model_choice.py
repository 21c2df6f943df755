"""What a language model chose, and the answer that follows: sentences of documents, and a state up or down by one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportqa.answer import Answer, AnswerSentence, State
from reportqa.answering.caveats import caveat
from reportqa.answering.confidence import Calibration
from reportqa.answering.passage_prompt import MAX_CHOSEN
from reportqa.answering.quote_blocks import quotes_of
from reportqa.answering.reader import Evidence, ScoredSentence
from reportqa.errors import LanguageModelError
from reportqa.index import Catalogue
from reportqa.llm import parse_object

FOUND_NOTHING = "The language model found no answer in these passages."
UNRELATED = "The language model found no passage about this question."
OTHERS_BELOW = "The language model chose other sentences; they are shown after those of the search."
OTHERS_FIRST = "The language model chose other sentences than the search; they are shown first."
RAISED = "The search alone is not certain of this answer; the language model chose it too."
ONLY_MODEL = "The search found no answer; the language model takes the marked sentences for one."

DOUBTED = "The language model chose sentences that are not shown, for this reason:"


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """The numbers of the sentences that answer, the best first, and whether the passages are about the question."""

    answer: tuple[int, ...]
    related: bool

    @classmethod
    def parse(cls, text: str, count: int) -> "ModelChoice":
        """Return the choice in a reply about `count` sentences.

        :raises LanguageModelError: when it is anything but {"answer": [NUMBERS], "related"?: …} with known numbers.
        """
        found = parse_object(text)
        numbers, related = found.get("answer"), found.get("related", bool(found.get("answer")))
        if not isinstance(numbers, list) or not isinstance(related, bool) or not found.keys() <= {"answer", "related"}:
            raise LanguageModelError("The language model's reply has not the form that was asked for.")
        if len(numbers) > MAX_CHOSEN:
            raise LanguageModelError(f"The language model chose more than {MAX_CHOSEN} sentences.")
        if not all(type(one) is int and 1 <= one <= count for one in numbers):
            raise LanguageModelError("The language model chose sentences that it was not given.")
        return cls(tuple(dict.fromkeys(numbers)), related or bool(numbers))

    @property
    def state(self) -> State:
        return State.ANSWERS if self.answer else State.RELATED if self.related else State.NOTHING


def lowered(answer: Answer, choice: ModelChoice, bounds: Calibration) -> Answer:
    """Return an answer after a model found none: its state is one lower, unless the model finds it related too."""
    if answer.state is State.ANSWERS:
        confidence = bounds.doubted(answer.confidence)
        notes = (*answer.notes, FOUND_NOTHING)
        return replace(answer, state=State.RELATED, confidence=confidence, notes=notes)
    if answer.state is State.RELATED and not choice.related:
        notes = (*answer.notes, UNRELATED)
        return replace(answer, state=State.NOTHING, sentences=(), differences=(), notes=notes)
    return answer


def chosen_shown(
    answer: Answer,
    chosen: Sequence[AnswerSentence],
    sentences: Sequence[Sequence[AnswerSentence]],
    evidence: Sequence[Evidence],
    catalogue: Catalogue,
    bounds: Calibration,
) -> Answer:
    """Return an answer that shows the sentences that a model chose.

    They come first, but after those of the search where it is sure of others. The state is one higher where no caveat
    speaks against it; for an answer, the sentence that the model chose first must be one that the search found nearest.
    What a caveat speaks against is not shown with an answer or in place of none. Lists and the excerpts of several
    parts stay whole.

    :param sentences: those of each citation
    """
    places, own = ({(one.citation, *_place(one)) for one in given} for given in (chosen, answer.nearest))
    agrees = chosen[0].citation in {one.citation for one in answer.sentences}
    is_composed = len(evidence) > 1 or any(quote.is_list for quote in quotes_of(answer))
    keeps = agrees and (places == own or (is_composed and not places.isdisjoint(own)))
    is_sure = answer.state is State.ANSWERS
    if keeps and is_sure:
        return answer
    doc_id = answer.citations[chosen[0].citation - 1].doc_id
    doubt = caveat([_promoted(one, doc_id, chosen[0]) for one in evidence], catalogue)
    if doubt and answer.state is not State.RELATED:
        return replace(answer, notes=(*answer.notes, f"{DOUBTED} {doubt}"))
    shown = answer if keeps else _rearranged(answer, chosen, sentences, after=is_sure and not agrees)
    if is_sure:
        return shown if agrees else replace(shown, notes=(*shown.notes, OTHERS_BELOW))
    if answer.state is State.NOTHING:
        confidence = bounds.doubted(answer.confidence)
        return replace(shown, state=State.RELATED, confidence=confidence, notes=(*shown.notes, ONLY_MODEL))
    old = caveat(evidence, catalogue)
    notes = tuple(note for note in shown.notes if note not in {old, doubt})
    is_clear = not (notes or doubt or any(one.part.is_unclear for one in evidence))
    is_nearest = (chosen[0].citation, *_place(chosen[0])) in own
    if is_nearest and is_clear:
        confidence = max(shown.confidence, bounds.answers)
        return replace(shown, state=State.ANSWERS, confidence=confidence, notes=(RAISED,))
    added = (doubt, None if agrees else OTHERS_FIRST)
    return replace(shown, notes=(*notes, *(note for note in added if note)))


def first_citations(answer: Answer, count: int) -> Answer:
    """Return an answer with its first citations, at least those of its sentences."""
    count = max(count, *(one.citation for one in answer.sentences)) if answer.sentences else count
    differences = tuple(one for one in answer.differences if one.citation <= count)
    return replace(
        answer,
        citations=answer.citations[:count],
        differences=differences if len({one.citation for one in differences}) > 1 else (),
    )


def _promoted(evidence: Evidence, doc_id: str, chosen: AnswerSentence) -> Evidence:
    """Return evidence with the excerpt of a chosen sentence first, and that sentence as the one that answers."""
    reading = evidence.reading
    for excerpt in reading.excerpts:
        for rank, hit in enumerate(excerpt.hits):
            for sentence in hit.passage.sentences if hit.passage.doc_id == doc_id else ():
                if (sentence.start, sentence.end) == _place(chosen):
                    others = tuple(one for one in reading.excerpts if one is not excerpt)
                    best = ScoredSentence(rank, hit, sentence, reading.best.score)
                    return replace(
                        evidence, reading=replace(reading, excerpts=(excerpt, *others), sentences=(best,))
                    )  # fmt: skip
    return evidence


def _rearranged(
    answer: Answer, chosen: Sequence[AnswerSentence], sentences: Sequence[Sequence[AnswerSentence]], *, after: bool
) -> Answer:  # fmt: skip
    """Return an answer whose first citations are those of the chosen sentences, which alone are marked in them.

    :param after: what the answer shows stays before them
    """
    places = {(one.citation, *_place(one)) for one in chosen}
    kept = list(answer.sentences) if after else []
    own = dict.fromkeys(one.citation for one in kept)
    added = [number for number in dict.fromkeys(one.citation for one in chosen) if number not in own]
    order = list(dict.fromkeys((*own, *added, *(one.number for one in answer.citations))))
    numbers = {old: new for new, old in enumerate(order, start=1)}
    for number in added:
        marks = (replace(one, nearest=(number, *_place(one)) in places) for one in sentences[number - 1])
        kept += marks
    return replace(
        answer,
        citations=tuple(replace(answer.citations[old - 1], number=new) for old, new in numbers.items()),
        sentences=tuple(replace(one, citation=numbers[one.citation]) for one in kept),
        differences=tuple(replace(one, citation=numbers[one.citation]) for one in answer.differences),
    )


def _place(sentence: AnswerSentence) -> tuple[int, int]:
    return sentence.start, sentence.end
