"""A person or thing that a question only describes, "the chair of Southley", and its name in a passage."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reportqa.search.introductions import content_terms
from reportqa.search.question_kind import AUXILIARIES
from reportqa.text import question_terms, terms

PREFIX_SHARE = 0.5
"""Share of a term that is only in the title or heading."""
NEAR = 10
"""Characters from which on a name is farther from a word."""
LEAST = 2 / 3
"""Share, by weight, of the terms of a description that a sentence with its name must have."""

_PERSON = (
    "chair|chairman|chairwoman|chairperson|chief|director|head|leader|manager|president|secretary|treasurer|minister"
    "|member|author|founder|inventor|owner|editor|winner|successor|predecessor|partner|officer|governor|mayor|dean"
    "|commissioner|councillor|executive|lead|spokesperson|spokesman|spokeswoman|representative|ombudsman|statistician"
)
_ROLE = re.compile(_PERSON, re.IGNORECASE)
_THING = (
    "company|firm|business|organi[sz]ation|charity|partnership|provider|supplier|bank|council|trust|agency|union|party"
    "|institute|district|town|city|village|country|county|region|ward|area|state|school|college|university|hospital"
    "|surgery|practice|federation|person|woman|man|doctor|professor|minister|programme|scheme|product|drug|building|site"
)
_VERBS = (
    "ask|say|tell|vote|do|work|think|believe|write|want|need|give|get|make|live|study|train|teach|recommend|propose|call"
    "|bring|earn|pay|have|use|expect|responsible|come|go|take|hold|leave|join|begin|start|become|suggest|argue|warn|see"
    "|support|oppose|raise|request|receive|spend|plan|know|speak|visit|report|present|declare|born|paid|made|said|left"
    "|grow|sell|buy|own|run|lead|employ|run|look|describe|explain|respond|reply|complain|promise|intend|hope|claim"
)
_END = (
    rf"(?:{AUXILIARIES}|{_VERBS}|[a-z]{{3,}}ed|in|on|by|to|from|with|as|about|since|during|before|after|when|while|and"
    r"|or|who|that|which)\b"
)
_REST = rf"(?:(?!{_END})[\w&'’-]+(?: |(?=\W*$))){{1,8}}"
_DESCRIPTIONS = (
    (
        "Who is {}?",
        re.compile(
            rf"\bthe (?:[a-z][\w-]* ){{0,2}}?(?:{_PERSON})(?: (?:{_PERSON}))? (?:of|for|at) (?:the )?{_REST}",
            re.IGNORECASE,
        ),
    ),
    (
        "What is {}?",
        re.compile(
            rf"\bthe (?:[a-z][\w-]* ){{0,2}}?(?:{_THING}) (?:that|which|who|where|whose|in which|at which|formerly"
            r"|previously|once)\b [^?]+",
            re.IGNORECASE,
        ),
    ),
)
_IDENTITY = re.compile(r"(?:.*\b(?:who|what|which) (?:is|are|was|were)(?: \w+)? )?", re.IGNORECASE)
_HELPING = re.compile(rf"\b(?:{AUXILIARIES}) $", re.IGNORECASE)
_MAIN_VERB = re.compile(rf" (?:{_VERBS})\b")
"""After "did the company that was called Vitality", its verb: "have"."""
_WORD = re.compile(r"\w[\w-]*")
_CALLED = frozenset(term for word in "used called named known once formerly previously".split() for term in terms(word))
_TITLE = re.compile(r"(?:Dr|Mr|Mrs|Ms|Miss|Prof|Professor|Cllr|Councillor|Sir|Dame|Lord|Lady)\.?")
_NAME_WORD = r"(?:Ma?c|[DO]['’])?[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ'’]+(?:-[A-Z][\w'’]+)*|[A-Z]{2,}\b"
_NAME = re.compile(rf"(?:{_TITLE.pattern} )?(?:{_NAME_WORD})(?: (?:(?:of|de|van|von) )?(?:{_NAME_WORD}))*")


@dataclass(frozen=True, slots=True)
class DefiniteDescription:
    """A description in a question, and the question of whom or what it describes."""

    text: str
    question: str

    @property
    def is_person(self) -> bool:
        return self.question.startswith("Who")

    @property
    def terms(self) -> frozenset[str]:
        """What a passage with the name says: not "used to be called", nor that a place is a district."""
        _, *others = question_terms(self.text)
        said = question_terms(self.text) if self.is_person else others
        return frozenset(content_terms(self.text)) & set(said) - _CALLED


def description_in(question: str) -> DefiniteDescription | None:
    """Return what a question only describes; None where it names everything.

    >>> description_in("Where was the chair of Southley trained?")
    DefiniteDescription(text='the chair of Southley', question='Who is the chair of Southley?')
    """
    for asking, pattern in _DESCRIPTIONS:
        # "Who was the chair of Southley in 1914?" is one step.
        if (match := pattern.search(question)) and not _IDENTITY.fullmatch(question[: match.start()]):
            text = match[0].strip(" ,.;")
            verbs = list(_MAIN_VERB.finditer(text)) if _HELPING.search(question[: match.start()]) else []
            if verbs and asking.startswith("What"):
                text = text[: verbs[-1].start()]
            return DefiniteDescription(text, asking.format(text))
    return None


def name_in(
    text: str, prefix: str, description: DefiniteDescription, weights: Mapping[str, float]
) -> tuple[str, float]:
    """Return the name nearest to the words of a description in a text, and the share of these words that it has.

    :param prefix: the title and heading of the text, which may have some of the words
    :param weights: the idf of the terms of the description
    """
    own, around = {*terms(text)}, {*terms(prefix)}
    held = (weights[term] * (1.0 if term in own else PREFIX_SHARE) for term in weights.keys() & (own | around))
    share = math.fsum(held) / (math.fsum(weights.values()) or 1.0)
    places: dict[str, list[int]] = {}
    for word in _WORD.finditer(text):
        for term in weights.keys() & set(terms(word[0])):
            places.setdefault(term, []).append(word.start())
    best, nearest = "", 0.0
    for name, start in _names(text, description):
        end = start + len(name)
        nearness = math.fsum(
            weights[term] / (NEAR + min(max(place - end, start - place, 0) for place in found))
            for term, found in places.items()
        )  # fmt: skip
        if nearness > nearest:
            best, nearest = name, nearness
    return best, share


def _names(text: str, description: DefiniteDescription) -> Iterator[tuple[str, int]]:
    """Yield the names in a text that are not of the description, without "Dr", with their positions.

    A list of roles has names and roles in a row: "Ian Fox Director of Finance Mary Ash Director of Nursing".
    """
    for match in _NAME.finditer(text):
        runs: list[list[re.Match[str]]] = [[]]
        for word in re.finditer(r"\S+", match[0]):
            is_role = description.is_person and _ROLE.fullmatch(word[0])
            if is_role or description.terms & set(terms(word[0])):
                runs.append([])
            else:
                runs[-1].append(word)
        # After a word of the description, "Partnership" of "Vitality Partnership" is the end of the same name.
        for words in runs if description.is_person else runs[:1]:
            own = words[2:] if words and words[0][0] == "of" else words
            is_first = match.start() == 0 and own[:1] == runs[0][:1]
            # A capital at the beginning of a sentence makes no name.
            if own and (len(own) > 1 or not (is_first or description.is_person)):
                begin = own[1 if len(own) > 1 and _TITLE.fullmatch(own[0][0]) else 0].start()
                name = match[0][begin : own[-1].end()]
                if content_terms(name):
                    yield name, match.start() + begin
