import pytest

from reportqa.answering.flattened_tables import flattened_rows
from reportqa.document import Document

TEXT = (
    "Number of practices\n\n1 (2004)\n18 (2014)\n80 (2008)\n\nYear founded • 2004 • 2006\n2009\n\n"
    "List size, April\n135 patients\n120 patients\n\nGovernance\n\nThe board met in May. It was new.\n\n"
    "What they said\n\nIt is good.\nIt is bad."
)


def rows_of(text: str) -> list[tuple[str, list[str]]]:
    document = Document("a.txt", "0" * 64, "text/plain", {"title": "T"}, text)
    return [(row.label, [text[line.start : line.end] for line in row.lines]) for row in flattened_rows(document)]


def test_label_has_the_short_lines_below_it() -> None:
    found = dict(rows_of(TEXT))
    assert found["Number of practices"] == ["Number of practices", "1 (2004)", "18 (2014)", "80 (2008)"]
    assert found["Year founded"] == ["Year founded • 2004 • 2006", "2009"]
    assert found["List size, April"] == ["List size, April", "135 patients", "120 patients"]


@pytest.mark.parametrize("label", ["Governance", "What they said"])
def test_heading_above_sentences_is_no_label(label: str) -> None:
    assert label not in dict(rows_of(TEXT))
