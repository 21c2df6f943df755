import json
from pathlib import Path

import pytest

from reportqa.cli.citing import bibliography_text, styles_text
from reportqa.errors import InputError, StyleNotFound
from reportqa.index import EVERYTHING, Filters
from reportqa.ingest.build import Summary
from reportqa.settings import Settings


@pytest.fixture
def indexed(settings: Settings, built: Summary) -> Settings:
    return settings


def test_styles_are_listed_with_the_style_that_defines_their_rules() -> None:
    assert all("nature" in line.lower() for line in styles_text("nature", as_json=False).split("\n"))
    (first, *_) = styles_text("nature communications", as_json=True).split("\n")
    assert json.loads(first)["parent"] == "nature"
    assert " → nature" in styles_text("nature communications", as_json=False)
    with pytest.raises(StyleNotFound, match="reportqa styles"):
        styles_text("no style has these words", as_json=False)


@pytest.mark.parametrize(("file", "form", "start"), [(None, None, "["), ("a.BIB", None, "@"), ("a.bib", "ris", "TY")])
def test_format_of_a_bibliography_is_named_or_that_of_the_file(
    indexed: Settings, file: str | None, form: str | None, start: str
) -> None:
    assert bibliography_text(indexed, Path(file) if file else None, form, EVERYTHING).startswith(start)


def test_bibliography_holds_the_documents_that_match(indexed: Settings) -> None:
    items = json.loads(bibliography_text(indexed, None, None, Filters(doc_ids=("survey-briefing.pdf",))))
    assert len(items) == 1
    with pytest.raises(InputError, match=r"does not end in \.json"):
        bibliography_text(indexed, Path("works.txt"), None, EVERYTHING)
