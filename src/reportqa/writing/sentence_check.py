"""The check of a written sentence: whether the sentences that it cites say it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reportqa.search import phrase_pattern
from reportqa.text import counted, listing
from reportqa.writing.alignment import Aligner
from reportqa.writing.bindings import changes_voice
from reportqa.writing.claim_word import ClaimWord, Kind
from reportqa.writing.claim_words import NOT, claim_words
from reportqa.writing.free_wording import FreeWording
from reportqa.writing.rewordings import rewordings
from reportqa.writing.word_classes import CONDITIONS

MAX_WRITTEN = 1000
"""Characters of a sentence that is checked."""
MAX_CITED = 6000
"""Characters of the sentences that it cites."""
_NOUNS: dict[Kind, str] = {"number": "number", "year": "date", "name": "name", "word": "word"}
_QUOTED = re.compile(
    r"[“„”]([^“”„]*)[“”]|«([^«»]*)»|\"([^\"]*)\"|(?<!\w)[‘']([^‘’'\n]+(?:[’'](?=\w)[^‘’'\n]+)*)[’'](?!\w)"
)
_MARKS = re.compile(r"[“”„‟\"«»‹›「」『』〝〞〟❝❞❛❜″‶ʺˮ]|(?<!\w)['‘’‚‛]|['‘’](?!\w)")
_TEXTS = "report|document|text|passage|source|study|paper|briefing|author|page"
_FRAME = re.compile(
    rf"(?:According to (?:the|this) (?:\w+ )?(?:{_TEXTS})s?,? |(?:The|This) (?:\w+ )?(?:{_TEXTS})s? (?:also )?"
    r"(?:says?|states?|notes?|reports?|adds?|mentions?|explains?) that )(?=\w)"
)
"""The beginning of a sentence that only says that a document says it."""
_PART = re.compile(r"; |, (?=(?:which|who|whose|where)\b)")
_RESPECTIVELY = re.compile(r"\brespectively\b|\bin (?:that|this) order\b|\bvice versa\b", re.IGNORECASE)
_CONDITION = re.compile(rf"\b(?:{'|'.join(CONDITIONS)})\b", re.IGNORECASE)
_DOUBT = re.compile(
    r"\b(?:whether|alleg\w+|den(?:y|ies|ied)|doubt\w*|claim\w*|myth|untrue|false(?:ly)?)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class SentenceCheck:
    """What the check of a sentence found: `reasons` why the cited sentences do not support it, one sentence each.

    Reasons have no words of the sentence, which may be anything.
    """

    reasons: tuple[str, ...] = ()

    @property
    def is_supported(self) -> bool:
        return not self.reasons


def check_sentence(text: str, cited: Sequence[str]) -> SentenceCheck:
    """Return whether the cited sentences say what a written sentence says.

    Every number, date, name and other content word must be in them, with the same negation and strength, and in an
    order that does not change who did what (`alignment`), or worded freely with the same bindings (`free_wording`).
    Words are compared by their stems, spelling variants and synonyms; figures by their values, and a rounded figure is
    another one. What is correct but worded more freely is not supported.
    """
    if len(text) > MAX_WRITTEN or sum(map(len, cited)) > MAX_CITED:
        return SentenceCheck(("It, or what it cites, is too long to be checked.",))
    if not _is_question(text) and any(map(_is_question, cited)):
        return SentenceCheck(("It cites a question, which states nothing.",))
    text = " ".join(_FRAME.sub("", text, count=1).split())
    written, sources = claim_words(text), _words_of(cited)
    if not written or not sources:
        return SentenceCheck(("It says nothing that can be checked.",))
    reasons = [*_quotes_not_found(text, cited), *_missing(written, sources)]
    if not reasons and (changes := _changed(text, cited)):
        others = [(one, cited) for one in rewordings(text)]
        others += [
            (text, [*cited[:n], one, *cited[n + 1 :]]) for n, each in enumerate(cited) for one in rewordings(each)
        ]
        reasons += changes if all(_changed(one, sentences) for one, sentences in others) else []
    if reasons and not _quotes_not_found(text, cited) and not any(map(_RESPECTIVELY.search, (text, *cited))):
        places = FreeWording(written, sources).places()
        if places and not _left_out(text, cited, sources, places) and not _only_quoted(sources, places):
            return SentenceCheck()
    return SentenceCheck(tuple(reasons))


def _is_question(text: str) -> bool:
    return text.rstrip(" ”\"’').").endswith("?")


def _words_of(cited: Sequence[str]) -> list[ClaimWord]:
    return [word for number, one in enumerate(cited) for word in claim_words(one, number)]


def without_marks(text: str) -> str:
    """Return a text without quotation marks; apostrophes stay."""
    return " ".join(_MARKS.sub("", text).split())


def _quotes_not_found(text: str, cited: Sequence[str]) -> list[str]:
    for match in _QUOTED.finditer(text):
        words = next(group for group in match.groups() if group is not None).strip().strip(".,;")
        if words and not any(phrase_pattern(words).search(one) for one in cited):
            return ["It has words in quotation marks that are not in the cited sentences."]
    return []


def _missing(written: Sequence[ClaimWord], sources: Sequence[ClaimWord]) -> list[str]:
    keys = {word.key for word in sources}
    missing = Counter({word.key: word.kind for word in written if word.key not in keys}.values())
    counts = [counted(missing[kind], _NOUNS[kind]) for kind in _NOUNS if missing[kind]]
    return [f"It has {listing(counts)} that the cited sentences do not have."] if counts else []


def _changed(text: str, cited: Sequence[str]) -> list[str]:
    """Return how a sentence, all of whose words are cited, says something else than the cited sentences."""
    written, sources = claim_words(text), _words_of(cited)
    if {word.key for word in written} - {word.key for word in sources}:
        return ["It is worded otherwise."]
    fixed = frozenset(number for number, one in enumerate(cited) if _RESPECTIVELY.search(f"{one} {text}"))
    alignment = Aligner(written, sources, fixed).align()
    reasons = []
    for word, place in zip(written, alignment.places, strict=True):
        if word.operators != sources[place].operators:
            reasons.append(_operator_reason(word.operators ^ sources[place].operators))
    if alignment.breaks or changes_voice(written, sources, alignment.places):
        reasons.append("It connects names, figures or words otherwise than the cited sentences.")
    reasons += _left_out(text, cited, sources, alignment.places)
    reasons += _only_quoted(sources, alignment.places)
    return list(dict.fromkeys(reasons))


def _left_out(text: str, cited: Sequence[str], sources: Sequence[ClaimWord], places: Sequence[int]) -> list[str]:
    """Return the conditions and doubts of the parts of sentences that are used, without those that the text has."""
    own, reasons = text.lower(), []
    for number in sorted({sources[place].sentence for place in places}):
        begin = next(position for position, word in enumerate(sources) if word.sentence == number)
        for part in _PART.split(cited[number]):
            end = begin + len(claim_words(part))
            if any(begin <= place < end for place in places):
                found = [match[0] for match in (_CONDITION.search(part), _DOUBT.search(part)) if match]
                reasons += [f"It leaves out “{one}” of the cited sentence." for one in found if one.lower() not in own]
            begin = end
    return reasons


def _only_quoted(sources: Sequence[ClaimWord], places: Sequence[int]) -> list[str]:
    """Return a reason if a sentence states what a cited sentence only quotes."""
    stated = {sources[place].sentence for place in places if not sources[place].in_quotes}
    outside = {word.sentence for word in sources if not word.in_quotes}
    quoted = {sources[place].sentence for place in places} - stated
    return ["It states what the cited sentence only quotes."] if quoted & outside else []


def _operator_reason(differing: frozenset[str]) -> str:
    if NOT in differing:
        return "Its negation is not that of the cited sentences."
    return f"It says “{listing(sorted(differing))}” and the cited sentences do not, or the reverse."
