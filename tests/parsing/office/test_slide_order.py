from collections.abc import Mapping

from lxml import etree

from reportqa.parsing.office.slide_order import MAX_SHAPES, ShapeBox, ordered_shapes, reading_order


def order(boxes: Mapping[str, tuple[int, int] | None]) -> list[str]:
    """Return the names of boxes of 10 by 10 in reading order."""
    made = {name: None if at is None else ShapeBox(at[0], at[1], at[0] + 10, at[1] + 10) for name, at in boxes.items()}
    return reading_order(list(boxes), made.__getitem__)


def test_shape_above_or_on_the_left_is_read_first() -> None:
    assert order({"second": (50, 20), "third": (0, 40), "first": (0, 0)}) == ["first", "second", "third"]
    assert order({"right": (20, 5), "left": (0, 0)}) == ["left", "right"]


def test_order_of_the_file_decides_between_columns_and_rows() -> None:
    columns = {"a": (0, 0), "b": (0, 20), "c": (20, 0), "d": (20, 20)}
    assert order(columns) == ["a", "b", "c", "d"]
    rows = {name: columns[name] for name in ("a", "c", "b", "d")}
    assert order(rows) == ["a", "c", "b", "d"]


def test_shape_without_a_position_stays_and_many_shapes_too() -> None:
    assert order({"a": (0, 20), "b": None, "c": (0, 40)}) == ["a", "b", "c"]
    many = list(range(MAX_SHAPES + 1))
    assert reading_order(many, lambda at: ShapeBox(0, -20 * at, 10, 10 - 20 * at)) == many


def test_shapes_of_a_group_are_in_its_place() -> None:
    tree = etree.fromstring("<tree><sp/><grpSp><x/><sp/><pic/></grpSp><pic/></tree>")
    shapes = ordered_shapes(tree, lambda node: node.tag != "x", lambda _: None)
    assert [shape.tag for shape in shapes] == ["sp", "sp", "pic", "pic"]
