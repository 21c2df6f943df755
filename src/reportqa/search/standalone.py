"""A follow-up to a question, worded so that it stands alone."""

import re
from typing import NamedTuple

from reportqa.search.follow_ups import REFERS, kept_subject, lone_pronoun, subject_of, without_connective
from reportqa.search.introductions import CONTENT, content_terms
from reportqa.search.question import Question, whole_names
from reportqa.search.question_kind import AUXILIARIES, QUESTION_WORD

_AUX = rf"\b(?:{AUXILIARIES})(?:n?['’]t)?\b(?!['’])"
_DO = re.compile("do|does|did")
_BE = re.compile("is|are|was|were")
_PREPOSITION = (
    r"\b(?:in|at|on|by|for|from|since|until|to|with|without|of|before|after|during|among|between|within|under|over"
    r"|across|outside|inside|through)\b"
)
_WORD = rf"(?!{_AUX})[\w&%£$€][\w&.,'’%-]*"
_WH = rf"(?:{_PREPOSITION} )?{QUESTION_WORD}"
_FRAGMENT = re.compile(rf"{_WH}(?: {_WORD}){{0,3}}", re.IGNORECASE)
"""A question word alone, or with its noun: "Why?", "In which year?", "How many staff?"."""
_HEAD = re.compile(rf"{_WH}(?: (?:many|much|few))?(?P<noun>(?: {_WORD}){{0,5}}?)", re.IGNORECASE)
_ASKED = re.compile(rf"(?P<wh>{_HEAD.pattern}) (?P<aux>{_AUX}) (?P<rest>.+)", re.IGNORECASE)
"""A question with a verb after its question word and noun: "How many patients did Oak Trust have"."""
_ACTED = re.compile(rf"(?P<wh>{QUESTION_WORD}(?: many| much)?) (?P<rest>.+)", re.IGNORECASE)
"""A question whose question word or noun does something: "Who leads Oak Trust"."""
_YES_NO = re.compile(rf"(?P<aux>{_AUX}) (?P<rest>.+)", re.IGNORECASE)
_ONES = re.compile(r"\bones?$", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d(?:(?:[-–/]| to )\d{2,4})?\b")
_YEAR_BESIDE = re.compile(
    r"(?:in )?(?:the )?(?:(?P<earlier>year before|previous year)|year after|(?:next|following) year)"
)
_DATE = re.compile(
    r"(?:\b(?:in|by|at|on|since|before|after|during|until|from|for|of) )?"
    r"(?:(?:the (?:start|end|beginning) of|early|late|q[1-4]|(?:\d\d? )?(?:January|February|March|April|May|June|July"
    rf"|August|September|October|November|December)) )?{_YEAR.pattern}",
    re.IGNORECASE,
)
_PHRASE = re.compile(rf"(?P<preposition>{_PREPOSITION}) .+", re.IGNORECASE)
_SUPERLATIVE = re.compile(
    r"\b(?:the )?(?:(?:most|least) [a-z]+|(?!(?:inter|requ|t|r|w|for|m|l)est\b)[a-z]{2,}est|worst|most|least)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"(?:the )?(?:[a-z][\w-]* ){0,2}?(?:[\w-]+[^\Ws]s|staff|people|women|men|children)\b")
"""The subject after the verb of a question, as far as it can be told: a plural."""
_HEAD_NOUN = re.compile(
    rf"(?:what|which) {_AUX} (?P<head>(?:the |an? )?{_WORD}(?: {_WORD})?) (?:of|for|in) ", re.IGNORECASE
)


class _Before(NamedTuple):
    """The question before in pieces: question word and noun, verb, the rest."""

    wh: str
    aux: str
    rest: str

    @property
    def noun(self) -> str:
        """The noun or adjective after the question word: "patients" of "how many patients"."""
        match = _HEAD.fullmatch(self.wh)
        return match["noun"].strip() if match else ""

    def __str__(self) -> str:
        return " ".join(filter(None, self))


def standalone(question: str, before: str) -> str:
    """Return a follow-up as a question that stands alone; empty if it leans on the one before and is not understood.

    >>> standalone("And how many staff does it have?", "When was Oak Trust founded?")
    'How many staff does Oak Trust have?'
    >>> standalone("What about Elm Trust?", "How many patients does Oak Trust have?")
    'How many patients does Elm Trust have?'
    >>> standalone("Why?", "When was the shelter opened?")
    'Why was the shelter opened?'
    """
    bare, before = (without_connective(text).strip(" ?.!,;:") for text in (question, before))
    if not bare or not before:
        return ""
    is_question = re.match(_WH, bare, re.IGNORECASE) and not _FRAGMENT.fullmatch(bare)
    if is_question or re.search(_AUX, bare, re.IGNORECASE):
        return _with_subject(question, before)
    if lone_pronoun(before):
        return ""
    if re.match(rf"{_WH}|{_PREPOSITION}|the ", bare, re.IGNORECASE):
        bare = f"{bare[0].lower()}{bare[1:]}"
    for rule in (_why_not, _asked_with, _with_pronoun, _at_time, _with_phrase, _with_degree, _with_name, _with_noun):
        if found := " ".join(rule(bare, before).split()):
            return f"{found[0].upper()}{found[1:]}?"
    return ""


def _name_of(question: str) -> str:
    asked = Question.parse(question)
    return next(iter((*whole_names(asked), *asked.names)), "")


def _with_subject(question: str, before: str) -> str:
    """Return a question that has a verb with the subject of the one before; unchanged if it has its own."""
    bare = without_connective(question)
    pronoun = REFERS.search(bare)
    if pronoun and len(content_terms(bare[: pronoun.start()])) >= CONTENT:
        return question
    name, subject = _name_of(before), subject_of(before)
    found = kept_subject(bare, name if name and subject.startswith(name) else subject, name)
    if found != bare:
        return f"{found[0].upper()}{found[1:]}"
    leans = pronoun or len(content_terms(bare)) < CONTENT
    return "" if leans and not re.search(r"\s\W*[A-Z0-9]", bare) else question


def _pieces(before: str) -> _Before | None:
    for pattern in (_ASKED, _YES_NO, _ACTED):
        if match := pattern.fullmatch(before):
            found = match.groupdict()
            return _Before(found.get("wh") or "", (found.get("aux") or "").lower(), found["rest"])
    return None


def _why_not(bare: str, before: str) -> str:
    """Negate a question that yes or no answers, after "Why not?"."""
    asked = _pieces(before)
    if bare.lower() != "why not" or asked is None or asked.wh or re.search("n['’]?t$", asked.aux):
        return ""
    negated = {"can": "can't", "will": "won't", "shall": "won't"}.get(asked.aux, f"{asked.aux}n't")
    return f"why {negated} {asked.rest}"


def _asked_with(bare: str, before: str) -> str:
    """Put a question word, with its noun or alone, in the place of the one before."""
    asked = _pieces(before)
    if asked is None or not _FRAGMENT.fullmatch(bare) or bare.lower() == "why not":
        return ""
    noun = asked.noun
    if _ONES.search(bare):
        # In "How many practices joined" the noun is after the question word.
        return str(asked._replace(wh=_ONES.sub(noun, bare))) if noun or re.match("how many", asked.wh, re.I) else ""
    own = _HEAD.fullmatch(bare)
    is_adverb = re.match(_PREPOSITION, bare, re.IGNORECASE)
    if (own and own["noun"].strip() and not is_adverb) or not noun:
        return str(asked._replace(wh=bare))
    # "How long", "how large" are degrees of something, and "did … have" lacks its object; else the noun is the subject.
    is_degree = re.match(r"how (?!many|much|few)", asked.wh, re.IGNORECASE)
    if re.match(_PREPOSITION, asked.wh, re.IGNORECASE):
        noun = ""
    if is_degree or _DO.fullmatch(asked.aux):
        return f"{bare} {asked.aux} {asked.rest} {noun}"
    return f"{bare} {asked.aux} {noun} {asked.rest}"


def _with_pronoun(bare: str, before: str) -> str:
    """Say a noun with a pronoun, such as "its costs", of the subject before."""
    found = kept_subject(bare, subject_of(before), _name_of(before)) if REFERS.search(bare) else bare
    return "" if found == bare else f"what about {found}"


def _at_time(bare: str, before: str) -> str:
    """Put a time in the place of the one before, or at the end."""
    year = _YEAR.search(before)
    if (beside := _YEAR_BESIDE.fullmatch(bare.lower())) and year and year[0].isdecimal():
        bare = str(int(year[0]) + (-1 if beside["earlier"] else 1))
    if not (match := _DATE.search(bare)) or content_terms(bare.replace(match[0], " ")):
        return ""
    is_year = _YEAR.fullmatch(bare)
    if place := _DATE.search(before):
        # A bare year keeps the preposition of the year before.
        start = year.start() if year and is_year else place.start()
        return f"{before[:start]}{bare}{before[place.end() :]}"
    return f"{before} in {bare}" if is_year else f"{before} {bare}"


def _with_phrase(bare: str, before: str) -> str:
    """Put a phrase with a preposition in the place of the last one with the same, or at the end."""
    if not (match := _PHRASE.fullmatch(bare)):
        return ""
    preposition = re.escape(match["preposition"])
    end = rf"(?= (?:{_DATE.pattern}|{_AUX} )|$)"
    old = rf"(?<= ){preposition} (?!{_DATE.pattern})(?:(?!(?<= ){preposition} (?!{_DATE.pattern})).)+?{end}"
    found = re.sub(old, lambda _: bare, before, count=1, flags=re.IGNORECASE)
    return found if found != before else f"{before} {bare}"


def _with_degree(bare: str, before: str) -> str:
    """Put a superlative in the place of the one before: "the least satisfied" for "the most satisfied"."""
    new, old = _SUPERLATIVE.search(bare), _SUPERLATIVE.search(before)
    if new is None or old is None or len(bare[: new.start()].split()) > 2:
        return ""
    # "The least" has the adjective of "the most satisfied".
    if re.fullmatch("(?:the )?(?:most|least)", bare, re.IGNORECASE):
        old = re.search(r"\b(?:the )?(?:most|least)\b", before, re.IGNORECASE) or old
    noun = bare[new.end() :]
    end = old.end() + len(noun) if before[old.end() :].lower().startswith(noun.lower()) else old.end()
    return f"{before[: old.start()]}{bare}{before[end:]}"


def _with_name(bare: str, before: str) -> str:
    """Put a name in the place of the name before, of an owner and a thing of the thing."""
    bare = re.sub("['’]s?$", "", bare)
    owned = re.search(r"['’]s? ([A-Z][\w&-]*)", before)
    name = owned[1] if owned else _name_of(before)
    is_name = any(one[0].isupper() for one in bare.split())
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda _: bare, before) if name and is_name else ""


def _with_noun(bare: str, before: str) -> str:
    """Put a noun in the place of the noun before that is most like it."""
    *words, head = bare.split()
    # "paternity leave" for "maternity leave"
    same = re.search(
        rf"\b(?:(?!{_PREPOSITION}|{_WH}){_WORD} ){{{len(words)}}}{re.escape(head)}\b", before, re.IGNORECASE
    )
    if words and same:
        return f"{before[: same.start()]}{bare}{before[same.end() :]}"
    if (match := _HEAD_NOUN.match(before)) and bare.lower().startswith("the "):
        return f"{before[: match.start('head')]}{bare}{before[match.end('head') :]}"
    if (asked := _pieces(before)) is None:
        return ""
    is_amount = re.match(rf"how (?:many|much|few) \w|{_WH} \w+ of ", asked.wh, re.IGNORECASE)
    subject = _SUBJECT.match(asked.rest)
    if asked.aux and not is_amount and not (asked.noun and _BE.fullmatch(asked.aux)) and subject:
        return f"{asked.wh} {asked.aux} {bare}{asked.rest[subject.end() :]}"
    if asked.noun and (is_amount or (re.match("what|which", asked.wh, re.IGNORECASE) and not _DO.fullmatch(asked.aux))):
        noun = asked.noun.rpartition(" of ")[2]
        return f"{asked.wh[: -len(noun)]}{bare} {asked.aux} {asked.rest}"
    thing, _, owner = subject_of(before).partition(" of ")
    whole = f"{thing} of {owner}" if owner and " of " in bare else thing
    return before.replace(whole, bare) if whole.islower() and whole in before else ""
