import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.parsing.pdf.handles import Box
from reportqa.parsing.pdf.layers import NO_LAYERS
from reportqa.parsing.pdf.page_objects import read_objects
from reportqa.parsing.pdf.pdf_file import open_pdf
from reportqa.parsing.pdf.rotation import Frame
from reportqa.parsing.pdf.rules import Rules, distinct, find_rules, horizontal_edges
from support.drawn_pdf import draw_text, drawn_pdf

OTHERS = draw_text("A"), draw_text("B", 50, 650)
"""What makes a page have three objects with one more."""


def rules_of(*operators: str, turns: int = 0) -> Rules:
    with open_pdf(drawn_pdf(*operators, *OTHERS)) as document:
        return find_rules(read_objects(document[0], NO_LAYERS), Frame(turns, 600.0, 800.0))


def filled(left: float, bottom: float, width: float, height: float) -> str:
    return f"{left} {bottom} {width} {height} re f"


def near(boxes: list[Box], *expected: Box) -> bool:
    """Return whether boxes are those expected, but for the thickness of a stroke."""
    return len(boxes) == len(expected) and all(
        box == pytest.approx(other, abs=1.1) for box, other in zip(boxes, expected, strict=True)
    )


@pytest.mark.parametrize(
    ("width", "height", "kind"),
    [
        (100.0, 1.0, "horizontal"),
        (100.0, 2.5, "horizontal"),
        (12.0, 1.0, "horizontal"),
        (11.5, 1.0, ""),
        (1.0, 100.0, "vertical"),
        (2.5, 100.0, "vertical"),
        (1.0, 6.0, "vertical"),
        (1.0, 5.5, ""),
        (100.0, 3.0, ""),
        (100.0, 6.0, "shaded"),
        (12.0, 6.0, "shaded"),
        (11.5, 6.0, ""),
        (3.0, 100.0, ""),
    ],
)
def test_filled_box_is_a_rule_or_shading_by_its_size(width: float, height: float, kind: str) -> None:
    rules = rules_of(filled(50, 300, width, height))
    for name in ("horizontal", "vertical", "shaded"):
        expected = [(50.0, 300.0, 50 + width, 300 + height)] if name == kind else []
        assert near(getattr(rules, name), *expected)


def test_stroked_line_is_a_rule() -> None:
    rules = rules_of("50 300 m 150 300 l S", "200 300 m 200 400 l S")
    assert near(rules.horizontal, (50.0, 300.0, 150.0, 300.0))
    assert near(rules.vertical, (200.0, 300.0, 200.0, 400.0))
    assert rules.shaded == []


@pytest.mark.parametrize("paint", ["S", "B"])
def test_stroked_box_is_its_four_edges(paint: str) -> None:
    rules = rules_of(f"50 300 100 40 re {paint}")
    assert near(rules.horizontal, (50.0, 300.0, 150.0, 300.0), (50.0, 340.0, 150.0, 340.0))
    assert near(rules.vertical, (50.0, 300.0, 50.0, 340.0), (150.0, 300.0, 150.0, 340.0))
    assert rules.shaded == []


def test_stroked_box_that_leaves_the_page_has_the_horizontal_edges_on_it() -> None:
    rules = rules_of("-50 300 800 900 re S")
    assert near(rules.horizontal, (-50.0, 300.0, 750.0, 300.0))
    assert rules.vertical == []
    both = rules_of("-50 300 800 100 re S")
    assert near(both.horizontal, (-50.0, 300.0, 750.0, 300.0), (-50.0, 400.0, 750.0, 400.0))
    assert both.vertical == []


def test_rules_are_turned_with_the_text_of_their_page() -> None:
    rules = rules_of(filled(50, 300, 100, 1), filled(200, 300, 50, 60), turns=1)
    assert rules.horizontal == []
    assert near(rules.vertical, (499.0, 50.0, 500.0, 150.0))
    assert near(rules.shaded, (440.0, 200.0, 500.0, 250.0))


@pytest.mark.parametrize(("count", "is_searched"), [(2, False), (3, True), (5000, True), (5001, False)])
def test_pages_with_2_or_more_than_5000_objects_are_not_searched(count: int, is_searched: bool) -> None:
    operators = [filled(50, 300, 100, 1)] * count
    with open_pdf(drawn_pdf(*operators)) as document:
        found = find_rules(read_objects(document[0], NO_LAYERS), Frame(0, 600.0, 800.0))
    assert len(found.horizontal) == (count if is_searched else 0)


def test_text_is_no_rule() -> None:
    assert rules_of(draw_text("C")) == Rules()


def test_horizontal_edges_are_the_lower_and_the_upper() -> None:
    assert horizontal_edges((1.0, 2.0, 3.0, 4.0)) == ((1.0, 2.0, 3.0, 2.0), (1.0, 4.0, 3.0, 4.0))


def test_distinct_positions_are_more_than_the_distance_apart() -> None:
    assert distinct([5.0, 1.0, 3.0], 2.0) == [1.0, 5.0]
    assert distinct([5.0, 1.0, 3.1], 2.0) == [1.0, 3.1]
    assert distinct([], 2.0) == []


@given(st.lists(st.floats(-1000, 1000)), st.floats(0, 100))
def test_each_position_is_within_the_distance_of_a_distinct_one(positions: list[float], distance: float) -> None:
    found = distinct(positions, distance)
    assert found == sorted(set(found))
    assert all(any(abs(position - other) <= distance for other in found) for position in positions)
