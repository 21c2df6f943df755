"""What a question asks a report for: its recommendations, limitations, aims, somebody's view, an effect."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from reportqa.search.question_kind import AUXILIARIES
from reportqa.text import question_terms, terms

Genre = Literal[
    "recommendation", "limitation", "opinion", "summary", "aim", "reason", "benefit", "drawback", "challenge", "effect"
]  # fmt: skip
GENRES: tuple[Genre, ...] = get_args(Genre)

_DO = r"(?:do|does|did|have|has|had|would|will)(?:n['’]t)?"
_BE = r"(?:is|are|was|were)"
_PREPOSITION = (
    r"(?:about|after|as|at|before|by|during|for|from|in|of|on|over|regarding|concerning|to|towards?|when|with)\b"
)
_ONESELF = r"(?!(?:i|you|we|he|she|it|they|one|my|your|our|his|her|someone|somebody|people)\b)"
"""Who asks for himself is not the subject of a report."""
_WHO = rf"(?P<holder>{_ONESELF}[^,;:?]{{2,80}}?)"
_TO_WHOM = rf"(?P<addressee>{_ONESELF}[^,;:?]{{2,80}}?)"
_END = rf"(?= {_PREPOSITION} (?!(?-i:[A-Z]))|\W*$)"
"""The end of a name; "the Department for Education" goes on."""
_HEAD = (
    rf"^(?:(?:and |so |but )?(?:what|which)(?:['’]s)?(?: {_BE}| {_DO})? |(?:please )?(?:list|name|give|describe|explain"
    rf"|outline|summari[sz]e)(?: me)? |(?:are|is|were) there )?(?:(?!{_PREPOSITION})[\w’'-]+ ){{0,4}}?"
)
"""What precedes the noun asked for: "What are the three main …", "List the …", or nothing in keywords."""
_TAIL = (
    r"(?= (?:of|to|for|from|in|on|with|about|against|that|and|do|does|did|are|were|is|has|have|apply|by|face\w*)\b"
    r"|\W*$)"
)
_VIEW = (
    "views?|opinions?|attitudes?|reactions?|responses?|positions?|stances?|verdict|perceptions?|perspectives?|feelings"
    "|outlook|take"
)
_THINK = (
    "think|thought|feel|felt|believe|argue|claim|say|said|make of|want(?! to)|hope|fear|like|dislike|prefer|value"
    "|complain|worry|expect|tell"
)
_RECOMMEND = "recommend|advise|advocate|propose|call for|urge"
_CHANGE = (
    "affect|boost|change|cut|decline|decrease|deteriorate|drop|fall|fell|grow|grown|help|improve|increase|lower"
    "|make a difference|matter|pay off|prevent|raise|reduce|rise|risen|save|shrink|slow|succeed|work|worsen"
)
_HEADLINE = "key|main|principal|major|most important|central|headline|overall|chief"
_CHANGES = frozenset(
    terms(re.sub(r"[|]|make a difference|pay off", " ", f"{_CHANGE} better worse worth meet met achieve"))
)
_RESULT = "findings?|points?|messages?|results?|conclusions?|lessons?|takeaways?|insights?|facts"

_FORMS: Mapping[Genre, tuple[str, ...]] = {
    "recommendation": (
        rf"\bwhat (?:should|must|ought|need|needs) {_TO_WHOM} (?:to )?do\b",
        rf"\bwhat {_BE} {_TO_WHOM} (?:advised|recommended|asked|urged|told) to do\b",
        rf"\bwhat {_DO} {_WHO} (?:{_RECOMMEND}|suggest)\w* (?:that )?{_TO_WHOM} (?:should|must|ought|to)\b",
        rf"\bwhat {_DO} {_WHO} (?:{_RECOMMEND})\w* (?:to|for) {_TO_WHOM}{_END}",
        rf"\bwhat {_DO} {_WHO} (?:ask|demand|expect|want|require)\w* (?:of|from) {_TO_WHOM}{_END}",
        rf"\bwhat {_DO} {_WHO} (?:{_RECOMMEND})\b",
        rf"\bwhat {_BE} recommended (?:to|for) {_TO_WHOM}{_END}",
        rf"{_HEAD}(?:recommendations?|advice|suggestions|proposals|next steps)(?: (?:made|given|offered))?"
        rf" (?:to|for) {_TO_WHOM}{_END}",
        rf"{_HEAD}(?:recommendations|proposals|suggestions|next steps)(?: (?:by|from|of) {_WHO}{_END})?",
        r"\bwhat (?:should|must|needs to) (?:be done|happen|change)\b|\bwhat next\b",
    ),
    "limitation": (
        rf"{_HEAD}(?:limitations|limits|weakness(?:es)?|shortcomings|caveats|strengths and \w+){_TAIL}",
        r"\bhow (?:reliable|robust|sound|trustworthy|representative)\b|\b(?:with|need for) caution\b"
        rf"|\bwhat {_DO} .* not (?:cover|include|look at|measure|examine|know|consider|address|say|show)\b",
    ),
    "benefit": (
        rf"{_HEAD}(?:benefits|advantages|upsides|merits|pros)(?= (?:of|to|for|from|in)\b|\W*$)",
        rf"{_HEAD}(?:arguments?|case) (?:for|in favou?r of)\b|^how (?:do|does|did|can) .+ benefit\b",
    ),
    "drawback": (
        rf"{_HEAD}(?:drawbacks|disadvantages|downsides|cons|risks|dangers|criticisms|objections){_TAIL}",
        rf"{_HEAD}(?:arguments?|case|reasons?) against\b",
    ),
    "challenge": (
        rf"{_HEAD}(?:challenges|difficulties|obstacles|barriers|hurdles|problems|bottlenecks){_TAIL}",
        r"^what (?:got|gets|stands|stood) in the way\b|^what went wrong\b",
        r"^what ma(?:de|kes) (?:it|this) (?:so |too )?(?:hard|difficult)\b",
    ),
    "aim": (
        rf"{_HEAD}(?:aims?|objectives?|goals?|purposes?){_TAIL}",
        rf"^what {_DO} .+ (?:set out|want(?:ed)?|aim|hope|seek|try|intend) to (?:find out|achieve|do|know|learn"
        rf"|show)\b",
        rf"^what {_BE} .+ (?:meant|intended|supposed|designed) to (?:do|achieve)\b",
    ),
    "opinion": (
        rf"\bwhat {_BE} {_WHO}(?:['’]s|s['’]) (?:\w+ )?(?:{_VIEW})\b",
        rf"{_HEAD}(?:{_VIEW}) of {_WHO}{_END}",
        rf"\bhow {_DO} {_WHO} (?:feel|react|view|regard|perceive)\b",
        rf"\bhow (?:satisfied|happy|pleased|positive|content|worried|concerned) (?:is|are|was|were) {_WHO}{_END}",
        rf"\bwhat {_DO} {_WHO} (?:really |actually )?(?:{_THINK})\b",
    ),
    "summary": (
        rf"^(?:please )?summari[sz]e\b|{_HEAD}(?:summary|highlights|(?:{_HEADLINE}) (?:{_RESULT})){_TAIL}",
        rf"\bwhat {_DO} (?!(?:you|we|i)\b).+? (?:find|conclude|reveal|discover)(?: out)?(?= (?:about|on)\b|\W*$)",
        rf"{_HEAD}(?:findings|conclusions?){_TAIL}",
    ),
    "reason": (
        rf"^(?:and |but |so )?why\b|{_HEAD}(?:reasons?|motivations?|motives?|causes?|drivers){_TAIL}",
        r"^what (?:led|caused|prompted|motivated|drove)\b|^how come\b",
    ),
    "effect": (
        rf"^(?:did|has|have) {_ONESELF}\w",
        rf"^(?:do|does|will|can) {_ONESELF}(?!.*\b(?:i|you|we|my|your)\b).+? (?<!to )(?:{_CHANGE})\b",
        rf"^(?:is|are|was|were) {_ONESELF}.*\b(?:worth|effective|successful|better|worse|safer|cheaper|beneficial)\b"
        rf"|^(?:is|are|was|were) {_ONESELF}.* (?:since|after|now that|because of|as a result)\b"
        rf"|^how (?:effective|successful) {_BE}\b",
    ),
}
_PATTERNS = tuple((genre, re.compile(form, re.IGNORECASE)) for genre, forms in _FORMS.items() for form in forms)
_TEXTS = re.compile(
    r"(?:the |this |that |these |those |all |any )*(?:\w+ )?(?:reports?|documents?|stud(?:y|ies)|papers?|surveys?"
    r"|research|reviews?|evaluations?|columns?|releases?|bulletins?|minutes|notes?|letters?|evidence|literature"
    r"|authors?|findings|sources?|researchers?|briefings?|articles?|you|we|i)",
    re.IGNORECASE,
)
"""Holders that stand for the text itself: what a report says is anything, not a view."""
_FRAME = frozenset(
    terms(
        "about acknowledge admit advantage advice advise against aim answer applied argue argument articles attitude"
        " author barrier believe benefit bring came case cause caution cautious caveat challenge chief con conclude"
        " conclusion cover difference difficulties disadvantage document drawback effect evaluation face favour feel"
        " felt find five found four full gave give given goal got headline highlight hurdle impact include insight"
        " intended interim key know lesson limitation list made main major make meant measure mention message"
        " motivation named next not objective obstacle opinion outlook paper point principal pro problem propose pros"
        " publication purpose reaction reason recommend reliable report research response result review risk robust"
        " said say see set shortcoming show six state step strength studies suggest summarise summary survey take"
        " takeaway tell think thought three told treated two use verdict view want way weakness why worried"
    )
)
"""Terms that say for what a question asks, not about which subject."""

_NAMED = _FRAME & frozenset(
    terms(
        "advantage advice advise aim argument barrier benefit cause caution caveat challenge conclude conclusion"
        " difficulty disadvantage drawback finding goal highlight hurdle key lesson limitation main message"
        " motivation objective obstacle opinion point problem proposal purpose reaction reason recommend risk"
        " shortcoming suggest summary takeaway view weakness"
    )
)
"""Terms of the frame that headings and sentences use as well."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What a question asks a report for.

    - `subject`: the terms of what it is about; `words`: those of what is asked for ("limit")
    - `holder`: the terms of whoever thinks or recommends something; `is_person`: they are a name of several words
    - `addressee`: the terms of those who should do something
    - `change`: whether the question asks for a change ("Why did quality improve?")
    """

    genre: Genre
    subject: tuple[str, ...]
    words: tuple[str, ...] = ()
    holder: tuple[str, ...] = ()
    addressee: tuple[str, ...] = ()
    change: bool = False
    is_person: bool = False


def inquiry_of(question: str) -> Inquiry | None:
    """Return what a question asks a report for; None for questions of other kinds.

    >>> asked = inquiry_of("What does the Trust recommend to schools?")
    >>> asked.genre, asked.holder, asked.addressee
    ('recommendation', ('trust',), ('school',))
    """
    text = " ".join(question.split())
    for genre, pattern in _PATTERNS:
        if not (match := pattern.search(text)):
            continue
        named = match.groupdict()
        if genre == "opinion" and _TEXTS.fullmatch(_FURTHER.split(named["holder"])[0]):
            continue
        holder, addressee = _terms_of(named.get("holder")), _terms_of(named.get("addressee"))
        subject = dict.fromkeys(term for term in question_terms(text) if term not in {*_FRAME, *holder, *addressee})
        change = genre == "effect" or bool(_CHANGED.search(text))
        if genre == "effect":
            # "Did it rise?" is answered by "It rose".
            subject = {term: None for term in subject if term not in _CHANGES} or subject
        words = dict.fromkeys(term for term in question_terms(text) if term in _NAMED)
        is_person = bool(_PERSON.fullmatch(named.get("holder") or ""))
        return Inquiry(genre, tuple(subject), tuple(words), holder, addressee, change, is_person)
    return None


_PERSON = re.compile(r"(?:[A-Z][\w.’'-]* ){1,3}[A-Z][\w’'-]+")
_FURTHER = re.compile(rf" {_PREPOSITION} (?!(?-i:[A-Z]))", re.IGNORECASE)
_CHANGED = re.compile(rf"^(?:{AUXILIARIES}|why (?:{AUXILIARIES}))\b.*\b(?:{_CHANGE})[sd]?(?:ed|ing)?\b", re.IGNORECASE)


def _terms_of(name: str | None) -> tuple[str, ...]:
    """Return the terms of whoever is named; none for the text itself."""
    if not name or _TEXTS.fullmatch(name):
        return ()
    return tuple(dict.fromkeys(question_terms(_FURTHER.split(name)[0])))
