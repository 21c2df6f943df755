"""The reason why an answer is doubtful though its passage looks like one: another name or year, no negation."""

from collections.abc import Sequence

from reportqa.answer import AnswerSentence
from reportqa.answering.reader import Evidence
from reportqa.csl import item_year
from reportqa.index import Catalogue
from reportqa.search import is_negated, whole_names, years
from reportqa.text import MONTHS, STOP_WORDS, question_terms, terms

_NO_NAMES = frozenset(MONTHS)
"""A passage may be about another month, or about none."""


def caveat(
    evidence: Sequence[Evidence], sentences: Sequence[AnswerSentence], catalogue: Catalogue
) -> str | None:  # fmt: skip
    """Return the reason, in a sentence, why these sentences may not answer; None without a reason to doubt."""
    # "Which did not": sentences without a negation may say the opposite of what is asked.
    negated = all(one.question.negated for one in evidence)
    if negated and not any(is_negated(sentence.text) for sentence in sentences):
        return "You asked what is not the case; these sentences contain no negation."
    reasons = [_missing(one, catalogue) for one in evidence]
    return reasons[0] if all(reasons) else None


def _missing(evidence: Evidence, catalogue: Catalogue) -> str | None:
    """Return what the best passage lacks: a word of the question in its own text, one of its years, any of its names.

    Years and names may also be in the metadata of the document. A question for a name alone needs a passage with the
    whole name.
    """
    if not evidence.reading.key:
        return "Nothing was found."
    hit, question = evidence.reading.best.hit, evidence.question
    whole = whole_names(question)
    if whole and set(question_terms(question.text)) <= set(terms(" ".join(whole))):
        return None if any(name in hit.text for name in whole) else _unnamed(whole)
    own = set(terms(hit.text))
    if own.isdisjoint(question_terms(question.text)):
        return "The words of the question are only in the title or heading of the best passage."
    doc_id = hit.passage.doc_id
    known = own.union(terms(hit.passage.prefix), terms(doc_id), [str(item_year(catalogue.outline(doc_id).item))])
    asked = years(question_terms(question.asked))
    if asked and asked.isdisjoint(known):
        return f"The best passage does not name the year {min(asked)}."
    single = (
        name
        for name in question.names
        if name not in _NO_NAMES
        and name.lower() not in STOP_WORDS
        and not any(name in longer.split() for longer in whole)
    )
    # The passage may have the other form of an abbreviation.
    named = [
        name for name in (*whole, *single) if all(name in said for said in (question.asked, *evidence.part.variants))
    ]
    has_one = any(not known.isdisjoint(question_terms(name)) for name in named)
    return _unnamed(named) if named and not has_one else None


def _unnamed(names: Sequence[str]) -> str:
    return f"The best passage does not name {' or '.join(f'“{name}”' for name in names)}."
