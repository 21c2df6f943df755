"""What marks the recommendations, limitations, views and findings of a report: words of headings and of sentences."""

import re
from collections.abc import Mapping

from reportqa.search import GENRES, Genre

_STRONG: Mapping[Genre, str] = {
    "recommendation": r"should|must|ought to|recommend\w*|urg(?:e|es|ed)|calls? (?:on|for)|advis\w+",
    "limitation": (
        r"limitations?|caveats?|weakness(?:es)?|shortcomings?|with (?:\w+ )?(?:caution|care)|cautiously|caution|(?:un"
        r"|not )able to|could(?:n['’]t| not)|cannot (?:say|tell|be (?:sure|ruled out|generali[sz]ed))|(?:did|do"
        r"|does)(?: not|n['’]t) (?:measure|include|cover|examine|assess|collect|ask|control|know|compare|test)|(?:was"
        r"|were|is|are|has been|have been)(?: not|n['’]t)(?:, for instance,)? (?:able|measured|included|covered"
        r"|examined|assessed|collected|asked|checked|controlled|known|possible|available|compared|tested"
        r"|representative)|not (?:representative|a (?:full|complete|cost)\S*)|may not (?:hold|be|apply|reflect)"
        r"|(?:selection|publication|response|recall|reporting|sampling) bias|(?:over|under)-?(?:represent|stat"
        r"|estimat)\w+|no (?:comparison|control) group|difficult to (?:draw|compare|separate|attribute)|excludes"
        r"|leaves? out"
    ),
    "opinion": (
        r"said|says|say|told|tells|argu\w+|believ\w+|think|thinks|thought|feel|feels|felt|views?|opinions?|worr\w+"
        r"|concern(?:s|ed)?|welcom\w+|prais\w+|critici\w+|complain\w*|regret\w*|enthusias\w+|satisf\w+|dissatisf\w+"
        r"|positive|negative|divided|prefer\w*|valued?|dislik\w+|liked|anxious|pleased|happy|unhappy|popular|unpopular"
        r"|hope[sd]?|fear\w*|oppos\w+|warn\w+|urg\w+|stress(?:es|ed)|condemn\w+|appreciat\w+|comment(?:s|ed)|optimistic"
        r"|doubt\w*|agree\w*|disagree\w*|insist\w*|claim(?:s|ed)|called|response was|reaction|missed|supports?"
    ),
    "summary": (
        r"(?:we|study|report|review|evaluation|trial|paper|survey|research|analysis|authors) (?:also )?(?:find|found"
        r"|finds|conclud\w+|shows?|showed)|(?:found|finds?|shows?|showed|concludes?d?) that|overall|in (?:summary"
        r"|conclusion|short)|conclude[sd]?"
    ),
    "aim": (
        r"aim(?:s|ed)?|objectives?|purposes?|goals?|set out to|set up to|commissioned to|intended to|to find out"
        r"|designed to"
    ),
    "reason": (
        r"because|reasons?|due to|owing to|driven by|motivat\w+|led to|as a result of|caus(?:e|es|ed)|thanks to"
        r"|attribut\w+"
    ),
    "benefit": r"benefit\w*|advantages?|case for|in favou?r of|supporters|gained|strengths",
    "drawback": (
        r"case against|critics?|critici[sz]\w+|drawbacks?|disadvantages?|downsides?|risks?|objections?"
        r"|arguments? against"
    ),
    "challenge": r"challeng\w+|difficult\w*|obstacles?|barriers?|problems?|hurdles?|in the way|bottlenecks?",
    "effect": (
        r"improved|rose|risen|fell|fallen|increased|decreased|declined|dropped|reduced|grew|doubled|halved|deteriorated"
        r"|worsened|higher|lower|raised|gains?|gained|led to|resulted in|by \d\S*|by (?:a|one|two) \w+|per ?cent"
        r"|(?:we|study|review|report|evaluation|survey|analysis) (?:found|finds|shows?|showed)|added value|helped|saved"
        r"|stabilis\w+|met|little|few"
    ),
}
"""Words that say what is asked for in so many words."""
_WEAK: Mapping[Genre, str] = {
    "recommendation": (
        r"needs? to|(?:is|are) (?:important|essential|vital)"
        r"|^\W*(?:\d+\W+)?(?:ensure|consider|avoid|provide|support|use|develop|make|give|invest|commission|publish|fund"
        r"|review|set|work|acknowledge|facilitate|encourage|establish|follow|have|offer|keep|build|improve|agree)"
    ),
    "limitation": (
        r"small (?:samples?|numbers?)|(?:samples?|numbers?|studies) (?:\w+ ){0,5}(?:is|are|was|were) (?:too |very "
        r"|rather )?small"
        r"|only|biase?[sd]?|self-?report\w*|response rates?|missing data|lack of (?:data|evidence|information)|may have"
        r"|(?:rests?|rely|relies|relied) (?:only )?on|scope|uncertain\w*|observational|not be|not been|did not|no"
    ),
    "opinion": r"describ\w+|report(?:s|ed)|mixed|suggest\w*|asked|expect\w*|want\w*|liked?|see|sees|saw",
    "summary": r"key (?:finding|message|point)s?|results|conclusions?",
    "aim": r"intend\w*|in order to|hope[sd]? to|seeks? to|sought to|wanted to|priorit\w+|targets?|so that",
    "reason": r"in order to|so that|stems? from|explain\w*|primarily|reflect\w*|contributed to|since|for this",
    "benefit": (
        r"allow(?:s|ed)?|enabl\w+|gain|sav(?:e|es|ed|ings)|improv\w+|better|less|cheaper|faster|helps?|helped|more"
        r"|opportunit\w+|popular|easier|sustain\w*"
    ),
    "drawback": (
        r"harm\w*|worr\w+|fear\w*|afraid|concern\w*|fewer|los(?:e|es|t|ing)|fail\w*|costs? more|harder|lack\w*"
        r"|no evidence|no better|unable|underestimat\w+|insufficient|conflicts?|not (?:be )?sustainable|little|weak\w*"
        r"|anxious|threat\w*|dangers?|worse|worst|against|fell|however"
    ),
    "challenge": (
        r"lack\w*|shortages?|hinder\w*|prevent\w*|hard to|harder|struggl\w+|too (?:few|little|late)|delay\w*|impossible"
        r"|constrain\w*|pressures?|only weeks|not able to|unable to|could not"
    ),
    "effect": r"than|remain\w*|sustain\w*|better|worse|effects?|impact|more|less|fewer|popular|results?",
}  # fmt: skip
"""Words that go with what is asked for, and with other things."""
_DENIED = (
    r"(?:found|find|finds|see|saw|seen|show\w*|be|was|were|is|are|with|have|had) (?:only |very )?(?:no|little|limited)"
    r"|no (?:\w+ )?(?:evidence|difference|sign|change|effect|impact|association|improvement|gain|reduction|increase)"
    r"|unable to (?:detect|find|show)|(?:did|do|does|has|have|had)(?: not|n['’]t) (?:\w+ ){0,2}"
    r"(?:meet|met|improv\w+|chang\w+|increas\w+|reduc\w+|ris\w+|fall\w*|fell|last\w*|differ\w*|work\w*|succeed\w*)"
    r"|fail(?:s|ed) to|hardly|nor (?:was|were|did)|none of|no (?:better|worse)|unchanged|faded|little sign"
)
"""Findings that something has not changed."""
_TENTATIVE = re.compile(
    r"\b(?:may|might|could|would|should|potential\w*|hop(?:e|ed|ing)|expect\w*|aim(?:s|ed)?|intend\w*|often|cautio\w+"
    r"|ability (?:of|to)|consider|ensure|plan(?:s|ned)? to|designed to|whether|must|claim\w*|said to)\b",
    re.IGNORECASE,
)
"""Words of sentences that state no effect, but ask for it, hope for it or limit it."""
NAMED_LIMITATIONS = re.compile(
    r"\b(?:limitations?|caveats?|(?:interpreted|treated|read|viewed) (?:\w+ )?(?:with (?:\w+ )?(?:caution|care)"
    r"|cautiously)|(?:we|study|review|analysis|evaluation|researchers) (?:were|was|is|are)(?:n['’]t| not|) (?:unable"
    r"|able) to|cannot be ruled out|difficult to draw)\b",
    re.IGNORECASE,
)
_SIGNS = {
    genre: tuple(re.compile(rf"(?<!\w)(?:{signs[genre]})(?!\w)", re.IGNORECASE) for signs in (_STRONG, _WEAK))
    for genre in GENRES
}
_DENIAL = re.compile(rf"(?<!\w)(?:{_DENIED})(?!\w)", re.IGNORECASE)
STRONG, WEAK, TENTATIVE = 1.0, 0.4, 0.2

