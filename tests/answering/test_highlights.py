from collections.abc import Sequence

import pytest

from reportqa.answering.engine import Engine
from reportqa.answering.highlights import MARKED
from reportqa.answering.reader import READ
from reportqa.cli.progress_bars import showing_progress
from reportqa.embedding import Embedder
from reportqa.index.filters import Filters
from reportqa.ingest.build import index
from reportqa.server.app import create_app
from reportqa.settings import MAX_K, Settings

pytestmark = pytest.mark.slow

QUESTION = "How many registered patients did the practice have?"
TOWNS = (
    "Ashby Barlow Colton Denby Elsham Fulford Garton Haxby Ilkley Kirkby Leyburn Malton Norton Otley Pickering Ripon"
    " Selby Thirsk Wetherby York"
).split()
SUBJECTS = ("telephones", "gardens", "windows", "paint", "bicycles", "carpets", "lamps", "bread", "rain", "music")
REPEATED = "The practice of the valley had 9,876 registered patients."


@pytest.fixture(scope="module")
def own(settings: Settings, tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Settings:
    """An index of one report: twenty sections that answer, thirty that do not, and one answer that is repeated."""
    folder = tmp_path_factory.mktemp("marking")
    (folder / "corpus").mkdir()
    sections = [f"# {town}\n\nThe practice in {town} had {4000 + 137 * n:,} registered patients." for n, town in
                enumerate(TOWNS)]  # fmt: skip
    sections += [f"# Of {one}\n\nNobody in town {n} talks of {one} in winter." for n, one in enumerate(SUBJECTS * 3)]
    sections += [f"# Valley\n\n{REPEATED}", f"# Summary\n\n{REPEATED}"]
    (folder / "corpus" / "towns.md").write_text("\n\n".join(sections) + "\n")
    own = Settings.from_env({}, root=settings.root, corpus_dir=folder / "corpus", index_dir=folder / "index")
    with showing_progress() as progress:
        index(own, progress)
    return own


def quotes(engine: Engine, doc_id: str, places: Sequence[tuple[int, int]]) -> list[str]:
    text = engine.document(doc_id).text
    return [text[start:end] for start, end in places]


def test_all_close_sentences_are_highlighted_and_no_others(own: Settings, embedder: Embedder) -> None:
    engine = Engine.open(own, embedder)
    found = quotes(engine, "towns.md", engine.places(QUESTION, "towns.md"))
    assert READ < len(found) <= MARKED
    assert sum("registered patients" in one for one in found) == len(found) == len(TOWNS) + 2
    assert found.count(REPEATED) == 2


@pytest.mark.parametrize("question", [QUESTION, "When was GP Care founded?", "List the tools", "Who won in 1998?"])
def test_highlighted_sentences_include_the_answer(engine: Engine, question: str) -> None:
    for summary in engine.documents():
        doc_id = summary.doc_id
        places = engine.places(question, doc_id)
        assert places == sorted(set(places))
        assert all(0 <= start < end <= len(engine.document(doc_id).text) for start, end in places)
        answer = engine.ask(question, k=MAX_K, filters=Filters.of({"document": [doc_id]}))
        assert {(one.start, one.end) for one in answer.sentences} <= set(places)
        assert len(places) >= min(len(answer.citations), READ)


def test_page_of_a_document_counts_and_highlights_them(own: Settings) -> None:
    page = create_app(own).test_client().get("/documents/towns.md", query_string={"q": QUESTION}).text
    assert f"{len(TOWNS) + 2} passages</a>" in page
    assert page.count('<mark class="hit">') == len(TOWNS) + 2
