"""Correctness of an answer: whether its sentences and first passages contain the strings that answer the question.

A sentence or a passage counts if its citation, or a near duplicate merged into it, is in a document that answers.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from reportqa.answer import Answer, Citation, State
from reportqa.evaluation.answer_strings import Gold

FIRST_PASSAGES = 3


@dataclass(frozen=True, slots=True)
class Correctness:
    """What of an answer is right: the sentences shown together, some of them, the first nearest, the first passages."""

    shown: bool = False
    partly: bool = False
    first_sentence: bool = False
    first_passage: bool = False
    first_three: bool = False


def correctness_of(answer: Answer, gold: Gold, doc_ids: Collection[str]) -> Correctness:
    """Return what of an answer is right; of any document when `doc_ids` is empty.

    Where several items are needed, one is enough for the first sentence and for a part. With state "nothing" no
    sentence is right.
    """

    def counts(citation: Citation) -> bool:
        return not doc_ids or is_from(citation, doc_ids)

    is_shown = answer.state is not State.NOTHING
    sentences = [one.text for one in answer.sentences if is_shown and counts(answer.citations[one.citation - 1])]
    first = answer.nearest[:1] if is_shown else ()
    passages = [one.quote for one in answer.citations[:FIRST_PASSAGES] if counts(one)]
    return Correctness(
        shown=gold.is_right(_joined(sentences)),
        partly=gold.is_right(_joined(sentences)) or any(map(gold.is_partly_right, sentences)),
        first_sentence=any(
            counts(answer.citations[one.citation - 1])
            and gold.is_partly_right(one.text)
            and not gold.is_wrong(one.text)
            for one in first
        ),
        first_passage=any(counts(one) and gold.is_right(one.quote) for one in answer.citations[:1]),
        first_three=gold.is_right(_joined(passages)),
    )


def is_from(citation: Citation, doc_ids: Collection[str]) -> bool:
    """Return whether a citation, or a near duplicate merged into it, is in one of the documents."""
    return any(doc_id in doc_ids for doc_id in (citation.doc_id, *(copy.doc_id for copy in citation.also_in)))


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(texts)
