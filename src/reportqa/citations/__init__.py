"""Citations: references in any style, permanent records, and their verification against current documents."""

from reportqa.citations.anchors import anchors_of, read_link, read_query
from reportqa.citations.citeproc import cite, format_quotations, process
from reportqa.citations.dates import Interval, item_interval, read_range
from reportqa.citations.formatting import CITE_FORMATS, DEFAULT_STYLE, CitationPart, cite_text
from reportqa.citations.item_dates import read_item_date
from reportqa.citations.pandoc import Node, Tree, inlines, make_tree, plain_text, run_pandoc, write_inlines
from reportqa.citations.plain_reference import format_citation, format_pages, format_reference
from reportqa.citations.public_links import link_citation, public_link
from reportqa.citations.quote_gaps import Gap
from reportqa.citations.quote_matching import Match, MatchPart, Searchable
from reportqa.citations.quote_pattern import Pattern
from reportqa.citations.record import Anchor, Record
from reportqa.citations.reference_export import FORMATS, write_csl_json
from reportqa.citations.ris_reader import RisRecord, read_name, read_ris
from reportqa.citations.styles import Style, find_style, load_style, nearest_names, search_styles
from reportqa.citations.table_rows import PrintedRows, cite_rows
from reportqa.citations.title_markup import plain_title, tidy_markup
from reportqa.citations.verdict import Standing, Verdict, sentence, verdict_dict
from reportqa.citations.verification import find_elsewhere, verify
from reportqa.citations.works import MARKED_TITLE, SourcedQuote, Work, assign_keys, clean_item

__all__ = [
    "CITE_FORMATS",
    "DEFAULT_STYLE",
    "FORMATS",
    "MARKED_TITLE",
    "Anchor",
    "CitationPart",
    "Gap",
    "Interval",
    "Match",
    "MatchPart",
    "Node",
    "Pattern",
    "PrintedRows",
    "Record",
    "RisRecord",
    "Searchable",
    "SourcedQuote",
    "Standing",
    "Style",
    "Tree",
    "Verdict",
    "Work",
    "anchors_of",
    "assign_keys",
    "cite",
    "cite_rows",
    "cite_text",
    "clean_item",
    "find_elsewhere",
    "find_style",
    "format_citation",
    "format_pages",
    "format_quotations",
    "format_reference",
    "inlines",
    "item_interval",
    "link_citation",
    "load_style",
    "make_tree",
    "nearest_names",
    "plain_text",
    "plain_title",
    "process",
    "public_link",
    "read_item_date",
    "read_link",
    "read_name",
    "read_query",
    "read_range",
    "read_ris",
    "run_pandoc",
    "search_styles",
    "sentence",
    "tidy_markup",
    "verdict_dict",
    "verify",
    "write_csl_json",
    "write_inlines",
]
