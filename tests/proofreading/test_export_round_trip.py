"""What is exported is found again: every quote, in every format and style, word for word on the page named."""

import random
from pathlib import Path

import pytest

from reportqa.citations.styles import load_style
from reportqa.index.catalogue import Catalogue
from reportqa.ingest.build import Summary
from reportqa.settings import Settings
from support.roundtrips import BRIEFINGS, CITED, STYLES, Desk, Place, invented, lay_out, misses, places


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
    assert misses(desk, _chosen(desk, f"{style} {form}", 5), load_style(style), form) == []


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


@pytest.mark.slow
def test_a_changed_word_is_not_found_word_for_word(desk: Desk, tmp_path: Path) -> None:
    chosen = list(places(_drawn(1), desk.documents[-2], 3))
    assert misses(desk, chosen, load_style("apa"), "html") == []
    other = lay_out(tmp_path, invented(_drawn(7)))
    assert len(misses(Desk(desk.catalogue, other.proofreader, desk.documents), chosen, load_style("apa"), "html")) == 3
