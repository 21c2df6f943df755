"""Tells why an answer may be wrong however much the passages look like one: another name or year, no denial."""

from collections.abc import Sequence

from reportqa.answer import AnswerSentence
from reportqa.answering.findings import Finding
from reportqa.csl import item_year
from reportqa.index import Catalogue
from reportqa.search import is_negated, whole_names, years
from reportqa.text import MONTHS, STOP_WORDS, question_terms, terms

_NO_NAMES = frozenset(MONTHS)
"""A passage may be of another month, and of no month at all."""


def doubt(findings: Sequence[Finding], sentences: Sequence[AnswerSentence], catalogue: Catalogue) -> str | None:
    """Say in a sentence why sentences only may answer what the findings are of, None where nothing tells."""
    # "Which did not": sentences that deny nothing may say the opposite of what is asked.
    denied = all(finding.question.negated for finding in findings)
    if denied and not any(is_negated(sentence.text) for sentence in sentences):
        return "The question is for what is not so, and these sentences deny nothing."
    lacks = [_lack(finding, catalogue) for finding in findings]
    return lacks[0] if all(lacks) else None


def _lack(finding: Finding, catalogue: Catalogue) -> str | None:
    """Say what the best passage lacks: a word of the question in its own text, one of the years, any of the names.

    Years and names may be in what is known of its document too; what a name stands for is told by a passage that has
    it whole.
    """
    if not finding.reading.key:
        return "Nothing was found."
    hit = finding.hits[finding.reading.best.hit]
    question, whole = finding.question, whole_names(finding.question)
    wanted = set(question_terms(question.asked))
    if whole and set(question_terms(question.text)) <= set(terms(" ".join(whole))):
        return None if any(name in hit.text for name in whole) else _unnamed(whole)
    own = set(terms(hit.text))
    if own.isdisjoint(question_terms(question.text)):
        return "The words of the question are only in the title or heading of the best passage."
    doc_id = hit.passage.doc_id
    known = own.union(terms(hit.passage.prefix), terms(doc_id), [str(item_year(catalogue.outline(doc_id).item))])
    asked = years(wanted)
    if asked and asked.isdisjoint(known):
        return f"The best passage does not name the year {min(asked)}."
    single = (
        name
        for name in question.names
        if name not in _NO_NAMES
        and name.lower() not in STOP_WORDS
        and not any(name in longer.split() for longer in whole)
    )
    # An abbreviation may stand there in its own words.
    named = [name for name in (*whole, *single) if all(name in said for said in (question.asked, *finding.variants))]
    has_one = any(not known.isdisjoint(question_terms(name)) for name in named)
    return _unnamed(named) if named and not has_one else None


def _unnamed(names: Sequence[str]) -> str:
    return f"The best passage does not name {' or '.join(f'“{name}”' for name in names)}."
