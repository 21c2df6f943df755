"""What is exported is found again: every quote, in every format and style, word for word on the page named."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from reportqa.briefings.quote_layout import rule_of
from reportqa.citations.styles import load_style
from reportqa.document import Document
from reportqa.index.catalogue import Catalogue
from reportqa.ingest.build import Summary
from reportqa.parsing.builder import DocumentBuilder
from reportqa.proofreading.manuscript_reader import read_manuscript
from reportqa.proofreading.proofreader import Outcome
from reportqa.settings import Settings
from support.cited import SEVERAL
from support.mutations import document_of
from support.roundtrips import (
    BRIEFINGS,
    CITED,
    STYLES,
    UNTAGGED,
    Desk,
    Place,
    exported,
    invented,
    lay_out,
    misses,
    places,
    rows,
    tabled,
)


def _drawn(seed: int | str) -> random.Random:
    return random.Random(seed)  # noqa: S311, not for secrets


@pytest.fixture(scope="module")
def desk(settings: Settings, built: Summary, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    catalogue = Catalogue.open(settings)
    sample = [catalogue.document(summary.doc_id) for summary in catalogue.documents()]
    return lay_out(tmp_path_factory.mktemp("desk"), [*sample, *invented(_drawn(6))])


@pytest.mark.slow
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("form", BRIEFINGS)
def test_every_quote_of_a_briefing_is_found_on_the_page_named(desk: Desk, style: str, form: str) -> None:
    missed = misses(desk, _chosen(desk, f"{style} {form}", 5), load_style(style), form)
    # By its look alone, a quote without marks may be taken for a list or for two, and two for one after a bare name.
    by_look = 6 if style == "modern-language-association" else 1
    assert len(missed) <= (by_look if form == UNTAGGED and rule_of(load_style(style)) else 0), missed


@pytest.mark.slow
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("form", CITED)
def test_every_quote_that_cite_prints_is_found_on_the_page_named(desk: Desk, style: str, form: str) -> None:
    assert misses(desk, _chosen(desk, f"{style} {form}", 1), load_style(style), f"cite {form}") == []


def _chosen(desk: Desk, seed: str, count: int) -> list[Place]:
    """Return so many quotes of each document, in any order."""
    random_ = _drawn(seed)
    chosen = [place for document in desk.documents for place in places(random_, document, count)]
    random_.shuffle(chosen)
    return chosen


def clinics() -> Document:
    builder = DocumentBuilder()
    builder.page(1, "iv")
    builder.table([["Clinic", "Nurses", "Patients"], ["Ashby", "12", "4,100"], ["Borrow End", "7", "990"]])
    made = document_of(builder.text, "clinics.pdf", builder.pages)
    return replace(made, tables=tuple(builder.tables), item={"id": "clinics.pdf", **SEVERAL})


@pytest.mark.slow
@pytest.mark.parametrize("form", ["docx", "odt", "html", "md", "pdf", "cite text", "cite markdown", "cite html"])
def test_rows_of_a_table_are_found_cell_by_cell(tmp_path: Path, form: str) -> None:
    made = clinics()
    desk = lay_out(tmp_path, [made])
    first = made.text.index("\n")
    chosen = [Place(made, 0, first), Place(made, 0, len(made.text))]
    written = exported(desk, chosen, load_style("oscola"), form)
    assert misses(desk, chosen, load_style("oscola"), form) == []
    if form == "cite text":
        assert "“Ashby [Nurses] 12 [Patients] 4,100”" in written.decode()


@pytest.mark.parametrize(
    ("quote", "outcome"),
    [
        ("Ashby 12 4,100", Outcome.RIGHT),
        ("Ashby | 12 | 4,100", Outcome.RIGHT),
        ("Ashby [nurses] 12 [patients] 4,100", Outcome.RIGHT),
        ("Ashby 12 4,100 Borrow End 7 990", Outcome.RIGHT),
        ("Ashby 12 4,200", Outcome.FIGURE),
        ("Ashby 7 4,100", Outcome.FIGURE),
    ],
)
def test_row_is_checked_as_it_is_printed(tmp_path: Path, quote: str, outcome: Outcome) -> None:
    made = clinics()
    manuscript = read_manuscript("a.md", f"They say “{quote}” (clinics.pdf, p. iv).".encode())
    assert [one.outcome for one in lay_out(tmp_path, [made]).proofreader.check(manuscript)] == [outcome]


@pytest.mark.slow
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("form", ["docx", "pdf", "cite text"])
def test_rows_are_found_in_every_style(tmp_path: Path, style: str, form: str) -> None:
    made = tabled(_drawn(8))
    chosen = list(rows(_drawn(f"{style} {form}"), made, 8))
    assert misses(lay_out(tmp_path, [made]), chosen, load_style(style), form) == []


@pytest.mark.slow
def test_a_changed_word_is_not_found_word_for_word(desk: Desk, tmp_path: Path) -> None:
    chosen = list(places(_drawn(1), desk.documents[-2], 3))
    assert misses(desk, chosen, load_style("apa"), "html") == []
    other = lay_out(tmp_path, invented(_drawn(7)))
    assert len(misses(Desk(desk.catalogue, other.proofreader, desk.documents), chosen, load_style("apa"), "html")) == 3
