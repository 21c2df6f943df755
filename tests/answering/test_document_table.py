import csv
import io
from dataclasses import replace

from reportqa.answer import Answer, State
from reportqa.answering.document_answers import DocumentAnswer
from reportqa.answering.document_table import COLUMNS, cells, csv_line, most_tokens
from reportqa.answering.engine import Engine
from reportqa.document import DocumentSummary
from reportqa.index import EVERYTHING, Filters
from reportqa.settings import Settings
from support.completion_server import completion_server, said
from support.written import passage


def test_lines_are_read_back_as_csv() -> None:
    row = ["a, b", 'He said "no"', "two\nlines", "’"]
    assert next(csv.reader(io.StringIO(csv_line(row)))) == row


def test_most_tokens_are_the_budgets_of_the_documents(copied: Settings, engine: Engine) -> None:
    assert most_tokens(engine, EVERYTHING) == 0
    with completion_server(said("{}")) as server:
        reading = Engine.open(replace(copied, llm=server.endpoint(question_tokens=7_000)))
        assert most_tokens(reading, EVERYTHING) == 6 * 7_000
        assert most_tokens(reading, Filters.of({"type": ["txt"]})) == 7_000
    assert server.asked == []


def test_cells_are_no_formulas() -> None:
    item = {"title": "=cmd()", "issued": {"date-parts": [[2016]]}}
    document = DocumentSummary("@a.pdf", "0", "application/pdf", item, 1, 1, 1, ())
    answer = Answer("?", State.ANSWERS, 0.9, (), (), "1", 0.0)
    found = replace(passage("-5% a year."), pages=())
    row = dict(zip(COLUMNS, cells(DocumentAnswer(document, answer, found)), strict=True))
    assert (row["document"], row["title"], row["quote"]) == ("'@a.pdf", "'=cmd()", "'-5% a year.")
    assert (row["year"], row["page"]) == ("2016", "")
