import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.server.viewer.text_lines import LineGroup, line_groups


def shown(text: str) -> list[tuple[str, list[str]]]:
    return [
        ("marked" if group.marked else "list" if group.is_list else "paragraph", [text[a:b] for a, b in group.lines])
        for group in line_groups(text, 0, len(text))
    ]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("One.\n\nTwo.", [("paragraph", ["One."]), ("paragraph", ["Two."])]),
        ("Buy:\nmilk\nbread", [("paragraph", ["Buy:"]), ("list", ["milk", "bread"])]),
        ("Buy\n• milk\n• bread", [("paragraph", ["Buy"]), ("marked", ["• milk", "• bread"])]),
        ("milk\nbread\n \nEggs", [("list", ["milk", "bread"]), ("paragraph", ["Eggs"])]),
        ("", []),
    ],
)
def test_several_lines_in_a_row_are_a_list(text: str, groups: list[tuple[str, list[str]]]) -> None:
    assert shown(text) == groups


@given(st.text("a•: \n", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_every_letter_of_a_range_is_in_one_line(text: str, start: int, end: int) -> None:
    groups: list[LineGroup] = list(line_groups(text, start, end))
    lines = [line for group in groups for line in group.lines]
    assert lines == sorted(lines)
    assert "".join("".join(text[a:b].split()) for a, b in lines) == "".join(text[start:end].split())