_HEADINGS: Mapping[Genre, tuple[str, ...]] = {
    "recommendation": (
        r"recommend\w*|\bshould (?:do|now|happen)\b|what .* should\b",
        r"next steps|implications for|advice (?:to|for)|calls? (?:to|for) action|proposals|suggestions for"
        r"|way forward|action plan",
    ),
    "limitation": (
        r"limitations?|caveats?|weakness(?:es)?|shortcomings?|what (?:we|this|it|the \w+) (?:did|could|does|do"
        r"|cannot)(?: not|n['’]t)?\b.*\bnot\b.*|what (?:we|this|it|the \w+) (?:cannot|can['’]t|didn['’]t|doesn['’]t)"
        r"|what is not (?:known|covered)|words? of caution",
        r"quality of (?:the )?(?:data|evidence)|data quality|uncertaint\w+|reliability|scope"
        r"|notes? on (?:the )?(?:data|methods?)|interpretation",
    ),
    "opinion": (
        r"\b(?:views?|opinions?|attitudes?|perceptions?|perspectives?|voices|reactions?)\b|what .* (?:think"
        r"|thought|said?|say|told us|feel|felt|want)\b",
        r"experiences?|satisfaction|feedback|responses",
    ),
    "summary": (
        r"(?:key|main|principal|headline) (?:findings?|points?|messages?|results?|lessons?|conclusions?)|\bhighlights\b"
        r"|executive summary|^abstract$|^summary$|at a glance|in brief|what we found|headlines",
        r"^conclusions?\b|^findings$|^summary\b|takeaways|lessons|^overview$|^results$",
    ),
    "aim": (
        r"\b(?:aims?|objectives?|goals?|purposes?)\b|what .* (?:set out|wanted|aimed?|intended) to",
        r"terms of reference|\bmission\b|\bvision\b|research questions?|priorities|what .* for$",
    ),
    "reason": (r"^why\b|\breasons?\b|\bmotivations?\b|\bcauses?\b", r"\bdrivers?\b|rationale|^background$"
    "|case for change"),
    "benefit": (r"\bbenefits?\b|\badvantages?\b|\bgains\b|case for\b", r"\bstrengths\b|opportunities|achievements"
    "|arguments|what worked"),
    "drawback": (
        r"\bdrawbacks?\b|\bdisadvantages?\b|\bdownsides?\b|\brisks?\b|case against|criticisms?",
        r"\bconcerns?\b|\bproblems?\b|\bchallenges?\b|arguments|weakness(?:es)?",
    ),
    "challenge": (
        r"\bchallenges?\b|\bdifficult(?:y|ies)\b|\bobstacles?\b|\bbarriers?\b|\bhurdles?\b|in the way"
        r"|what went wrong|\bproblems?\b",
        r"\bbottlenecks?\b|constraints?|\bissues\b|\brisks?\b|pressures?",
    ),
    "effect": (
        r"\beffects?\b|\bimpacts?\b|\boutcomes?\b|what (?:has )?changed|what difference|^(?:did|has|have)\b"
        r"|can we (?:detect|see)",
        r"\bresults?\b|\bfindings\b|conclusions?",
    ),
}  # fmt: skip
_HEADING_PATTERNS = {
    genre: tuple(re.compile(words, re.IGNORECASE) for words in levels) for genre, levels in _HEADINGS.items()
}
CLEAR, FAIR = 1.0, 0.6
"""How clearly a heading names what is asked for: with its own word, or with a wider one."""


