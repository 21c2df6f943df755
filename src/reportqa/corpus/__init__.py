"""A corpus: an index as one object for programs; citations, briefings and checks as the command line makes them."""

from reportqa.corpus.building import build_index
from reportqa.corpus.checks import CheckResult, check_names
from reportqa.corpus.citing import WrittenBriefing, cite_places, write_briefing
from reportqa.corpus.corpus import Corpus, open_corpus
from reportqa.corpus.filter_options import FilterOptions
from reportqa.corpus.lists import CitationList, DocumentList

__all__ = [
    "CheckResult",
    "CitationList",
    "Corpus",
    "DocumentList",
    "FilterOptions",
    "WrittenBriefing",
    "build_index",
    "check_names",
    "cite_places",
    "open_corpus",
    "write_briefing",
]
