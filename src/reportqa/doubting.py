"""Tells why an answer may be wrong however much the passages look like one: another name or year, no denial."""

from collections.abc import Callable, Sequence

from reportqa.answers import AnswerSentence
from reportqa.catalogue import Catalogue
from reportqa.findings import Finding
from reportqa.fusion import years
from reportqa.items import item_year
from reportqa.questions import is_negated, whole_names
from reportqa.terms import question_terms, terms


def doubt(
    findings: Sequence[Finding],
    sentences: Sequence[AnswerSentence],
    catalogue: Catalogue,
    idf: Callable[[str], float],
) -> str | None:
    """Say in a sentence why sentences only may answer what the findings are of, None where nothing tells.

    `idf` is the weight of a term.
    """
    # "Which did not": sentences that deny nothing may say the opposite of what is asked.
    denied = all(finding.question.negated for finding in findings)
    if denied and not any(is_negated(sentence.text) for sentence in sentences):
        return "The question is for what is not so, and these sentences deny nothing."
    lacks = [_lack(finding, catalogue, idf) for finding in findings]
    return lacks[0] if all(lacks) else None


def _lack(finding: Finding, catalogue: Catalogue, idf: Callable[[str], float]) -> str | None:
    """Say what the best passage lacks: a word of the question in its own text, one of the years, most of the names.

    Years and names may be in what is known of its document too; what a name stands for is told by a passage that has
    it whole.
    """
    if not finding.reading.key:
        return "Nothing was found."
    hit = finding.hits[finding.reading.best.hit]
    wanted, names = set(question_terms(finding.question.text)), whole_names(finding.question)
    if names and wanted <= set(terms(" ".join(names))):
        lacking = [name for name in names if name not in hit.text]
        return _unnamed(lacking) if len(lacking) == len(names) else None
    own = set(terms(hit.text))
    if wanted.isdisjoint(own):
        return "The words of the question are only in the title or heading of the best passage."
    doc_id = hit.passage.doc_id
    known = own.union(terms(hit.passage.prefix), terms(doc_id), [str(item_year(catalogue.outline(doc_id).item))])
    asked = years(wanted)
    if asked and asked.isdisjoint(known):
        return f"The best passage does not name the year {min(asked)}."
    # An abbreviation may stand there in its own words.
    kept = [name for name in finding.question.names if all(name in variant for variant in finding.variants)]
    named = {name: set(question_terms(name)) for name in kept}
    lacking = [name for name, parts in named.items() if parts.isdisjoint(known)]
    missing, total = (sum(map(idf, set().union(*found))) for found in ([named[n] for n in lacking], named.values()))
    return _unnamed(lacking) if missing > total / 2 else None


def _unnamed(names: Sequence[str]) -> str:
    return f"The best passage does not name “{' '.join(names)}”."
