"""Answers that are lists: the list under a heading that names it, around the best sentence, or announced by it; and the
sections that say what is asked for.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from reportqa.answer import State
from reportqa.answering.lists import ListAnswer, find_list, first_list
from reportqa.answering.paragraphs import section_range
from reportqa.answering.reader import MAX_SENTENCES, READ, Evidence
from reportqa.answering.section_answers import find_section_answer
from reportqa.document import Outline, Sentence
from reportqa.index import Catalogue
from reportqa.search import Hit, Vocabulary
from reportqa.text import has_term, question_terms, split_sentences, terms

MIN_HEADED = 0.75
"""Share of the question's terms by weight that the headings above a list must have."""
_LIGHT = frozenset(terms("gave give given made make"))
"""Terms of verbs that headings leave out: "the recommendations made to …"."""
_ABOUT = frozenset(terms("document paper report study"))
"""Terms of what headings are in: "the conclusions of the report"."""
_SHOULD = re.compile(r"what (?:should|must|can|could) (.+?) do\b", re.IGNORECASE)
"""Reports answer this with recommendations."""
_PLURAL = re.compile(r"\w+[^\Wsiu]s\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _SectionText:
    """The text of a section after its heading; sentences have offsets in the document, as `start` is."""

    start: int
    text: str

    @classmethod
    def of(cls, doc_id: str, at: int, catalogue: Catalogue) -> "_SectionText":
        """Return the section around an offset."""
        outline = catalogue.outline(doc_id)
        start, end = section_range(outline, bisect_right(outline.sections, at, key=attrgetter("start")) - 1)
        return cls(start, catalogue.text(doc_id, start, end))

    def list_at(self, sentence: Sentence) -> tuple[Sentence, ...]:
        # The sentence may be the heading.
        start, end = max(sentence.start - self.start, 0), max(sentence.end - self.start, 0)
        return self._moved(find_list(self.text, Sentence(start, end)))

    def first_list(self) -> tuple[Sentence, ...]:
        return self._moved(first_list(self.text))

    def first_sentences(self) -> tuple[Sentence, ...]:
        return self._moved(split_sentences(self.text)[:MAX_SENTENCES])

    def between(self, start: int, end: int) -> str:
        return self.text[max(start - self.start, 0) : end - self.start]

    def _moved(self, sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
        return tuple(Sentence(one.start + self.start, one.end + self.start) for one in sentences)


def find_list_answer(
    evidence: Evidence, state: State, catalogue: Catalogue, vocabulary: Vocabulary
) -> ListAnswer | None:  # fmt: skip
    """Return the section or the list that answers a question for one, or the beginning of its section.

    Where nothing answers so far, only text that itself says what is asked for.
    """
    if not evidence.reading.key:
        return None
    if answer := find_section_answer(evidence, catalogue, vocabulary):
        return answer
    question = evidence.question
    texts = [question.text, *evidence.part.variants]
    is_list = question.kind == "list"
    if is_list or (question.is_keywords and _PLURAL.match(question.text)):
        asked = texts
    else:
        asked = [f"recommendations {match[1]}" for text in texts if (match := _SHOULD.match(text))]
    found = None
    if asked:
        alone = not is_list or state is State.NOTHING
        found = _list_under_heading(evidence.hits, asked, alone, catalogue, vocabulary)
    if not found and (state is State.NOTHING or (is_list and state is State.RELATED)):
        found = _section_with_heading(evidence.hits, texts, catalogue)
    if not found and is_list and state is not State.NOTHING:
        found = _list_around_best(evidence, catalogue)
    return found


def announced_items(hit: Hit, sentence: Sentence, catalogue: Catalogue) -> tuple[tuple[Sentence, str], ...]:
    """Return the items, with their texts, of the list that a sentence of a hit announces with a colon."""
    if not hit.text_of(sentence).endswith(":"):
        return ()
    section = _SectionText.of(hit.passage.doc_id, sentence.start, catalogue)
    items = (item for item in section.list_at(sentence) if item.start >= sentence.end)
    return tuple((item, section.between(item.start, item.end)) for item in items)


def _list_around_best(evidence: Evidence, catalogue: Catalogue) -> ListAnswer | None:
    """Return the list that the best sentence belongs to."""
    best = evidence.reading.best
    passage = best.hit.passage
    section = _SectionText.of(passage.doc_id, best.sentence.start, catalogue)
    items = section.list_at(best.sentence)
    if not items:
        return None
    # One item may match by chance: what is above the list has to mention what is asked for.
    first, last = items[0], items[-1]
    is_prose = "\n" not in section.between(first.start, last.end)
    *_, before = section.between(section.start, first.end if is_prose else first.start).strip().split("\n\n")
    above = {*terms(passage.heading), *terms(before)}
    return ListAnswer(passage.doc_id, items) if above & set(question_terms(evidence.question.text)) else None


def _list_under_heading(
    hits: Sequence[Hit], asked: Sequence[str], alone: bool, catalogue: Catalogue, vocabulary: Vocabulary
) -> ListAnswer | None:
    """Return the first list under the headings that best say what is asked for, in the documents found.

    The innermost heading has to say some of it, and if `alone` that and the one above it all: what is above a whole
    report is above all its lists.
    """
    forms = [vocabulary.weights(wanted) for text in asked if (wanted := _wanted(text))]

    def share(headings: Sequence[str]) -> float:
        above = set(terms(" ".join(headings)))
        shares = (sum(form[term] for term in form if has_term(above, term)) / sum(form.values()) for form in forms)
        return max(shares, default=0.0)

    best, found = (MIN_HEADED, 0.0), None
    for doc_id, outline in _outlines(hits, catalogue):
        for section in outline.sections:
            own = share([section.heading])
            path = outline.section_path(section.start)
            shares = (share(path[-2:] if alone else path), own) if own else (0.0, 0.0)
            if shares > best and (items := _SectionText.of(doc_id, section.start, catalogue).first_list()):
                best, found = shares, ListAnswer(doc_id, items)
    return found


def _section_with_heading(hits: Sequence[Hit], asked: Sequence[str], catalogue: Catalogue) -> ListAnswer | None:
    """Return the first sentences under the first heading that is just what is asked for: "What are the key points?"."""
    forms = [_wanted(text) for text in asked]
    for doc_id, outline in _outlines(hits, catalogue):
        for number, section in enumerate(outline.sections):
            own = set(question_terms(section.heading))
            if not any(
                all(has_term(own, term) for term in form) and all(has_term(form, term) for term in own)
                for form in forms
            ):
                continue
            # A bare heading covers the sections below it.
            for below in outline.sections[number:]:
                if below.level < section.level:
                    break
                if sentences := _SectionText.of(doc_id, below.start, catalogue).first_sentences():
                    return ListAnswer(doc_id, sentences)
    return None


def _outlines(hits: Sequence[Hit], catalogue: Catalogue) -> list[tuple[str, Outline]]:
    doc_ids = dict.fromkeys(hit.passage.doc_id for hit in hits[:READ])
    return [(doc_id, catalogue.outline(doc_id)) for doc_id in doc_ids]


def _wanted(text: str) -> set[str]:
    """Return the terms of a question that its heading would have."""
    found = set(question_terms(text)) - _LIGHT
    return found - _ABOUT or found
