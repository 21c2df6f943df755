import pytest

from reportqa.answering.superlatives import compares, superlatives, unsettled


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Which ward had the fewest beds?", [("fewest", "lowest")]),
        ("The sharpest fall was in the oldest ward.", [("sharpest fall", "steepest"), ("oldest", "first")]),
        ("It has at least 5, the most common number.", [("most", "highest")]),
        ("It has five.", []),
    ],
)
def test_superlatives_have_a_direction(text: str, found: list[tuple[str, str]]) -> None:
    assert list(superlatives(text)) == found


def test_question_for_the_latest_figure_compares_nothing() -> None:
    found = [compares(text) for text in ("Has it at least 5?", "the least?", "most?", "the latest?")]
    assert found == [False, True, True, False]


@pytest.mark.parametrize(
    ("question", "text", "superlative"),
    [
        ("Which ward has the most beds?", "Larch ward has 20 beds.", "most"),
        ("Which ward has the most beds?", "The largest is Larch ward, with 20 beds.", None),
        ("Which ward has the most beds?", "The smallest is Fir ward, with 9 beds.", "most"),
        ("Which ward has the most beds?", "Larch ward has 20 beds, most of them old.", "most"),
        ("Which ward has the most beds?", "Of all wards Larch ward has the most beds.", None),
        ("What is the latest number of beds?", "Larch ward has 20 beds.", None),
        ("How many beds are there?", "Larch ward has 20 beds.", None),
    ],
)
def test_superlative_is_unsettled_without_one_of_its_direction(
    question: str, text: str, superlative: str | None
) -> None:
    assert unsettled(question, text) == superlative
