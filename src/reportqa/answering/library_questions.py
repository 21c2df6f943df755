"""Questions about the documents themselves: which fact of which document, or which documents, is asked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from reportqa.search import DOCUMENT_NOUN, KIND_NOUN, Question
from reportqa.text import YEAR

Field = Literal["author", "issued", "publisher", "pages", "title", "language", "DOI", "ISBN", "URL"]
FIELDS: tuple[Field, ...] = get_args(Field)
Order = Literal["newest", "oldest", "longest", "shortest"]

_DO = "(?:is|are|was|were|do|does|did|has|have|been)"
_WRITTEN = "(?:co-?)?(?:written|authored|drafted|edited)"
_PUBLISHED = "(?:published|issued|released|published online|put out|brought out)"
_WORK = r"(?P<work>.+?)"
_ANY_NOUN = rf"(?:{DOCUMENT_NOUN}|{KIND_NOUN})"
_APPEARED = rf"(?:{_PUBLISHED}|written|dated|filed|come out|appear|from)"
_NUMBERS: tuple[tuple[Field, str], ...] = (
    ("DOI", "doi"), ("ISBN", "isbn"), ("URL", "url|link|web address|web link"),
)  # fmt: skip
_ASKED: tuple[tuple[Field, tuple[str, ...]], ...] = (
    ("author", (
        rf"who (?:co-?)?(?:wrote|authored|drafted|edited) {_WORK}",
        rf"(?:who {_DO} |list |name |give |what is the name of |what are the names of )?(?:the |its |their )?"
        rf"(?:main |lead |first )?(?:authors?|writers?|editors?)(?: (?:of|behind) {_WORK})?",
        rf"who {_DO} {_WORK} (?:{_WRITTEN} )?by",
        rf"{_WORK} {_DO} {_WRITTEN} by whom",
        rf"by whom {_DO} {_WORK} {_WRITTEN}",
        rf"{_WORK} authors?",
    )),
    ("issued", (
        rf"when {_DO} {_WORK} (?:first )?{_APPEARED}",
        rf"(?:in |on )?(?:what|which) (?:year|date|month|day) {_DO} {_WORK} (?:first )?{_APPEARED}(?: in| on)?",
        rf"(?:what {_DO} )?(?:the )?(?:publication|release|issue|filing) (?:date|year) (?:of|for) {_WORK}",
        rf"what {_DO} the (?:date|year) (?:of|on) {_WORK}",
        rf"{_WORK} (?:publication|release) date",
        rf"how (?:old|recent|up[ -]to[ -]date) {_DO} {_WORK}",
    )),
    ("publisher", (
        rf"who (?:publish(?:ed|es)|issued|released|put out|brought out) {_WORK}",
        rf"(?:who {_DO} |what {_DO} )?(?:the |its )?publisher(?: of {_WORK})?",
        rf"by (?:whom|(?:what|which) \w+) {_DO} {_WORK} {_PUBLISHED}",
        rf"{_WORK} {_DO} {_PUBLISHED} by (?:whom|which \w+)",
        rf"(?:what|which) (?:organi[sz]ation|body|institution|think tank|company|charity) {_PUBLISHED} {_WORK}",
    )),
    ("pages", (
        rf"how many pages (?:do|does|did) {_WORK} (?:have|contain|run to|take up)",
        rf"how many pages (?:has|are in|are there in|long is|is) {_WORK}",
        rf"(?:what is )?(?:the )?(?:number of pages|page count|length) (?:in|of) {_WORK}",
        rf"how many pages long is {_WORK}",
        rf"how long is (?P<work>(?:the|this|that) (?:(?!(?:and|for) )[\w'&-]+ )*?{_ANY_NOUN})",
    )),
    ("title", (
        rf"what {_DO} the (?:full |exact )?titles? of {_WORK}",
    )),
    ("language", (rf"(?:in )?(?:what|which) language {_DO} {_WORK}(?: {_WRITTEN}| in)*",)),
    *(
        (name, (rf"(?:what is )?the (?:{words}) (?:of|for|to) {_WORK}", rf"does {_WORK} have an? (?:{words})"))
        for name, words in _NUMBERS
    ),
)  # fmt: skip
_PATTERNS = tuple(
    (name, re.compile(alternative, re.IGNORECASE)) for name, alternatives in _ASKED for alternative in alternatives
)
_ALL_OF_THEM = re.compile(
    rf"(?:the |this |that |these |those |each |every |all |any |your |our |of )*(?:{DOCUMENT_NOUN})?"
    r"(?: here| (?:in|of) (?:the|this|your|our) (?:library|corpus|collection|index))?",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:it|this|that|they|them|its|their|these|those)", re.IGNORECASE)

_HERE = r"(?: (?:there|here|in (?:total|all)|(?:in|of) (?:the|this|your|our) (?:library|corpus|collection|index)))"
_HAVE = r"(?:do (?:you|we) (?:have|hold)|have (?:you|we)(?: got)?|are (?:there|indexed|available|held)|is there|there)"
_COUNT = re.compile(rf"how many (?P<noun>{_ANY_NOUN}) (?:{_HAVE}|are|were|have been)?(?P<rest>{_HERE}* ?.*)", re.I)
_LIST = re.compile(
    rf"(?:(?:which|what)(?: of the)?|list|show|name|(?:give|show) me|are there|is there|{_HAVE})"
    rf"(?: (?:all|any|an?|some|the|other|of|me))* (?P<noun>{_ANY_NOUN}|anything|something)(?: that| which)?"
    rf"(?: {_HAVE}| are| is| was| were| have been| has been)?(?P<rest> .*)?",
    re.I,
)
_BY = re.compile(r"what (?:else )?(?:has|have|did) (?P<name>.+?) (?:published?|written|write|authored?)", re.I)
_ORDER = "latest|newest|most recent|oldest|earliest|longest|shortest"
_LATEST = re.compile(
    rf"(?:(?:what|which|when) {_DO} |show (?:me )?|find (?:me )?|give me )?(?:the |your |our )?"
    rf"(?P<order>last published|{_ORDER}) (?P<before>(?:[\w'&-]+ ){{0,4}}?)"
    rf"(?P<noun>{_ANY_NOUN})(?P<rest> .*)?",
    re.I,
)
_MOST = re.compile(
    rf"(?:which|what)(?: one)?(?: of (?:the|these|those|your|our|my))? (?P<noun>{_ANY_NOUN})(?P<rest> .*?)?"
    rf" (?:(?:is|was) (?:the )?(?P<order>{_ORDER})(?: one)?|has (?:the )?(?P<pages>most|fewest) pages)",
    re.I,
)
_ORDERS: Mapping[str, Order] = {
    "oldest": "oldest", "earliest": "oldest", "longest": "longest", "shortest": "shortest", "most": "longest",
    "fewest": "shortest",
}  # fmt: skip
_CONDITION = re.compile(
    rf"(?:(?:{_PUBLISHED}|written|authored|dated|from|and|that {_DO}|{_DO})\s+)*(?:(?:in|from|of"
    rf"|dated)? ?(?P<year>{YEAR})(?!\d)|(?:by|from) (?P<name>(?:(?! (?:on|about|from|in|published|dated|{_DO}) ).)+)"
    r"|(?:on|about|covering|regarding|concerning|dealing with|mentioning)"
    rf" (?P<topic>(?:(?! (?:by|from|in|published|dated|{_DO}) ).)+))",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FactWanted:
    """One field of one work; `work` is how the question names it, None for all documents."""

    field: Field
    work: str | None


@dataclass(frozen=True, slots=True)
class DocumentsWanted:
    """The documents that match all conditions: `noun` names their kind, `name` their author or publisher.

    `counted`: only how many; `order`: only the first by date or by pages.
    """

    noun: str
    name: str | None = None
    topic: str | None = None
    year: int | None = None
    counted: bool = False
    order: Order | None = None


Wanted = FactWanted | DocumentsWanted


def wanted_from_library(question: Question) -> tuple[Wanted, ...]:
    """Return what a question asks about documents, one for each of its parts; () if any part asks for something else.

    "It" in a later part is the work of the part before.
    """
    found: list[Wanted] = []
    work: str | None = None
    for part in question.parts:
        wanted = _wanted(_plain(part))
        if wanted is None:
            return ()
        if isinstance(wanted, FactWanted):
            if wanted.work and _PRONOUN.fullmatch(wanted.work):
                wanted = FactWanted(wanted.field, work)
            work = wanted.work or work
        found.append(wanted)
    return tuple(found)


def _plain(text: str) -> str:
    text = " ".join(text.replace("’", "'").split()).rstrip(" ?.!,")
    text = re.sub(r"^(who|what|when)'s ", r"\1 is ", text, flags=re.IGNORECASE)
    return re.sub(r"^(?:please |can you tell me |could you tell me |tell me |do you know )+", "", text, flags=re.I)


def _wanted(text: str) -> Wanted | None:
    return _documents_wanted(text) or _fact_wanted(text)


def _fact_wanted(text: str) -> FactWanted | None:
    for name, pattern in _PATTERNS:
        if not (match := pattern.fullmatch(text)):
            continue
        work = match.groupdict().get("work")
        if work is None and re.match(r"(?:its|their)\b|.*\b(?:its|their) ", text, re.IGNORECASE):
            work = "it"
        return FactWanted(name, None if work is None or is_any_document(work) else work)
    return None


def is_any_document(work: str) -> bool:
    """Return whether a work is named by nothing but a word for any document: "the report"."""
    return bool(_ALL_OF_THEM.fullmatch(work)) and not _PRONOUN.fullmatch(work)


def _documents_wanted(text: str) -> DocumentsWanted | None:
    if match := _BY.fullmatch(text):
        return DocumentsWanted("documents", name=match["name"])
    for pattern in (_LATEST, _MOST):
        if match := pattern.fullmatch(text):
            named = match.groupdict()
            order = _ORDERS.get((match["order"] or named["pages"]).lower(), "newest")
            topic = (named.get("before") or "").strip() or None
            # "The newest report of the port" is by the port.
            rest = re.sub(r"^ of (?!\d)", " by ", match["rest"] or "")
            return _with_conditions(DocumentsWanted(match["noun"], topic=topic, order=order), rest)
    if match := _COUNT.fullmatch(text):
        rest = re.sub(rf"^{_HERE}+", "", match["rest"])
        return _with_conditions(DocumentsWanted(match["noun"], counted=True), rest)
    if (match := _LIST.fullmatch(text)) and match["rest"]:
        return _with_conditions(DocumentsWanted(match["noun"]), match["rest"])
    return None


def _with_conditions(wanted: DocumentsWanted, text: str) -> DocumentsWanted | None:
    """Return the documents with the conditions of a text, or None if it has anything else."""
    text = text.strip()
    while text:
        match = _CONDITION.match(text)
        if not match or not match.end():
            return None
        text = text[match.end() :].strip()
        if match["year"]:
            wanted = replace(wanted, year=int(match["year"]))
        elif match["name"]:
            wanted = replace(wanted, name=match["name"].strip())
        else:
            wanted = replace(wanted, topic=match["topic"].strip())
    if wanted.counted or wanted.order or wanted.name or wanted.topic or wanted.year:
        return wanted
    return None
