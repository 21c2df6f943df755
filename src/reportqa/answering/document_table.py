"""The table of documents and what each says about a question: its columns, its rows as CSV, and what a model costs."""

import csv
import io
from collections.abc import Sequence

from reportqa.answering.document_answers import DocumentAnswer
from reportqa.answering.engine import Engine
from reportqa.citations import format_pages
from reportqa.csl import item_year
from reportqa.index import Filters

COLUMNS = ("document", "title", "year", "state", "confidence", "page", "quote", "place")
_FORMULA = tuple("=+-@\t\r")


def cells(one: DocumentAnswer) -> list[str]:
    """Return the row of a document under COLUMNS; an apostrophe is put before what a spreadsheet would calculate."""
    found = one.citation
    year = item_year(one.document.item)
    row = [
        one.document.doc_id, one.document.title, str(year or ""), str(one.state), f"{one.answer.confidence:.2f}",
        format_pages(found.pages) if found else "", found.quote if found else "", found.place if found else "",
    ]  # fmt: skip
    return [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row]


def csv_line(values: Sequence[str]) -> str:
    """Return a row as a line of CSV."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(values)
    return line.getvalue()


def most_tokens(engine: Engine, filters: Filters) -> int:
    """Return the most tokens that the language model of an engine uses to read each document that matches the filters.

    0 without a model.
    """
    model = engine.language_model
    return len(engine.facets.select(filters)) * model.for_question().tokens_left if model else 0
