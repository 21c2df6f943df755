"""The kind of a question, by its wording: who, when, how many, why."""

import re
from typing import Literal, get_args

Kind = Literal[
    "yes_no", "who", "when", "where", "how_many", "how_much", "percent", "list", "why", "how", "definition",
    "comparison", "other",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
FIGURE_KINDS: frozenset[Kind] = frozenset({"how_many", "how_much", "percent", "when"})
"""Kinds of question that a figure or a date answers."""

AUXILIARIES = (
    "is|are|am|was|were|do|does|did|can|could|will|would|should|shall|may|might|must|has|have|had|isn|aren|wasn|weren|don"
    "|doesn|didn|can|couldn|won|wouldn|shouldn|hasn|haven|hadn|cannot"
)
"""Verbs that may begin a question, without "n't"."""
QUESTION_WORD = r"\b(?:what|which|who|whom|whose|when|where|why|how)\b"

_BE = r"(?:is|are|was|were|has been|have been|will be|would be)"
_PREPOSITION = "about|after|among|amongst|at|before|between|by|during|for|from|in|into|of|on|since|through|to|with"
_WHICH = r"(?:what|which)"
_THE = rf"{_WHICH} {_BE} (?:the |its |their |his |her |our |my )?(?:\w+ ){{0,3}}?"
_ADJECTIVE = rf"(?:(?!(?:{AUXILIARIES}|{_PREPOSITION})\b)[\w-]+ )?"
_PERSON = (
    "person|people|man|woman|men|women|king|queen|emperor|pope|president|minister|leader|chief|director|author|writer|"
    "scientist|researcher|professor|artist|architect|engineer|inventor|explorer|general|actor|actress|singer|player|"
    "quarterback|politician|doctor|organi[sz]ations?|compan(?:y|ies)|agency|institution|university|team"
)
_PLACE = (
    "country|countries|city|cities|town|village|place|region|state|area|county|location|continent|district|province|"
    "street|site|island"
)
_TIME = "year|years|date|month|day|century|decade|time|period|era|season"
_PRICE = "cost|price|budget|salary|fee|charge|pay|rent"
_MONEY = (
    rf"{_PRICE}|revenue|revenues|income|fine|turnover|profit|profits|expenditure|funding|debt|amount of money|sum"
    "|assets|earnings|capex|sales"
)
_NUMBER = (
    "number|total|count|population|size|average|median|length|height|distance|area|temperature|speed|age|ratio|score|"
    "duration|depth|weight|capacity|amount|rate"
)
_PAID = "costs|paid|charged|spend|spent"
_PAY = rf"{_PAID}|cost|pay|charge|earn|owed?|invest|invested|worth|raised?|awarded|donated?|earned"
_MONEY_ASKED = re.compile(rf"\b(?:how much|what|which)\b.*\b(?:{_PRICE}|{_PAID}|priced|fees|money)\b", re.IGNORECASE)
_CAUSE = "reasons?|causes?|purpose|rationale|motives?|motivation"
_CAUSED = "caused?|drove|drives|explains|explained|prompted|triggered|led to|contributed to|(?:is|are|was|were) behind"
_SHARE = "percent|percentage|percentages|per cent|proportion|share of|fraction of|%"

_ASKS: tuple[tuple[Kind, str], ...] = (
    ("comparison", r"(?:compare|contrast)\b|.*\b(?:differences?|similarit(?:y|ies)) between\b"),
    ("comparison", r"how .*\b(?:differs?|compares?)\b"),
    ("comparison", rf"(?!{QUESTION_WORD}|(?:{AUXILIARIES})\b)[\w&'. -]+ (?:versus|vs\.?) [\w&' -]+\W*$"),
    ("list", r"(?:list|name|give|enumerate)\b"),
    ("definition", r"define\b|.*\b(?:definition|meaning) of\b|what (?:does|do|did) .* (?:mean|stand for)\b"),
    ("why", rf"why\b|how come\b|what (?:{_CAUSED})\b|{_WHICH} (?:{_BE} )?(?:the |a )?(?:\w+ )?(?:{_CAUSE})\b"),
    (
        "percent",
        rf"{_WHICH} (?:\w+ )?(?:{_SHARE})(?!\w)|{_THE}(?:{_SHARE})(?!\w)|how (?:many|much) (?:percent|per cent|%)",
    ),
    ("how_much", rf"how much (?:more |less |of )?{_ADJECTIVE}(?:{_MONEY})\b|how much .*\b(?:{_PAY})\b"),
    ("how_much", rf"{_THE}(?:{_MONEY})\b|what (?:{_MONEY})\b|how much (?:{AUXILIARIES}) "),
    (
        "how_many",
        r"how (?:many|much|long|old|far|tall|big|large|high|deep|fast|wide|heavy|few|great|often|frequently|soon)\b",
    ),
    ("when", rf"when\b|{_WHICH} (?:\w+ )?(?:{_TIME})\b|{_THE}(?:{_TIME})\b(?! end)"),
    ("how_many", rf"{_THE}(?:{_NUMBER})\b|{_WHICH} (?:age|distance|height|length|number|speed|temperature)\b"),
    ("where", rf"where\b|{_WHICH} {_ADJECTIVE}(?:{_PLACE})\b|{_THE}(?:capital|location)\b"),
    ("who", rf"(?:who|whom|whose)\b|{_WHICH} {_ADJECTIVE}(?:{_PERSON})\b"),
    ("list", rf"{_WHICH} (?:(?:are|were) (?:the|some|its|their)|types|kinds|sorts|two|three|four|five)\b"),
    ("list", rf"{_WHICH} {_ADJECTIVE}\w+[^\Wsiu]s (?:{AUXILIARIES})\b"),
    ("definition", rf"what {_BE} (?:an? |the |meant by )?[^\s?']+(?: [^\s?']+)?\s*\??$"),
    ("how", r"how\b|describe\b|explain\b|in (?:what|which) ways?\b"),
    ("yes_no", rf"(?:{AUXILIARIES})(?:n?'t)?\b"),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _ASKS)
_SHORTENED = re.compile(r"\b(what|which|who|when|where|why|how)'s\b")
_IMPERATIVE = r"(?:list|name|give|describe|explain|compare|define)\b"
_PLEASE = "(?:please |kindly )?"
_POLITE = re.compile(
    r"(?:(?:please|kindly|hello|hi|thanks|ok|so|and|but|also|then)\b[,!. ]+"
    rf"|(?:(?:can|could|would|will) you {_PLEASE})?(?:tell|show|inform|give|let) (?:me|us)(?: know)?(?: about)?[,: ]+"
    rf"|(?:can|could|would|will) you {_PLEASE}(?={_IMPERATIVE})"
    r"|i(?:'d| would)? (?:like|want|need) to (?:know|find out|learn|understand)[,: ]+|i(?:'m| am)? wonder(?:ing)?[,: ]+"
    r"|do you know[,: ]+)+"
)
_BEGINS = re.compile(rf"{QUESTION_WORD}|(?:{AUXILIARIES})\b")
_LEAD = re.compile(rf"(?:[^?]*?[,:] (?={_BEGINS.pattern}|{_IMPERATIVE})|(?:[\w-]+ ){{1,3}}?(?={QUESTION_WORD}))")
"""Text before the question: "According to the report, …", "In which …"."""
_NOUN = re.compile(rf"(?:the |its |their |(?=(?:\w+ ){{1,2}}of\b))(?!.*\b(?:{_BEGINS.pattern}))")
"""A question that is only a noun: "the number of practices"."""


def kind_of(question: str) -> Kind:
    """Return the kind of one question.

    >>> kind_of("Please tell me how many practices there are"), kind_of("It was founded by whom?")
    ('how_many', 'who')
    """
    head = " ".join(question.lower().replace("’", "'").split())
    head = _SHORTENED.sub(r"\1 is", head)
    if polite := _POLITE.match(head):
        head = head[polite.end() :]
    if _BEGINS.match(head):
        return _kind_of_head(head) or "other"
    if lead := _LEAD.match(head):
        head = head[lead.end() :]
    elif noun := _NOUN.match(head):
        head = f"what is the {head[noun.end() :]}"
    kind = _kind_of_head(head)
    if kind is None and head.endswith("?"):
        inside = [match.start() for match in re.finditer(QUESTION_WORD, head)]
        kind = _kind_of_head(head[inside[-1] :]) if inside else None
    return kind or "other"


def asks_for_money(kind: Kind, question: str) -> bool:
    """Return whether a question is for an amount of money: "How much did it cost?", not "Why did costs rise?"."""
    return kind in {"how_much", "how_many", "other"} and bool(_MONEY_ASKED.search(question))


def _kind_of_head(head: str) -> Kind | None:
    return next((kind for kind, pattern in _PATTERNS if pattern.match(head)), None)
