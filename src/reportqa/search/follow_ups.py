"""Questions that lean on others: connectives at their beginning, pronouns, a second part about the same subject."""

import re

from reportqa.search.introductions import CONTENT, content_terms
from reportqa.search.question_kind import AUXILIARIES, QUESTION_WORD
from reportqa.text import STOP_WORDS, question_terms, terms

_CONNECTIVE = re.compile(r"(?:and|but|so|also|then|ok|okay|well|right|now)\b,? (?=\S)", re.IGNORECASE)
_UNSURE = ("so", "also", "then", "well", "right", "now")
"""Words that may begin a name; connectives only before a comma or a question."""
_BEGINS = re.compile(rf"{QUESTION_WORD}|(?:{AUXILIARIES})\b", re.IGNORECASE)
_ABOUT = re.compile(r"(?:what|how) about (?=\w)", re.IGNORECASE)

_PRONOUN = re.compile(r"\b(?:[Ii]t|[Ii]ts|[Tt]hey|[Tt]heir|[Tt]hem|[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im)\b(?!['’]?\w)")
_DEMONSTRATIVE = re.compile(
    rf"^(?i:{AUXILIARIES}) (?P<asked>this|that|these|those)\b"
    r"|\b(?:do|does|did|can|could|will|would|should|may|might|must|has|have|had) (?P<does>this|that|these|those)\b"
    r"|\b(?P<last>this|that|these|those)\s*[?.!]*$"
)
_SUBJECT_PRONOUN = re.compile(
    # "How many patients did it have", "In which year was it founded"
    rf"(?:(?:(?:in|by|at|on|for|to|from|with|of) )?(?:what|which|whose|how many|how much) "
    rf"(?:(?!(?:{AUXILIARIES})\b)[\w'’-]+ ){{0,5}}?|(?:how|when|where|why|who|whom|how \w+) )?"
    rf"(?:{AUXILIARIES}) (?P<subject>it|they|he|she)\b(?P<rest>.*)"
    # "What was its turnover", "Who chairs its board"; in "Who sold their land?" they are who sold it
    rf"|(?!who \w+ (?:their|his|her)){QUESTION_WORD}(?: \w+)?(?: (?:{AUXILIARIES}))? "
    r"(?P<owner>its|their|his|her)\b(?P<owned>.*)",
    re.IGNORECASE,
)
"""A pronoun before which a question names nothing that it could refer to."""
_CLAUSE = re.compile(
    r"\b(?:to|that|if|whether|for|like|how|why|what|when|while|before|after|until|from)\b", re.IGNORECASE
)
"""What "it" may stand for in advance: "How long does it take to adopt?"."""
_SAYING = re.compile(
    r" (?:say|mean|call|think|find|recommend|suggest|conclude|report|define|propose|argue|describe|advise|know|do)\b",
    re.IGNORECASE,
)
"""Who is asked about with these verbs are the documents, or people in general."""
_LATER_NAME = re.compile(r"(?<=\w )[A-Z][\w&]")
_UNSPECIFIC = frozenset(
    terms("long often soon old far big large first last again now then exactly really actually mean one about")
)
"""Terms that do not say what a question is about."""
_IDIOM = re.compile(r"(?<=why) not\b|(?<=how) (?:come|so)\b", re.IGNORECASE)
_BE = "(?:is|are|was|were)"
_DO = "(?:do|does|did|has|have|had|can|could|will|would|should|may|might|must)"
_NAME = r"(?:(?:the|an?) )?[A-Z][\w&.'’-]*(?: (?:of |the |and |for )?[A-Z][\w&.'’-]*)*"
_SUBJECTS = tuple(
    re.compile(pattern)
    for pattern in (
        # "What adjusted margin does Elm Trust expect", "How many patients does Elm Trust have"
        rf"(?i:what|which|how many|how much) (?P<object>(?:[\w-]+ ){{1,4}}?)(?i:{_DO}) (?P<owner>{_NAME})(?= |\W*$)",
        # "Who became the Trust's director", "Who runs the night shelter"
        rf"(?i:who|what) (?!(?:{AUXILIARIES}) )(?:\w+[^\Ws]s|\w+ed|became|wrote|led|ran|won|built|made)"
        rf" (?!(?:{AUXILIARIES}) )(?P<subject>.+)",
        # "What is the night shelter's capacity"
        rf"(?i:what|which|how(?: \w+)?|when|where|why) (?i:{_BE}) (?P<subject>(?:[\w-]+ ){{0,6}}?[\w-]+)['’]s? \w",
        # "What is the value of the contract"
        rf"(?i:what|which) (?i:{_BE}) (?:the )?(?:[\w-]+ ){{1,3}}of (?P<subject>.+)",
        # "How much does the selective licence cost"
        rf"(?i:what|how(?: \w+)?|when|where|why) (?i:{_DO}) (?P<subject>(?:[\w-]+ ){{0,5}}?[\w-]+) [a-z]+$",
        # "How long is statutory maternity leave", "When was the shelter opened"
        rf"(?i:what|which|who|how(?: \w+)?|when|where|why) (?i:{_BE}) (?P<subject>.+?)(?: (?:\w+ed|worth|due|open))?$",
    )
)
REFERS = re.compile(
    r"\b(?:its|their|his|her|it|they|them|he|she|him)\b|(?<=\ba )(?:new )?one\b|(?<=\bthe )one\b",
    re.IGNORECASE,
)
_PERSONAL = re.compile("his|her|he|she|him", re.IGNORECASE)
_LONGEST = 8
"""Words of a subject; what is longer is more than a subject."""


