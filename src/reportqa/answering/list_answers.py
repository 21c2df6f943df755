"""Finds what answers a question as a whole: the list under headings that say it, around its sentence, or announced by
it; the section that has just what is asked for as its heading.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from operator import attrgetter

from reportqa.answer import Hit, State
from reportqa.answering.findings import Finding
from reportqa.answering.lists import find_list, first_list
from reportqa.answering.reader import MAX_SENTENCES, READ
from reportqa.document import Outline, Sentence
from reportqa.index import Catalogue
from reportqa.text import question_terms, split_sentences, terms

MIN_HEADED = 0.75
"""Share of the question's weight of words in the headings above a list from which on it is what was asked for."""
_LIGHT = frozenset(terms("gave give given gives made make makes"))
"""Terms of verbs that headings leave out: "the recommendations made to …"."""
_ABOUT = frozenset(terms("document documents paper papers report reports study studies"))
"""Terms of what headings are in: "the conclusions of the report"."""
_SHOULD = re.compile(r"what (?:should|must|can|could) (.+?) do\b", re.IGNORECASE)
"""Reports say it as recommendations."""
_PLURAL = re.compile(r"\w+[^\Wsiu]s\b", re.IGNORECASE)
_COMMON_BEGINNING = 6
"""Letters that "commissioners" and "commissioning" share: in headings that is the same word."""


def list_of(
    finding: Finding, state: State, catalogue: Catalogue, idf: Callable[[str], float]
) -> tuple[str, tuple[Sentence, ...]]:
    """Give the items of the list that answers a question for one, or the beginning of its section, and where.

    Where nothing answers so far, only what stands under a heading that itself says what is asked for.
    """
    if not finding.reading.key:
        return "", ()
    texts = [finding.question.text, *finding.variants]
    is_list = finding.question.kind == "list"
    asked = [f"recommendations {match[1]}" for text in texts if (match := _SHOULD.match(text))]
    if is_list or (finding.question.is_keywords and _PLURAL.match(finding.question.text)):
        asked = texts
    if asked:
        alone = not is_list or state is State.NOTHING
        doc_id, items = _headed_list(finding.hits, asked, alone, catalogue, idf)
        if items:
            return doc_id, items
    if state is State.NOTHING or (is_list and state is State.MAY_ANSWER):
        doc_id, items = _headed_section(finding.hits, texts, catalogue)
        if items:
            return doc_id, items
    if state is State.NOTHING or not is_list:
        return "", ()
    best = finding.reading.best
    hit = finding.hits[best.hit]
    doc_id = hit.passage.doc_id
    start, text, items = _around(doc_id, best.sentence, catalogue)
    if not items:
        return "", ()
    # One item may answer by chance: what stands over the list has to speak of what is asked for.
    is_prose = "\n" not in text[items[0].start : items[-1].end]
    *_, before = text[: items[0].end if is_prose else items[0].start].strip().split("\n\n")
    above = {*terms(hit.passage.heading), *terms(before)}
    if not above & set(question_terms(finding.question.text)):
        return "", ()
    return doc_id, tuple(_moved(item, start) for item in items)


def announced_list(hit: Hit, sentence: Sentence, catalogue: Catalogue) -> tuple[tuple[Sentence, str], ...]:
    """Give the items of the list that a sentence of a hit announces with a colon; none where it announces none."""
    if not hit.text_of(sentence).endswith(":"):
        return ()
    start, text, items = _around(hit.passage.doc_id, sentence, catalogue)
    moved = ((_moved(item, start), text[item.start : item.end]) for item in items)
    return tuple((item, shown) for item, shown in moved if item.start >= sentence.end)


def _around(doc_id: str, sentence: Sentence, catalogue: Catalogue) -> tuple[int, str, tuple[Sentence, ...]]:
    """Give where the section of a sentence starts, its text, and the list in it that the sentence belongs to."""
    start, end = _section_bounds(catalogue.outline(doc_id), sentence.start)
    text = catalogue.text(doc_id, start, end)
    return start, text, find_list(text, _moved(sentence, -start), (0, len(text)))


def _headed_list(
    hits: Sequence[Hit], asked: Sequence[str], alone: bool, catalogue: Catalogue, idf: Callable[[str], float]
) -> tuple[str, tuple[Sentence, ...]]:
    """Give the first list below the headings that say best what is asked for, in some words, in the documents found.

    The innermost heading has to say some of it, and if `alone` that and the one above it all: what stands above a
    whole report stands above all its lists.
    """
    ways = [{term: idf(term) for term in _wanted(text)} for text in asked]

    def share(headings: Sequence[str]) -> float:
        above = set(terms(" ".join(headings)))
        shares = (
            sum(weight for term, weight in wanted.items() if _has(above, term)) / sum(wanted.values())
            for wanted in ways
            if wanted
        )
        return max(shares, default=0.0)

    best: tuple[tuple[float, float], str, tuple[Sentence, ...]] = ((MIN_HEADED, 0.0), "", ())
    for doc_id in dict.fromkeys(hit.passage.doc_id for hit in hits[:READ]):
        outline = catalogue.outline(doc_id)
        for section in outline.sections:
            own = share([section.heading])
            path = outline.section_path(section.start)
            above = share(path[-2:] if alone else path)
            shares = (above, own) if own else (0.0, 0.0)
            if shares > best[0]:
                start, end = _section_bounds(outline, section.start)
                items = first_list(catalogue.text(doc_id, start, end), (0, end - start))
                best = (shares, doc_id, tuple(_moved(item, start) for item in items)) if items else best
    return best[1], best[2]


def _headed_section(
    hits: Sequence[Hit], asked: Sequence[str], catalogue: Catalogue
) -> tuple[str, tuple[Sentence, ...]]:
    """Give the first sentences under the first heading that is just what is asked for: "What are the key points?"."""
    ways = [_wanted(text) for text in asked]
    for doc_id in dict.fromkeys(hit.passage.doc_id for hit in hits[:READ]):
        outline = catalogue.outline(doc_id)
        for number, section in enumerate(outline.sections):
            own = set(question_terms(section.heading))
            if not any(all(_has(own, term) for term in way) and all(_has(way, term) for term in own) for way in ways):
                continue
            # A bare heading stands over the sections below.
            for below in outline.sections[number:]:
                if below.level < section.level:
                    break
                start, end = _section_bounds(outline, below.start)
                if sentences := split_sentences(catalogue.text(doc_id, start, end))[:MAX_SENTENCES]:
                    return doc_id, tuple(_moved(sentence, start) for sentence in sentences)
    return "", ()


def _wanted(text: str) -> set[str]:
    """Give the terms of a question that its heading would have."""
    found = set(question_terms(text)) - _LIGHT
    return found - _ABOUT or found


def _moved(sentence: Sentence, by: int) -> Sentence:
    return Sentence(sentence.start + by, sentence.end + by)


def _has(above: Collection[str], term: str) -> bool:
    """Tell whether one of the terms is the given one or begins as it does."""
    return term in above or (
        len(term) > _COMMON_BEGINNING and any(other.startswith(term[:_COMMON_BEGINNING]) for other in above)
    )


def _section_bounds(outline: Outline, at: int) -> tuple[int, int]:
    """Give where the text of the section around an offset begins, behind its heading, and ends."""
    number = bisect_right(outline.sections, at, key=attrgetter("start"))
    end = outline.sections[number].start if number < len(outline.sections) else outline.length
    if number == 0:
        return 0, end
    section = outline.sections[number - 1]
    return min(section.start + len(section.heading), end), end
