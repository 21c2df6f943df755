"""Financial statements that show what a question asks for."""

import re

from reportqa.search.instructions import without_instructions
from reportqa.search.vocabulary import Vocabulary

_INCOME, _BALANCE, _CASH = (
    "consolidated statements of income operations earnings",
    "consolidated balance sheets",
    "consolidated statements of cash flows",
)
_LINES = {
    _INCOME: (
        r"revenues?|net sales|top ?line|cost of (?:goods sold|sales|revenues?)|cogs|gross (?:profit|margin)s?"
        r"|operating (?:income|profit|margin|loss|earnings)s?|net (?:income|earnings|loss|profit)|profit margins?"
        r"|ebit(?:da)?r?|eps|earnings per share|sg&a|selling, general|interest (?:expense|coverage)|(?:income"
        r"|effective) tax(?:es)?|r&d expenses?|return on (?:assets|equity)|asset turnover|inventory turnover"
        r"|days? payables? outstanding|days? sales outstanding|dpo|dso|roa|roe"
    ),
    _BALANCE: (
        r"total (?:assets|liabilities|equity|debt)|(?:non-?)?current (?:assets|liabilities)|current ratio|inventor(?:y"
        r"|ies)|(?:accounts?|trade) (?:receivables?|payables?)|net ar|working capital|quick ratio|(?:long-term"
        r"|short-term|net) debt|pp&e|ppne|pp&ne|property,? plant|fixed assets?|cash (?:and|&) cash equivalents|(?:share"
        r"|stock)holders['’]? equity|goodwill|retained earnings|return on (?:assets|equity)|turnover ratio"
        r"|days? payables? outstanding|days? (?:sales|inventory) outstanding|dpo|dso|dio|roa|roe"
        r"|operating cash flow ratio|balance sheets?"
    ),
    _CASH: (
        r"capex|capital expenditures?|capital spending|free cash ?flows?|operating cash ?flows?|cash from operations"
        r"|cash ?flow (?:from|conversion)|cash dividends|dividends? paid|(?:share|stock) (?:repurchase|buyback)s?"
        r"|depreciation (?:and|&) amorti[sz]ation|d&a|unadjusted ebitda|(?:financing|investing|operating) activities"
        r"|cash flow statements?|statements? of cash flows?"
    ),
}
_REASONS = re.compile(r"\b(?:why|reasons?|factors?|caused?|causes|drove|drivers?|driven|explains?)\b", re.IGNORECASE)
_PATTERNS = {name: re.compile(rf"\b(?:{lines})(?!\w)", re.IGNORECASE) for name, lines in _LINES.items()}


def statements_of(question: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the words of the headings of the financial statements that have a line of the question.

    None for a question about reasons, which the text explains, and where the documents have no balance sheets.
    """
    if _REASONS.search(without_instructions(question)):
        return ()
    found = tuple(name for name, pattern in _PATTERNS.items() if pattern.search(question))
    return found if found and vocabulary.has_adjacent("balance sheets") else ()
