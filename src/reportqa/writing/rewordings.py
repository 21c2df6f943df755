"""Other wordings of a sentence that say the same: the active for the passive, "X is Y" for "Y is X"."""

import re
from collections.abc import Iterator

MAX_WORDINGS = 12
_BE = r"(?:is|are|was|were|has been|have been|had been|will be|would be|can be|may be|must be|should be)"
_VERB = (
    r"(?:\w+ly )?(?:\w+ed|\w+en|built|made|held|led|run|sold|bought|given|found|set|put|paid|sent|told|won|lost|met)"
)
_PASSIVE = re.compile(rf"^(?P<what>.+?),? (?P<be>{_BE}) (?P<verb>{_VERB}) by (?P<rest>.+?)(?P<end>[.;]?)$")
_FRONT = re.compile(r"^(?P<front>(?:In|During|Since|By|On|Between|At|After|Before) [^,]{1,60}), (?P<rest>.+)$")
_BREAK = re.compile(
    r"(?=,? (?:in|at|on|during|since|between|for|to|from|until|after|before|and|but|who|which|that)\b)|(?=,)|$"
)
_COPULA = re.compile(rf" (?:is|are|was|were) (?!not\b|{_VERB}\b)")
_OWNER = re.compile(r"(?P<owner>(?:[Tt]he )?[A-Z][\w&.-]*(?: [A-Z][\w&.-]*)*)(?:['’]s|(?<=s)['’]) ")

_WHOSE = re.compile(r"(?P<owner>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*)*), whose (?P<rest>[^,;]+)(?:[,;]|\.$)")


def rewordings(text: str) -> list[str]:
    """Return other wordings of a sentence, at most MAX_WORDINGS, without those that need knowledge of its words.

    >>> rewordings("Four sites were chosen by the team in 2015.")[0]
    'the team chosen Four sites in 2015.'
    """
    found = dict.fromkeys(made for way in (_active, _turned, _owned, _whose) for made in way(text))
    return list(found)[:MAX_WORDINGS]


def _active(text: str) -> Iterator[str]:
    """Yield the active of a passive with "by", for each place at which its agent may end."""
    front = _FRONT.match(text)
    passive = _PASSIVE.match(front["rest"] if front else text)
    if passive is None:
        return
    rest = passive["rest"]
    for place in list(_BREAK.finditer(rest))[:4]:
        agent, after = rest[: place.start()], rest[place.start() :]
        if agent:
            time = f" {front['front'][0].lower()}{front['front'][1:]}" if front else ""
            yield f"{agent} {passive['verb']} {passive['what']}{after}{time}{passive['end']}"


def _turned(text: str) -> Iterator[str]:
    """Yield "Y is X" for "X is Y" where one of them is "the …"."""
    found = list(_COPULA.finditer(text))
    if len(found) == 1 and (text.startswith("The ") or text.startswith("the ", found[0].end())):
        one = found[0]
        end = text[-1] if text[-1] in ".;" else ""
        yield f"{text[one.end() :].removesuffix(end)}{one[0]}{text[: one.start()]}{end}"


def _owned(text: str) -> Iterator[str]:
    """Yield "the practices of X" for "X's practices", for each length that the owned may have."""
    if owner := _OWNER.search(text):
        words = text[owner.end() :].split(" ")
        for count in (1, 2, 3):
            owned = " ".join(words[:count])
            yield f"{text[: owner.start()]}the {owned} of {owner['owner']} {' '.join(words[count:])}"


def _whose(text: str) -> Iterator[str]:
    """Yield "The directors of X hold …" for "X, whose directors hold …, …", for each length that the owned may have."""
    if match := _WHOSE.search(text):
        words = match["rest"].split(" ")
        for count in (1, 2):
            yield f"The {' '.join(words[:count])} of {match['owner']} {' '.join(words[count:])}."