def heading_sign(genre: Genre, heading: str) -> float:
    """Return how clearly a heading announces what is asked for, 0 to 1.

    >>> heading_sign("limitation", "Strengths and limitations"), heading_sign("limitation", "Methods")
    (1.0, 0.0)
    """
    clear, fair = _HEADING_PATTERNS[genre]
    return CLEAR if clear.search(heading) else FAIR if fair.search(heading) else 0.0


def sentence_sign(genre: Genre, sentence: str, change: bool = False) -> float:
    """Return how clearly a sentence says what is asked for, 0 to 1; with `change`, a denied change is clear as well.

    >>> sentence_sign("limitation", "We were unable to ask them."), sentence_sign("effect", "Did costs fall?")
    (1.0, 0.0)
    """
    if sentence.endswith("?"):
        return 0.0
    if change and _DENIAL.search(sentence):
        return STRONG
    strong, weak = _SIGNS[genre]
    if genre == "effect" and _TENTATIVE.search(sentence):
        return TENTATIVE
    return STRONG if strong.search(sentence) else WEAK if weak.search(sentence) else 0.0


def denies(sentence: str) -> bool:
    """Return whether a sentence says that something has not changed.

    >>> denies("We found no evidence that it helped."), denies("It helped.")
    (True, False)
    """
    return bool(_DENIAL.search(sentence))