def without_connective(question: str) -> str:
    """Return a question without the words that tie it to one before.

    >>> without_connective("And what about salaried GPs?"), without_connective("So who leads it?")
    ('salaried GPs?', 'who leads it?')
    """
    rest = question
    while match := _CONNECTIVE.match(rest):
        word = match[0].strip().lower()
        if word in _UNSURE and not _BEGINS.match(rest, match.end()) and not _CONNECTIVE.match(rest, match.end()):
            break
        rest = rest[match.end() :]
    if (match := _ABOUT.match(rest)) and question_terms(rest[match.end() :]):
        rest = rest[match.end() :]
    return rest if question_terms(rest) else question


def lone_pronoun(question: str) -> str:
    """Return the pronoun of a question that does not say what it refers to; empty if there is none.

    >>> lone_pronoun("How much does it cost?"), lone_pronoun("How many patients did it have in 2021?")
    ('it', 'it')
    >>> lone_pronoun("How much does it cost to adopt?")
    ''
    """
    found = [match[0] for match in _PRONOUN.finditer(question)] or [
        next(filter(None, match.groups())) for match in _DEMONSTRATIVE.finditer(question)
    ]
    if not found or question.isupper():
        return ""
    rest = content_terms(question) - _UNSPECIFIC - {*terms(found[0])}
    return found[0].lower() if len(rest) < CONTENT else _subject_pronoun(question)


def lone_question_word(question: str) -> str:
    """Return a question that is only a question word, without its mark; empty for another.

    >>> lone_question_word("Why not?"), lone_question_word("By whom?"), lone_question_word("WHO")
    ('Why not', 'By whom', '')
    """
    bare = question.strip(" ?.!")
    word = re.search(QUESTION_WORD, bare, re.IGNORECASE)
    is_word = word and not bare.isupper() and not content_terms(_IDIOM.sub("", bare))
    return bare if is_word else ""


def _subject_pronoun(question: str) -> str:
    """Return the pronoun that is the subject, or its owner, of a question with other content; empty if none is."""
    if not (match := _SUBJECT_PRONOUN.match(question)):
        return ""
    pronoun, rest = (match["subject"] or match["owner"]).lower(), match["rest"] or match["owned"] or ""
    is_people = pronoun == "they" and _SAYING.match(rest)
    named = _LATER_NAME.search(question) or is_people or (pronoun == "it" and _CLAUSE.search(rest))
    return "" if named else pronoun


def subject_of(question: str) -> str:
    """Return the subject of a question, to which "it" in the next one refers; empty where it is not plain.

    >>> subject_of("How long is statutory maternity leave?")
    'statutory maternity leave'
    """
    question = question.strip(" ?.!,")
    for pattern in _SUBJECTS:
        if match := pattern.match(question):
            found = match.groupdict()
            subject = found.get("subject") or f"{found['owner']} {found['object']}"
            subject = " ".join(subject.split())
            last = subject.split()[-1].lower()
            plain = len(subject.split()) <= _LONGEST and not REFERS.search(subject) and last not in STOP_WORDS
            return subject if plain else ""
    return ""


def kept_subject(question: str, subject: str, name: str) -> str:
    """Return the second part of a question with the subject of the first, unless it has one of its own.

    "It", "they" and "one" in "a new one" are the subject, or else the name; "he" and "she" the name, or else the
    subject.

    >>> kept_subject("how soon is a claim decided?", "Bridge Allowance", "")
    'how soon is a claim decided for Bridge Allowance?'
    """
    if match := REFERS.search(question):
        meant = (name or subject) if _PERSONAL.fullmatch(match[0]) else (subject or name)
        return f"{question[: match.start()]}{meant}{question[match.end() :]}" if meant else question
    own = len(content_terms(question) - _UNSPECIFIC) > CONTENT or re.search(r"\s\W*[A-Z0-9]", question)
    return question if own or not subject else f"{question.rstrip('?. ')} for {subject}?"
