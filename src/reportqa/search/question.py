"""A question by its wording: its kind, its parts, what it quotes, compares and names."""

import re
from dataclasses import dataclass

from reportqa.search.follow_ups import kept_subject, subject_of
from reportqa.search.introductions import REQUEST, asked_in
from reportqa.search.question_kind import AUXILIARIES, QUESTION_WORD, Kind, kind_of

MAX_KEYWORDS = 5
MAX_PHRASES = 20
"""Different phrases in quotation marks that are looked for; each is read in up to 2,000 passages."""
_QUOTED = re.compile(
    r"“([^“”\n]+)”|«([^«»\n]+)»|\"([^\"\n]+)\""
    # Single marks quote only where they cannot be apostrophes.
    r"|(?<!\w)‘([^‘\n]+?)’(?!\w)|(?<![\w'])'(\w[^'\n]*\w)'(?![\w'])"
)
_MARKS = {mark: marks for marks in ("'’‘", '"“”', "–—‐‑\\-") for mark in marks.replace("\\", "")}
"""The interchangeable marks of each mark, as a character class."""
_MARK = re.compile(r"\\?(['’‘\"“”–—‐‑-])")
_PREPOSITION = "(?:at|by|for|from|in|since|to|until)"
_NEXT_QUESTION = re.compile(
    rf",? and (?=(?:what|which|when|where|why|how) (?:{AUXILIARIES})\b|(?:what|which|whose) \w+ (?:{AUXILIARIES})\b"
    rf"|how (?:many|much|long|often|soon|old|far|big|large|high)\b|{_PREPOSITION} (?:how|what|which|when|whom)"
    rf" (?:\w+ ){{0,3}}(?:{AUXILIARIES})\b|who (?:{AUXILIARIES}|led|ran|\w+ed|\w+[^\Wsu]s)\b)",
    re.IGNORECASE,
)
_SAYING = "say|says|said|find|finds|found|show|shows|shown|tell us|told us|state|stated|conclude|concluded|mention"
_TEXTS = "reports?|documents?|stud(?:y|ies)|papers?|surveys?|research|evidence|literature|authors?|findings|sources?"
_EACH = "(?:the|this|that|these|those|all|each|every)"
_SAID_ABOUT = re.compile(
    rf"(?:please )?(?:what (?:do|does|did|has|have) (?:{_EACH} )?(?:{_TEXTS}) (?:{_SAYING})"
    rf"|what is (?:known|said|written)|tell me|(?:summari[sz]e|describe) (?:the )?(?:{_TEXTS}))"
    r" (?:about|on|regarding|concerning) (.+?)\s*[?.!]*$",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:not|no|never|without|neither|nor|none|nobody|nothing|cannot|except|\w+n['’]t)\b", re.IGNORECASE
)

_NAME_WORD = re.compile(r"(?<=[^.!?:\s“\"(]\s)[“‘\"'(]?([A-Z][\w&.-]*\w)|(?:^|(?<=\s))([A-Z]{2,}\w*)")
_TO_BE_OR_DO = "(?:do|does|did|is|are|was|were)"
_NAME = "(.{1,100}?)"
_COMPARED = tuple(
    re.compile(rf"\b{pattern}\s*[?.!]*$", re.IGNORECASE)
    for pattern in (
        rf"how {_TO_BE_OR_DO} {_NAME} (?:differ(?:ent)? from|compared? (?:to|with)) {_NAME}",
        rf"(?:compare|contrast) {_NAME} (?:to|with|against) {_NAME}",
        rf"^(?!{QUESTION_WORD}|(?:{AUXILIARIES})\b){_NAME} (?:versus|vs\.?) {_NAME}",
        rf"how {_TO_BE_OR_DO} {_NAME} (?:differ(?:ent)?|compare)\b.*",
        rf"(?:differences?|similarit(?:y|ies)|comparison|compare|contrast)(?: of| between)? {_NAME}",
    )
)
_REGARD = re.compile(
    r",? (?:in terms of|with (?:respect|regard) to|regarding|concerning|when it comes to) .*$", re.IGNORECASE
)
_ASPECT = re.compile(r" (?:when|in|on|for|as|over|during|since|at) .*$", re.IGNORECASE)
_COMPARING = re.compile(
    rf"\b(?:(?:how|what) {_TO_BE_OR_DO}|(?:the )?(?:differences?|similarit(?:y|ies)|comparison)(?: of| between)?"
    r"|compared?|contrast|differ(?:ent|s)?|when it comes to)\b|[?.!]+$",
    re.IGNORECASE,
)
_HEAD_OF = re.compile(r"(?:[a-z-]+ ){1,4}of (?:the )?(?=\w)")
_THAT_OF = re.compile(r"^(?:that|those) of (?:the )?", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|an?|both) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """A parsed question.

    `kind` is that of the first part. `parts` are the questions in the text, in order; a single part is the whole text.
    `phrases` are in quotation marks, `subjects` are compared, `names` are capitalised words inside a sentence.
    `negated`: it has a word such as "not"; `is_keywords`: it is a few words, no question.
    `asked` is the text without statements before the question.
    """

    text: str
    kind: Kind
    parts: tuple[str, ...]
    phrases: tuple[str, ...]
    subjects: tuple[str, ...]
    names: tuple[str, ...]
    negated: bool
    is_keywords: bool
    asked: str

    @classmethod
    def parse(cls, text: str) -> "Question":
        text = text.strip()
        asked = _asked(text)
        kind = kind_of(asked[0])
        shouted = text.isupper() and len(re.findall(r"[^\W\d_]{2,}", text)) > 2
        words = text.split()
        is_keywords = not text.endswith("?") and not REQUEST.match(text) and len(words) <= MAX_KEYWORDS
        is_name = is_keywords and len(words) > 1 and all(word[0].isupper() for word in words)
        return cls(
            text=text,
            kind=kind,
            parts=tuple(asked) if len(asked) > 1 else (text,),
            phrases=_phrases(text),
            subjects=_subjects(asked[0]) if kind == "comparison" else (),
            # The first word of a sentence has a capital anyway.
            names=() if shouted else _names(f"named {text}" if is_name else text),
            negated=is_negated(" ".join(asked)),
            is_keywords=is_keywords,
            asked=" ".join(asked),
        )


def phrase_pattern(phrase: str) -> re.Pattern[str]:
    """Return a pattern for the exact words of a phrase, in any case and with any spaces and kind of marks.

    >>> bool(phrase_pattern("GP’s art").search("The gp's\nart.")), bool(phrase_pattern("art").search("a part"))
    (True, False)
    """
    words = (re.escape(word) for word in phrase.split())
    pattern = r"\s+".join(_MARK.sub(lambda mark: f"[{_MARKS[mark[1]]}]", word) for word in words)
    return re.compile(rf"(?<!\w){pattern}(?!\w)" if pattern else r"(?!)", re.IGNORECASE)


def is_negated(text: str) -> bool:
    """Return whether a text has a word such as "not"."""
    return bool(_NEGATION.search(text))


def parts_of(question: Question) -> tuple[str, ...]:
    """Return what is searched one by one: the parts of a question, or a comparison and each thing that it compares.

    "It" in a later part is replaced by the subject of the first one. "What does the report say about staff?" is
    searched as "staff".

    >>> parts_of(Question.parse("Compare the size of A with that of B"))
    ('Compare the size of A with that of B', 'the size of A', 'the size of B')
    """
    if len(question.subjects) > 1 and len(question.parts) == 1:
        places = [re.search(rf"(?<!\w){re.escape(one)}(?!\w)", question.text) for one in question.subjects]
        if None not in places:
            start = min(place.start() for place in places if place)
            end = max(place.end() for place in places if place)
            before, after = (_COMPARING.sub(" ", text) for text in (question.text[:start], question.text[end:]))
            each = (" ".join(f"{before} {subject} {after}".split()) for subject in question.subjects)
            return (question.text, *each)
    first, *others = (_unframed(part) for part in question.parts)
    asked = Question.parse(first)
    subject, name = subject_of(first), next(iter((*whole_names(asked), *asked.names)), "")
    return (first, *(kept_subject(part, subject, name) for part in others))


def _unframed(text: str) -> str:
    """Return the subject of a question for whatever is said about it; any other question as it is."""
    return match[1] if (match := _SAID_ABOUT.match(text)) else text


def _asked(text: str) -> list[str]:
    """Return the questions in a text, without its introduction; the text where there is none."""
    return [part for sentence in asked_in(text) for part in _split(sentence)]


def _split(sentence: str) -> list[str]:
    """Split "What is it and when was it founded?"; only before a question word that has a verb of its own."""
    parts = []
    begin = 0
    for match in _NEXT_QUESTION.finditer(sentence):
        if REQUEST.match(sentence, begin, match.start()):
            parts.append(sentence[begin : match.start()])
            begin = match.end()
    return [*parts, sentence[begin:]]


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(match[1] or match[2] for match in _NAME_WORD.finditer(text)))


