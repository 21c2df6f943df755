import json

import pytest

from reportqa.ingest.references.json_list import JsonList

FOUR = """[
    {"id": "a", "issued": {"date-parts": [[2016, 7]]}},
    {
        "id": "b",
        "title": "Gr\\u00f6\\u00dfe"
    }
]
"""
TABS = '[\n\t{\n\t\t"id": "a",\n\t\t"author": [{"family": "Doe"}]\n\t},\n\t{\n\t\t"id": "b"\n\t}\n]'
ONE_LINE = '[{"id":"a"},{"id":"b","title":"T"}]'


@pytest.mark.parametrize("text", [FOUR, TABS, ONE_LINE, "[]\n", " [ { } ] "])
def test_unchanged_list_is_the_same_text(text: str) -> None:
    items = json.loads(text)
    assert JsonList(text, items).written(items) == (text if items else "[]\n")


def test_only_the_changed_item_is_written_anew() -> None:
    items = json.loads(TABS)
    made = JsonList(TABS, items)
    items[1]["title"] = "T"
    items.append({"id": "c"})
    assert made.written(items) == TABS[:-2].replace('"b"', '"b",\n\t\t"title": "T"') + ',\n\t{\n\t\t"id": "c"\n\t}\n]'


def test_items_of_four_spaces_and_of_one_line_keep_their_lines() -> None:
    items = json.loads(FOUR)
    made = JsonList(FOUR, items)
    items[1]["title"] = "Size"
    assert made.written(items).splitlines()[:3] == FOUR.splitlines()[:3]
    assert json.loads(made.written(items)) == items


def test_removed_and_first_items() -> None:
    items = json.loads(ONE_LINE)
    made = JsonList(ONE_LINE, items)
    assert made.written(items[1:]) == '[{"id":"b","title":"T"}]'
    assert made.written([]) == "[]\n"
    assert JsonList("[]", []).written([{"id": "a"}]) == '[\n  {\n    "id": "a"\n  }\n]\n'
