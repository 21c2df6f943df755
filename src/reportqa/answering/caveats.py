"""The reason why an answer is doubtful though its passage looks like one: another name, year or number, no negation."""

import re
from collections.abc import Mapping, Sequence

from reportqa.answering.reader import Evidence
from reportqa.answering.superlatives import unsettled
from reportqa.answering.table_terms import quarters
from reportqa.csl import item_year
from reportqa.index import Catalogue
from reportqa.search import MONEY, OTHER_FIGURE, Kind, asks_for_money, is_negated, whole_names, years
from reportqa.text import CARDINALS, DAY, MONTHS, STOP_WORDS, listing, question_terms, terms

_FIGURES: Mapping[Kind, str] = {
    "how_many": "figure of what is counted or measured", "how_much": "amount", "percent": "percentage", "when": "date",
}  # fmt: skip
_NUMBER = re.compile(r"\d[\d.]*\d")
_DAY = re.compile(rf"\b(?:{DAY})\b", re.IGNORECASE)
_BASE = re.compile(r"\b(?:every|out of|how many(?: \w+)? in)(?: each| every| a)? [\w,]+", re.IGNORECASE)
"""What a share is counted of, "for every ten practices"; a passage may give the share in per cent."""
_NUMBER_WORDS = {str(number): word for number, word in enumerate(CARDINALS[9:20], 10)}
"""Numbers below 10 are often written as words, and ask for so many answers: "three reasons"."""


def caveat(evidence: Sequence[Evidence], catalogue: Catalogue) -> str | None:
    """Return the reason, in a sentence, why the best passages may not answer; None without a reason to doubt."""
    reasons = [_missing(one, catalogue) for one in evidence]
    return reasons[0] if all(reasons) else None


def _missing(evidence: Evidence, catalogue: Catalogue) -> str | None:
    """Return what the best excerpt lacks: any word of the question in its own text, a period, number, name or figure.

    Years, numbers and names may also be in the metadata of the document. A question for a name alone needs a passage
    with the whole name.
    """
    if not evidence.reading.key:
        return "Nothing was found."
    excerpt, question = evidence.reading.excerpts[0], evidence.question
    text = " ".join(text for _, text in excerpt.sentences)
    # "Which did not": sentences without a negation may say the opposite of what is asked.
    if question.negated and not is_negated(text):
        return "You asked what is not the case; the best passage contains no negation."
    whole = whole_names(question)
    if whole and set(question_terms(question.text)) <= set(terms(" ".join(whole))):
        return None if any(name in text for name in whole) else _unnamed(whole)
    own = set(terms(text))
    if own.isdisjoint(question_terms(question.text)):
        return "The words of the question are only in the title or heading of the best passage."
    item = catalogue.outline(excerpt.doc_id).item
    authors = (str(part) for author in item.get("author", ()) for part in author.values())
    made = (str(item_year(item) or ""), str(item.get("publisher", "")), *authors)
    described = " ".join((excerpt.best.passage.prefix, excerpt.doc_id, *made))
    known = own.union(terms(described), evidence.part.expected.named.get(excerpt.doc_id, ()))
    asked = years(question_terms(question.asked)) - known
    if asked:
        return f"The best passage does not name the year {min(asked)}."
    quarter, other = quarters(question.asked), quarters(text)
    if quarter and other and quarter.isdisjoint(other):
        return f"The best passage is about {listing(sorted(other)).replace('q', 'Q')}, not {min(quarter).upper()}."
    words = set(re.findall(r"\w+", text.lower()))
    numbers = {one for one in _numbers(question.asked) - known if _NUMBER_WORDS.get(one) not in words}
    if numbers:
        return f"The best passage does not have the number {min(numbers)}."
    named = [name for name in dict.fromkeys((*whole, *question.names)) if _is_name(name, whole)]
    # The passage may have the other form of an abbreviation.
    named = [name for name in named if all(name in said for said in (question.asked, *evidence.part.variants))]
    lacking = [name for name in named if not known.issuperset(question_terms(name))]
    if lacking:
        return _unnamed(lacking)
    nearest, expected = evidence.reading.nearest(excerpt), evidence.part.expected
    said = [one.text for one in nearest]
    fit = max(map(expected.match, said), default=0.0) if question.kind in _FIGURES else 1.0
    if fit == 0 or (expected.counted and fit < OTHER_FIGURE * 2):
        return f"The best passage gives no {_FIGURES[question.kind]} near the words of the question."
    if asks_for_money(question.kind, question.text) and not MONEY.search(
        " ".join([excerpt.best.passage.prefix, *said])
    ):
        return "The best passage gives no amount of money near the words of the question."
    if superlative := unsettled(question.text, text):
        return f"The best passage does not say what is “{superlative}”."
    tables = [table for table in catalogue.document(excerpt.doc_id).tables if table.is_flattened]
    if tables and all(any(table.start <= one.sentence.start < table.end for table in tables) for one in nearest):
        return "The nearest sentence is in a table of which the file does not say what is in one row."
    return None


def _numbers(text: str) -> set[str]:
    """Return the numbers of two or more digits in a text, as terms; no years, days of a month or bases of shares."""
    found = set(question_terms(_BASE.sub(" ", _DAY.sub(" ", text))))
    return {term for term in found - years(found) if _NUMBER.fullmatch(term)}


def _is_name(name: str, whole: Sequence[str]) -> bool:
    """Return whether a capitalised word is a name of its own: no month, no stop word, no part of a longer name.

    A passage may be about another month, or about none.
    """
    is_part = name not in whole and any(name in longer.split() for longer in whole)
    return name not in MONTHS and name.lower() not in STOP_WORDS and not is_part


def _unnamed(names: Sequence[str]) -> str:
    return f"The best passage does not name {' or '.join(f'“{name}”' for name in names)}."