def whole_names(question: Question) -> tuple[str, ...]:
    """Return the names of several adjacent words in a question: "GP Care", not "GP" and "Care"."""
    name = "|".join(sorted(map(re.escape, question.names), key=len, reverse=True))
    if not name:
        return ()
    return tuple(dict.fromkeys(re.findall(rf"\b(?:{name})(?: (?:{name}))+\b", question.text)))


def _phrases(text: str) -> tuple[str, ...]:
    quoted = [match for match in _QUOTED.finditer(text) if match.span() != (0, len(text))]
    found = (next(group for group in match.groups() if group).strip(" ,.;:?!") for match in quoted)
    return tuple(dict.fromkeys(phrase for phrase in found if re.search(r"\w", phrase)))[:MAX_PHRASES]


def _subjects(question: str) -> tuple[str, ...]:
    question = _REGARD.sub("", question)
    for pattern in _COMPARED:
        if match := pattern.search(question):
            *others, last = match.groups() if len(match.groups()) > 1 else _listed(match[1])
            if others:
                named = [*others, _ASPECT.sub("", last)]
                return _with_one_head([subject for name in named if (subject := _ARTICLE.sub("", name.strip(" ,")))])
    return ()


def _with_one_head(subjects: list[str]) -> tuple[str, ...]:
    """Remove what subjects share from "size of A", "B", from "size of A", "that of B" and from "lower", "higher rate".

    It stays in the question. Words before one noun mostly end alike: "primary and secondary care".
    """
    *before, last = subjects
    word, _, shared = last.partition(" ")
    if shared and all(one.islower() and " " not in one and one[-2:] == word[-2:] for one in before):
        return (*before, word)
    first, *others = subjects
    bare = [_THAT_OF.sub("", other) for other in others]
    head = _HEAD_OF.match(first)
    if head is None or any(" of " in other for other in bare):
        return tuple(subjects)
    return (first[head.end() :], *bare)


def _listed(names: str) -> list[str]:
    """Split "A, B and C"; of several "and" without commas, the one in the middle separates two names."""
    pieces = re.split(r" and | or ", names)
    if "," in names or len(pieces) < 3:
        return [name for name in re.split(r",? and |,? or |, ", names) if name.strip()]
    cut = min(re.finditer(r" and | or ", names), key=lambda match: abs(len(names) - match.start() - match.end()))
    return [names[: cut.start()], names[cut.end() :]]
