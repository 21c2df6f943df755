"""Correctness of an answer: whether its facts, sentences and first passages contain the strings that answer.

A sentence or a passage counts if its citation, or a near duplicate merged into it, is in a document that answers, a
fact if it is about such a document or stated there.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from reportqa.answer import Answer, Citation, Fact, State
from reportqa.evaluation.answer_strings import Gold

FIRST_PASSAGES = 3


@dataclass(frozen=True, slots=True)
class Correctness:
    """What of an answer is right: what is shown together, a part, the first fact or sentence, the first passages."""

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
    facts = [(_said(fact), _is_fact_from(fact, doc_ids)) for fact in answer.facts]
    sentences = [(one.text, counts(answer.citations[one.citation - 1])) for one in answer.sentences]
    nearest = [(one.text, counts(answer.citations[one.citation - 1])) for one in answer.nearest]
    shown = [text for text, is_wanted in (*facts, *sentences) if is_shown and is_wanted]
    first = [*facts, *nearest][:1] if is_shown else []
    passages = [one.quote for one in answer.citations[:FIRST_PASSAGES] if counts(one)]
    return Correctness(
        shown=any(map(gold.is_right, [_joined(shown), *shown])),
        partly=gold.is_right(_joined(shown)) or any(map(gold.is_partly_right, shown)),
        first_sentence=any(
            is_wanted and gold.is_partly_right(text) and not gold.is_wrong(text) for text, is_wanted in first
        ),
        first_passage=any(counts(one) and gold.is_right(one.quote) for one in answer.citations[:1]),
        first_three=any(map(gold.is_right, [_joined(passages), *passages])),
    )


def first_shown(answer: Answer) -> str:
    """Return the first fact, else the first sentence that is quoted; empty if nothing is."""
    return next(iter([*map(_said, answer.facts), *(one.text for one in answer.nearest)]), "")


def is_from(citation: Citation, doc_ids: Collection[str]) -> bool:
    """Return whether a citation, or a near duplicate merged into it, is in one of the documents."""
    return any(doc_id in doc_ids for doc_id in (citation.doc_id, *(copy.doc_id for copy in citation.also_in)))


def _said(fact: Fact) -> str:
    return f"{fact.title or ''}: {fact.value}"


def _is_fact_from(fact: Fact, doc_ids: Collection[str]) -> bool:
    return not doc_ids or fact.doc_id in {None, *doc_ids} or fact.stated_in in doc_ids


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(texts)
