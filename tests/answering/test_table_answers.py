from pathlib import Path

import pytest

from reportqa.answering.engine import Engine
from reportqa.answering.reader import READ, Evidence
from reportqa.answering.table_answers import TableAnswer, find_table_answer
from reportqa.embedding import Embedder
from reportqa.settings import Settings
from support.corpora import index_corpus


def written(rows: list[list[str]]) -> str:
    """Return a table in Markdown."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


TEXTS = {
    "meeting.md": "# Meeting of Harrow Mills in 2022\n\n## Votes\n\n"
    "The votes cast for each nominee were as follows:\n\n"
    + written(
        [
            ["Nominee", "Votes For", "Votes Against", "Abstentions"],
            ["Ada B. Marsh", "5,120,400", "310,200", "12"],
            ["Tom Reed", "4,980,000", "450,900", "40"],
            ["Una Voss", "5,300,150", "130,000", "9"],
        ]
    ),
    "heating.md": "# Heating Support Grant\n\n## Eligibility\n\nYou need a boiler.\n\n## What you'll get\n\n"
    "You get a first payment and monthly payments. There are 2 rates.\n\n"
    + written(
        [["Rate", "First payment", "Monthly payment"], ["Higher rate", "£450", "£45"], ["Lower rate", "£210", "£12"]]
    )
    + "\n\n## Office\n\nYou must tell your office when you get Heating Support Grant.\n",
    "ferries.md": "# Ferries of Lorne\n\n## Passengers\n\nPassengers in thousands:\n\n"
    + written(
        [["Route", "2021", "2022"], ["Oban to Mull", "410", "520"], ["Oban to Coll", "35", "44"]]
    )
    + "\n\n## Fleet\n\n"
    + written(
        [
            ["", "Isle of Lewis", "Clansman", "Coruisk"],
            ["Built", "1995", "1998", "2003"],
            ["Number of cars", "123", "90", "40"],
            ["Owner", "Argyll Lines", "Nevis Trust", "Nevis Trust"],
        ]
    )
    + "\n\n## Pay\n\nWhat Lorne pays for ferries:\n\n"
    + written([["", "Fuel", "Crew"], ["2021", "£310", "£500"], ["2022", "£420", "£520"]]),
    "accounts.md": "# Accounts of Tarn\n\n## Library sales reconciliation\n\nLibrary sales, by branch:\n\n"
    + written(
        [
            ["Cost", "Adult", "Child", "Loans", "Total", "Last total"],
            ["Books bought", "£410", "£52", "£31", "£493", "£470"],
            ["Staff paid", "£810", "£92", "£30", "£932", "£900"],
        ]
    ),
    "library.txt": "Libraries of Tarn\n\nA study of three libraries, East Lodge, Low Hall and Park, was made.\n\n"
    "Number of readers\n\n- 120 (2008)\n- 140 (2016)\n- 90 (2016)\n\n"
    "The study took a year, and its authors were pleased.\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory, exports: Path) -> Settings:
    """Settings of an indexed corpus of TEXTS."""
    return index_corpus(tmp_path_factory.mktemp("tables"), TEXTS)


@pytest.fixture(scope="module")
def tables(corpus: Settings, embedder: Embedder) -> Engine:
    return Engine.open(corpus, embedder)


def find(tables: Engine, question: str) -> TableAnswer | None:
    part = tables.searcher.search(question, READ).parts[0]
    return find_table_answer(Evidence.of(part, tables._calibration), tables.catalogue, tables.searcher.vocabulary)


def shown(tables: Engine, question: str) -> list[list[str]]:
    """Return the texts of the items and of the cells of an answer."""
    answer = find(tables, question)
    if answer is None:
        return [[], []]
    text = tables.document(answer.doc_id).text
    return [[text[one.start : one.end] for one in found] for found in (answer.items, answer.cells)]


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("How many votes did Ada Marsh receive?", "5,120,400"),
        ("How many votes against Tom Reed were there?", "450,900"),
        ("What is the monthly payment at the lower rate of Heating Support Grant?", "£12"),
        ("How many passengers did Oban to Coll have in 2021?", "35"),
        ("When was the Clansman built?", "1998"),
        ("How many cars does the Coruisk have?", "40"),
        ("Who is the owner of the Isle of Lewis?", "Argyll Lines"),
    ],
)
def test_cell_in_the_row_and_column_that_a_question_names(tables: Engine, question: str, cell: str) -> None:
    answer = find(tables, question)
    assert answer
    assert answer.certain
    items, cells = shown(tables, question)
    assert cells == [cell]
    assert cell in items[-1]


@pytest.mark.parametrize(
    "question",
    [
        "How many votes did Ada Reed receive?",
        "How many votes did Ada Marsh receive in 2019?",
        "What is the monthly payment at the middle rate of Heating Support Grant?",
        "How many passengers did Oban to Coll have in 2030?",
        "How many passengers did Oban to Tiree have in 2021?",
        "When was the Clansman sold to Norway?",
        "Why was the Clansman built?",
        "What is Una Voss?",
        "How much is the Winter Fuel Payment?",
        "How many readers did the library of Leeds have in 2008?",
    ],
)
def test_fact_that_is_not_in_the_table_is_not_answered(tables: Engine, question: str) -> None:
    assert find(tables, question) is None


def test_sentence_that_announces_a_table_is_first_and_the_unit_is_named(tables: Engine) -> None:
    items, _ = shown(tables, "Who received the most votes for?")
    assert items[0] == "The votes cast for each nominee were as follows:"
    answer = find(tables, "How many passengers did Oban to Mull have in 2022?")
    assert answer
    assert "in thousands" in answer.reason


@pytest.mark.parametrize(
    ("question", "cell", "reason"),
    [
        ("Which nominee received the most votes against?", "450,900", "Highest of 3 values"),
        ("Which ferry was built first?", "1995", "Earliest of 3 values"),
        ("Which route had the fewest passengers in 2022?", "44", "Lowest of 2 values"),
    ],
)
def test_superlative_is_computed_and_says_of_how_many(tables: Engine, question: str, cell: str, reason: str) -> None:
    answer = find(tables, question)
    assert answer
    assert answer.reason.startswith(reason)
    assert shown(tables, question)[1] == [cell]


@pytest.mark.parametrize(
    "question", ["What are the rates of Heating Support Grant?", "How much do you get for Heating Support Grant?"]
)
def test_all_rates_are_shown_where_no_row_is_named(tables: Engine, question: str) -> None:
    items, cells = shown(tables, question)
    assert items[0] == "There are 2 rates."
    assert [item.split(" · ")[0] for item in items[1:]] == ["Higher rate", "Lower rate"]
    assert cells == []


def test_series_of_years_is_not_shown_as_rates(tables: Engine) -> None:
    assert find(tables, "How much does Lorne pay for ferries?") is None


def test_statement_of_accounts_is_not_shown_as_rates(tables: Engine) -> None:
    found = find(tables, "How much were library sales?")
    assert found is None or not found.certain


def test_rows_compared_are_both_shown(tables: Engine) -> None:
    items, _ = shown(tables, "What is the difference between the lower and higher rate of Heating Support Grant?")
    assert [item.split(" · ")[0] for item in items[-2:]] == ["Higher rate", "Lower rate"]


def test_lines_of_a_flattened_table_are_shown_without_a_cell(tables: Engine) -> None:
    answer = find(tables, "How many readers did Low Hall have in 2008?")
    assert answer
    assert (answer.cells, answer.certain) == ((), False)
    assert shown(tables, "How many readers did Low Hall have in 2008?")[0][0] == "Number of readers"


def test_row_is_shown_without_a_cell_where_no_column_is_named(tables: Engine) -> None:
    answer = find(tables, "How many passengers did Oban to Coll have?")
    assert answer
    assert (answer.cells, answer.certain) == ((), False)
    assert shown(tables, "How many passengers did Oban to Coll have?")[0][-1].startswith("Oban to Coll · 2021: 35")
