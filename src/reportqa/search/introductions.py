"""What a long-winded text asks, apart from its introduction: who asks and why."""

import re
from itertools import chain, pairwise

from reportqa.search.question_kind import AUXILIARIES, QUESTION_WORD
from reportqa.text import STOP_WORDS, question_terms, terms

INTRODUCTION_SHARE = 0.8
"""Share of the whole text in the vector of a question; the rest is what is asked. Measured on half of conditionalqa."""

REQUEST = re.compile(
    rf"(?:\w+ ){{0,2}}{QUESTION_WORD}|(?:{AUXILIARIES})\b|(?:please )?(?:list|name|describe|explain|compare|define)\b",
    re.IGNORECASE,
)
"""The beginning of a question or of a request."""
_PREPOSITION = "(?:at|by|for|from|in|of|on|since|to|under|until|with)"
_QUESTION = re.compile(rf"(?:{_PREPOSITION} )?{QUESTION_WORD}|(?:{AUXILIARIES})\b", re.IGNORECASE)
_SUBJECT = r"(?:i|we|you|he|she|it|they|there|this|that|these|those|any|my|our|your|his|her|their|its|the|an?)\b"
_MEASURE = "long|many|much|often|soon|old|far|big|large|high|likely"
_OPENING = (
    rf"{QUESTION_WORD} (?:{AUXILIARIES})\b|how (?:{_MEASURE})\b"
    rf"|(?:what|which|whose) (?:\w+ ){{1,4}}?(?:{AUXILIARIES})\b|(?:{AUXILIARIES}) {_SUBJECT}"
)
"""The beginning of a question that needs no mark before it."""
_CAPITAL_OPENING = re.compile(rf"(?<=[a-z0-9)]) +(?=[A-Z])(?=(?i:{_OPENING}))")
_SENTENCE_END = re.compile(
    rf"(?<=[?!])\s+|(?<=[^\W_]{{2}}\.)\s+(?=[A-Z])|(?<=[\s.]\.)\s+(?=\w)|(?<=[^\W_]{{2}}\.)\s*(?=(?i:{_OPENING}))"
)
CONTENT = 2
"""Terms from which on a question says by itself what it is about."""
_EMPTY = frozenset(chain.from_iterable(terms(word) for word in STOP_WORDS))
_REFERS = re.compile(r"\b(?:i|we|he|she|it|they|them|him|her|this|that|these|those)\b", re.IGNORECASE)
_ABBREVIATED = re.compile(r"\b[A-Z][a-z]{0,3}\.$")
_WISH = re.compile(
    r"\b(?:i|we)(?:['’]d| would| should)? (?:(?:just|also|really) )?(?:(?:like|love|want|need|wish) to|must) (?:know"
    r"|find out|learn|understand|say|hear|check)\b[,:]? |\b(?:and|but|so) (?:would|should|['’]d) like to (?:know"
    r"|find out|learn|understand)\b[,:]? |\b(?:can|could|would|will) (?:you|someone|anyone|anybody|somebody) (?:please "
    r"|kindly |help me )?(?:find out|tell (?:me|us)|look up|check|let (?:me|us) know|say)\b[,:]? ",
    re.IGNORECASE,
)
_INDIRECT = re.compile(rf"(?:\w+ )?(?:{QUESTION_WORD}|if\b|whether\b)", re.IGNORECASE)


def asked_in(text: str) -> list[str]:
    """Return the questions and requests in a text, without its introduction; the text where there is none.

    >>> asked_in("My neighbour is 70. Until when can he apply?")
    ['Until when can he apply?']
    """
    sentences = [part for sentence in _sentences(text) for part in _unmarked(sentence) if part]
    asks = (lambda one: one.endswith("?")) if any(one.endswith("?") for one in sentences) else REQUEST.match
    asked = []
    for before, sentence in pairwise(["", *sentences]):
        if wish := _wished(sentence):
            asked.append(wish)
        elif asks(sentence):
            content = len(content_terms(sentence))
            # "Is this allowed?" is about the statement before it, and "What are they?" says nothing by itself.
            if before in asked[-1:]:
                asked.append(sentence if content else f"{asked.pop()} {sentence}")
            else:
                refers = content == 0 or (content < CONTENT and _REFERS.search(sentence))
                asked.append(f"{before} {sentence}".strip() if refers else sentence)
    return asked or [text]


def introduced(text: str) -> str:
    """Return what a text asks after an introduction; empty for a text without one."""
    asked = asked_in(text)
    return "" if text.startswith(asked[0]) else " ".join(asked)


def asked_terms(text: str) -> list[str]:
    """Return the terms of what is asked; none for a text without an introduction."""
    return question_terms(asked) if (asked := introduced(text)) else []


def content_terms(text: str) -> set[str]:
    """Return the terms of a text, none where it has nothing but stop words."""
    return {term for term in question_terms(text) if term not in _EMPTY}


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text; within a question the stop of "Mr. Costa" or "St. Giles" ends none."""
    found: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        if found and _QUESTION.match(found[-1]) and _ABBREVIATED.search(found[-1]):
            found[-1] += f" {sentence.strip()}"
        else:
            found.append(sentence.strip())
    return found


def _unmarked(sentence: str) -> list[str]:
    """Split a statement and the question after it that no mark divides: "I am 15 Can I vote?"."""
    if REQUEST.match(sentence):
        return [sentence]
    return _CAPITAL_OPENING.split(sentence, maxsplit=1)


def _wished(sentence: str) -> str:
    """Return what a sentence wishes to know: "how it ends" of "I saw it and want to know how it ends"."""
    for match in _WISH.finditer(sentence):
        if _INDIRECT.match(sentence, match.end()):
            return sentence[match.end() :]
    return ""
