import re
from pathlib import Path

import pytest

from reportqa.answering.paragraphs import (
    LONG,
    Paragraph,
    read_beginnings,
    read_matches,
    read_range,
    read_section,
    section_range,
)
from reportqa.index import Catalogue
from support.corpora import index_corpus

TEXT = """# The river

Alder is a river. It is short.

## Key points

### Fish

Eels came back. Trout did not. Pike are rare.

### Birds

Herons nest.

## Advice

The council should:

- open the weir;
- count the eels.

Nobody else should act.
"""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory, exports: Path) -> Catalogue:
    return Catalogue.open(index_corpus(tmp_path_factory.mktemp("river"), {"river.md": TEXT}))


def headed(catalogue: Catalogue, heading: str) -> int:
    return [one.heading for one in catalogue.outline("river.md").sections].index(heading)


def section(catalogue: Catalogue, heading: str) -> list[Paragraph]:
    return list(read_section(catalogue, catalogue.outline("river.md"), headed(catalogue, heading)))


def test_texts_are_slices_of_the_document(catalogue: Catalogue) -> None:
    outline = catalogue.outline("river.md")
    found = list(read_range(catalogue, outline, 0, outline.length))
    assert found
    for one in found:
        assert [catalogue.text("river.md", item.start, item.end) for item in one.items] == list(one.texts)


def test_list_is_one_paragraph_with_what_announces_it(catalogue: Catalogue) -> None:
    listed, last = section(catalogue, "Advice")
    assert listed.texts[0] == "The council should:"
    assert len(listed.texts) == 3
    assert last.texts == ("Nobody else should act.",)
    assert listed.headings == ("The river", "Advice")
    assert listed.heading == "Advice"


def test_range_has_only_the_paragraphs_that_it_overlaps(catalogue: Catalogue) -> None:
    outline = catalogue.outline("river.md")
    start, end = section_range(outline, headed(catalogue, "Birds"))
    assert [one.texts for one in read_range(catalogue, outline, start, end)] == [("Herons nest.",)]


def test_bare_heading_has_the_beginnings_of_the_sections_below(catalogue: Catalogue) -> None:
    outline = catalogue.outline("river.md")
    number = headed(catalogue, "Key points")
    assert section(catalogue, "Key points") == []
    found = read_beginnings(catalogue, outline, number, sentences=2, most=3)
    assert found is not None
    assert found.heading == "Key points"
    assert found.texts[:3] == ("Eels came back.", "Trout did not.", "Herons nest.")
    assert read_beginnings(catalogue, outline, len(outline.sections) - 1, 2, 3) is None


def test_matches_are_read_with_their_whole_paragraph_once(catalogue: Catalogue) -> None:
    outline = catalogue.outline("river.md")
    found = list(read_matches(catalogue, outline, re.compile("Trout|Pike"), outline.length))
    assert [one.texts for one in found] == [("Eels came back.", "Trout did not.", "Pike are rare.")]
    assert not list(read_matches(catalogue, outline, re.compile("Trout"), 10))


def test_long_paragraph_is_read_in_parts_of_whole_sentences(tmp_path: Path, exports: Path) -> None:
    text = " ".join(f"Eel number {number} was seen under the old bridge near the mill." for number in range(400))
    catalogue = Catalogue.open(index_corpus(tmp_path, {"eels.txt": text}))
    outline = catalogue.outline("eels.txt")
    start = text.index("Eel number 200 ")
    (near,) = read_range(catalogue, outline, start, start + 10)
    assert [one.split()[2] for one in near.texts] == ["199", "200", "201"]
    parts = list(read_section(catalogue, outline, -1))
    assert all(len(one.items) <= LONG for one in parts)
    assert " ".join(sentence for one in parts for sentence in one.texts) == text
