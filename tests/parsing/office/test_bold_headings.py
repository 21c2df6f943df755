from typing import Any

import pytest

from reportqa.parsing.markup.pandoc import MARKDOWN, read_tree
from reportqa.parsing.office.bold_headings import promote
from support.formats import read, written

TEXT = "Text that says what was found in the year."


def headings(markdown: str) -> list[tuple[int, str]]:
    blocks: list[dict[str, Any]] = promote(read_tree(markdown.encode(), MARKDOWN)["blocks"])
    return [
        (block["c"][0], "".join(node.get("c", " ") for inner in block["c"][2] for node in inner["c"]))
        for block in blocks
        if block["t"] == "Header" and block["c"][2][0]["t"] == "Strong"
    ]


def test_paragraphs_in_bold_over_text_are_headings_below_those_marked() -> None:
    assert headings(f"**Purpose**\n\n{TEXT}") == [(1, "Purpose")]
    assert headings(f"# Report\n\n## Part\n\n**Purpose**\n\n{TEXT}") == [(3, "Purpose")]


def test_title_and_subtitle_are_headings() -> None:
    assert headings(f"**Report**\n\n**Part one**\n\n{TEXT}") == [(1, "Report"), (1, "Part one")]


@pytest.mark.parametrize(
    "markdown",
    [
        f"**Nothing was found at all.**\n\n{TEXT}",
        f"**Purpose** and more\n\n{TEXT}",
        f"**{'word ' * 40}**\n\n{TEXT}",
        f"**Table 3: Staff by area**\n\n{TEXT}",
        f"**12**\n\n{TEXT}",
        f"**The Council**\n\n**High Street**\n\n**Northfield**\n\n{TEXT}",
        "**The end**",
        f"**Purpose**\n\n# Report\n\n{TEXT}",
    ],
)
def test_other_words_in_bold_are_not_headings(markdown: str) -> None:
    assert headings(markdown) == []


@pytest.mark.parametrize("suffix", ["docx", "odt"])
def test_headings_in_bold_are_found_in_office_files(suffix: str) -> None:
    builder = read(f"a.{suffix}", written(f"**Purpose**\n\n{TEXT}\n\n***Staff***\n\n{TEXT}", suffix))
    assert [(section.heading, section.level) for section in builder.sections] == [("Purpose", 1), ("Staff", 2)]
