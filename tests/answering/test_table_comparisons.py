import pytest

from reportqa.answering.engine import Engine
from reportqa.answering.table_comparisons import compared
from reportqa.search.question import Question
from support.tables import PAYMENTS, SALES, VOTES, Rows, table_of

FOUNDED = [["", "Elm", "Oak", "Yew"], ["Founded", "2006", "2004", "2009"], ["List size", "90", "120", "60"]]
COSTS = [["Clinic", "Cost"], ["North", "£20"], ["South", "£35"], ["East", "£25"]]


def labels(engine: Engine, question: str, rows: Rows, above: str = "", heading: str = "") -> list[tuple[str, ...]]:
    """Return the label of the row of each value found, with the value, in the first answer of a table."""
    grid = table_of(rows, above, heading)
    found = list(compared(Question.parse(question), [grid], engine.searcher.vocabulary))
    return [(row.label, row.cells[column]) for row, columns in found[0].rows for column in columns] if found else []


@pytest.mark.parametrize(
    ("question", "label", "value"),
    [
        ("Which nominee received the most votes?", "Una Voss", "5,300,150"),
        ("Which nominee had the fewest votes against?", "Una Voss", "130,000"),
        ("Who got the most abstentions of the nominees?", "Tom Reed", "40"),
    ],
)
def test_highest_and_lowest_of_the_column_named(engine: Engine, question: str, label: str, value: str) -> None:
    assert labels(engine, question, VOTES, "The votes for each nominee were:") == [(label, value)]


def test_total_is_not_compared(engine: Engine) -> None:
    question = "Which segment had the largest sales in 2022?"
    assert labels(engine, question, SALES, heading="Segment sales") == [("Gas", "$1,200")]
    unnamed = [*SALES[:-1], ["Group", *SALES[-1][1:]]]
    assert labels(engine, question, unnamed, heading="Segment sales") == [("Gas", "$1,200")]


def test_steepest_drop_is_the_most_negative_change(engine: Engine) -> None:
    question = "Which segment had the steepest drop in sales change?"
    assert labels(engine, question, SALES, heading="Segment sales") == [("Waste", "(20.0)%")]
    risen = [*SALES[:2], *([row[0], row[1], row[2], "1.0%"] for row in SALES[2:])]
    assert labels(engine, question, risen, heading="Segment sales") == []


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Which organisation was founded first?", "2004"),
        ("Which organisation was founded last?", "2009"),
        ("Which organisation has the largest list size?", "120"),
    ],
)
def test_row_is_compared_where_columns_are_the_things(engine: Engine, question: str, value: str) -> None:
    assert [found for _, found in labels(engine, question, FOUNDED, "The organisations were:")] == [value]


@pytest.mark.parametrize(
    ("cells", "question"),
    [
        (["£20", "unknown", "£25"], "Which clinic has the highest cost?"),
        (["£20", "€35", "£25"], "Which clinic has the highest cost?"),
        (["20 pence per litre", "35 pence per kg", "2 pence per kg"], "Which clinic has the highest cost?"),
        (["£20", "–", "£25"], "Which clinic has the lowest cost?"),
        (["2004", "Oak 2006; Elm 2008", "2009"], "Which clinic has the latest cost?"),
        (["2004", "May 2004", "2009"], "Which clinic has the first cost?"),
    ],
)
def test_nothing_is_claimed_of_values_that_cannot_be_compared(engine: Engine, cells: list[str], question: str) -> None:
    rows = [["Clinic", "Cost"], *([name, cell] for name, cell in zip(["North", "South", "East"], cells, strict=True))]
    assert labels(engine, question, rows) == []


def test_dash_is_not_the_highest(engine: Engine) -> None:
    rows = [["Clinic", "Cost"], ["North", "£20"], ["South", "–"], ["East", "£25"]]
    assert labels(engine, "Which clinic has the highest cost?", rows) == [("East", "£25")]


def test_values_beyond_a_number(engine: Engine) -> None:
    assert labels(engine, "Which clinics have a cost of more than £20?", COSTS) == [("South", "£35"), ("East", "£25")]
    assert labels(engine, "Which clinics have a cost of at least £25?", COSTS) == [("South", "£35"), ("East", "£25")]
    assert labels(engine, "Which clinics have a cost of less than £10?", COSTS) == []
    assert labels(engine, "Which clinics have a cost over £20?", COSTS, "Clinics, £ in thousands") == []


def test_sum_is_of_a_column_without_a_total(engine: Engine) -> None:
    question = Question.parse("What is the total cost of the clinics?")
    (found,) = compared(question, [table_of(COSTS)], engine.searcher.vocabulary)
    assert found.reason.endswith(": 80.")
    with_total = table_of([*COSTS, ["Total", "£80"]])
    assert list(compared(question, [with_total], engine.searcher.vocabulary)) == []


def test_total_of_each_row_is_compared_where_no_column_is_named(engine: Engine) -> None:
    rows = [["Source of money", "Homes", "Roads", "Total"], ["Loans", "5", "1", "6"], ["Grants", "2", "2", "4"]]
    assert labels(engine, "What is the largest source of money?", rows) == [("Loans", "6")]


def test_words_of_the_question_that_the_table_lacks_are_no_comparison(engine: Engine) -> None:
    assert labels(engine, "Which school has the highest rent in Wales?", COSTS) == []
    assert labels(engine, "Which rate has the highest payment?", PAYMENTS) == []
