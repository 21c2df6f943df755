from pathlib import Path

import pytest

from reportqa.search.statements import statements_of
from reportqa.search.vocabulary import Vocabulary
from support.corpora import words_of

FILING = "Consolidated balance sheets and consolidated statements of cash flows follow. Assets 5. Revenue 7."


@pytest.fixture(scope="module")
def filings(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    return words_of(tmp_path_factory.mktemp("filings"), {"filing.txt": FILING})


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    folder: Path = tmp_path_factory.mktemp("reports")
    return words_of(folder, {"report.txt": "The sheets were changed to balance the costs of revenue and debt."})


@pytest.mark.parametrize(
    ("question", "statements"),
    [
        ("What was the gross margin of Elm plc?", ["income"]),
        ("How did net sales of Elm plc change?", ["income"]),
        ("What is Elm's EPS for 2022?", ["income"]),
        ("What are the total current assets?", ["balance sheets"]),
        ("How large was the inventory at year end?", ["balance sheets"]),
        ("What is its quick ratio?", ["balance sheets"]),
        ("How much was spent on capital expenditures?", ["cash flows"]),
        ("What was the free cash flow?", ["cash flows"]),
        ("Were dividends paid?", ["cash flows"]),
        ("What is the return on assets?", ["income", "balance sheets"]),
        ("What was capex as a share of revenue?", ["income", "cash flows"]),
        ("What is shown in the balance sheet?", ["balance sheets"]),
        ("Is the gross margin stable? If it is no useful metric, state that and explain why.", ["income"]),
        ("What drove the fall in gross margin?", []),
        ("Which factors led to lower net sales?", []),
        ("What are the benefits of debt forgiveness?", []),
        ("How large is the long-term debt?", ["balance sheets"]),
        ("Who chairs the board?", []),
        ("How many shops were closed?", []),
        ("What is the current strategy?", []),
        ("Where is the factory that assembles capers?", []),
    ],
)
def test_statements_have_the_lines_of_a_question(filings: Vocabulary, question: str, statements: list[str]) -> None:
    found = statements_of(question, filings)
    assert [
        next(name for name in ("income", "balance sheets", "cash flows") if name in one) for one in found
    ] == statements


def test_documents_without_balance_sheets_have_no_statements(reports: Vocabulary) -> None:
    assert statements_of("What are total assets and net sales?", reports) == ()
