"""Words of a question that say how to answer, not what is asked."""

import re

_SENTENCE_END = re.compile(r"(?<=[?!])\s+|(?:(?<=[^\W_]{2}\.)|(?<=[)\]]\.))\s+(?=[A-Z])")
_ANSWER = r"(?:answer|response|reply|result|judge?ments?|summary)s?"
_FORM = (
    r"(?:in|as|to|with|by|using|based|from|only|briefly|concisely|clearly|please|yes|no|(?:the|this) question"
    r"|what was asked)\b"
)
STATEMENT = (
    r"(?:(?:consolidated )?(?:balance sheets?|income statements?|cash ?flow statements?|statements? of"
    r" (?:income|operations|earnings|cash ?flows?|financial position|comprehensive income|profit (?:and|or) loss))|p&l)"
)
"""A regular expression for the name of a financial statement."""
_SHOWN = r"(?:answers?|data|details|facts|figures|information|judge?ments?|line items|question)"
_WH = r"\b(?:what|which|when|where|why|how)\b"
_INSTRUCTION = re.compile(
    r"(?:please |kindly )?(?:"
    rf"(?:answer|respond|reply|calculate|address) {_FORM}|(?:give|provide|state|present|express|report|return|write"
    rf"|format|keep|make|round|base|limit) (?:(?:me|us|your|the|an?|all|short|brief|concise|final) )*{_ANSWER}\b"
    r"|(?:round|express|report|state|present) (?:it|this|them|everything|to|all \w+)\b|(?:be|keep (?:it|this)) (?:very "
    r"|as )?(?:brief|concise|short|precise|specific|simple|detailed)\b|use (?:only )?(?:short|plain|simple|bullets?"
    r"|bullet points|your own words)\b|(?:cite|quote|include|add|mention|name) (?:(?:your|the|any|all"
    r"|page) )*(?:sources?|references?|citations?|numbers)[.!]*$|(?:do not|don['’]t|never) (?:guess|speculate|invent"
    r"|make (?:things|anything|it) up|use (?:outside|other))\b|explain (?:your (?:answer|reasoning)|it simply"
    r"|in (?:simple|plain))\b|(?:think|work|go) (?:it )?(?:through )?step by step\b"
    # "Please utilize information provided primarily within the balance sheet."
    rf"|(?:(?!{_WH})[^?])*\b{_SHOWN}\b(?:(?!{_WH})[^?])*\b{STATEMENT}(?:(?!{_WH})[^?])*$"
    r"|(?:many )?(?:thanks|thank you|cheers)\b(?: in advance)?[.! ]*$)|if .{3,120}?,? (?:then )?(?:please )?(?:say"
    r"|state|tell me|mention|indicate|answer|reply|respond|write) (?:so|that|this|it|why|not|no|n/?a|unknown"
    r"|with)\b(?!.*\?$)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    rf"(?:(?!{_WH})[^,?.])*\b{_SHOWN}\b"
    rf"(?:(?!{_WH})[^,?.])*\b{STATEMENT}(?:,? (?:and|or) (?:the )?{STATEMENT})*[^,?.]*[,:] (?=\w)"
    r"|answer (?:yes or no|briefly|in one (?:word|sentence))[,:] (?=\w)",
    re.IGNORECASE,
)
"""Words before a question that name nothing but a kind of statement, or the form of the answer."""
_UNIT = (
    r" \((?:please )?(?:in|as|rounded|expressed|to)\b[^()]*(?:usd|dollars?|pounds|euros|thousands?|millions?|billions?"
    r"|percent\w*|per cent|%|decimals?|units)[^()]*\)"
    r"|,? in (?:USD|US dollars) (?:thousands?|millions?|billions?)(?=\W|$)"
)
_UNITS = re.compile(_UNIT, re.IGNORECASE)


def without_instructions(question: str) -> str:
    """Return what a question asks, without the sentences and words on the form of the answer.

    A text of nothing but instructions stays as it is.

    >>> without_instructions("What were the costs (in USD millions)? If unknown, say so.")
    'What were the costs?'
    """
    sentences = _SENTENCE_END.split(question)
    bare = [sentence[match.end() :] if (match := _LEAD.match(sentence)) else sentence for sentence in sentences]
    kept = [_UNITS.sub("", sentence) for sentence in bare if not _INSTRUCTION.match(sentence)]
    return " ".join(kept) or question
