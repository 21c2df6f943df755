import json
from pathlib import Path

import pytest

from reportqa.errors import InputError
from reportqa.evaluation.answer_strings import Gold
from reportqa.evaluation.datasets import Kind, KnownQuestion, QuestionSet, Unit
from reportqa.evaluation.ground_truth import Truth, corpus_of, file_name
from reportqa.evaluation.relevance_units import page_id
from reportqa.index.catalogue import Catalogue
from support.cited import make_catalogue


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return make_catalogue(tmp_path_factory.mktemp("library"))


def question(**fields: object) -> KnownQuestion:
    return KnownQuestion(id="q", text="Why?", kind=Kind.ANSWERABLE, **fields)  # type: ignore[arg-type]


def truth(catalogue: Catalogue, *units: Unit, docs_dir: Path | None = None) -> Truth:
    return Truth(QuestionSet("set", (), units, docs_dir), catalogue)


def test_listed_question_expects_its_document_or_its_printed_page(catalogue: Catalogue) -> None:
    whole = truth(catalogue).of(question(documents=("bigger",), answers=("82%",)))
    assert (dict(whole.relevant), whole.doc_ids, whole.gold.strings) == ({"bigger.pdf": 1}, ("bigger.pdf",), ("82%",))
    page = truth(catalogue).of(question(documents=("pay.pdf",), page="iv"))
    assert dict(page.relevant) == {page_id("pay.pdf", 2): 1}
    assert not page.is_quotable


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"documents": ("nowhere.pdf",)}, 'expects the document "nowhere.pdf", which is not in the index'),
        ({"documents": ("pay.pdf",), "page": "99"}, 'expects page "99" of pay.pdf, which has no such page'),
    ],
)
def test_place_that_the_index_lacks_is_named(catalogue: Catalogue, fields: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        truth(catalogue).of(question(**fields))


def test_answer_is_quotable_if_its_units_together_contain_it(catalogue: Catalogue, tmp_path: Path) -> None:
    units = Unit("bigger#1", "", "Practices said that nothing"), Unit("bigger#2", "", "had changed since 2014")
    known = truth(catalogue, *units, docs_dir=tmp_path)
    expected = known.of(question(relevant={"bigger#1": 1, "bigger#2": 1}, answers=("nothing had changed",)))
    assert (expected.is_quotable, expected.doc_ids, known.has_documents) == (True, ("bigger.pdf",), True)
    assert not known.of(question(relevant={"bigger#1": 1}, answers=("nothing had changed",))).is_quotable


def test_items_of_a_question_are_its_gold_and_verdicts_are_not(catalogue: Catalogue) -> None:
    items = (("a", "b"), ("c",))
    gold = truth(catalogue).of(question(documents=("bigger",), all_of=items, need=2, wrong=("d",))).gold
    assert gold == Gold(items, 2, ("d",))
    assert truth(catalogue).of(question(documents=("bigger",), answers=("yes",))).gold == Gold(())


def test_units_without_files_are_written_with_their_titles(tmp_path: Path) -> None:
    units = Unit("a/1", "One", "First text."), Unit(".b", "", "Second text.")
    corpus = corpus_of(QuestionSet("set", (), units), tmp_path)
    assert {path.name for path in corpus.glob("*.txt")} == {"a_1.txt", "u_b.txt"} == {file_name("a/1"), file_name(".b")}
    items = json.loads((corpus / "library.json").read_text(encoding="utf-8"))
    assert [item["title"] for item in items] == ["One", ".b"]


def test_units_with_files_are_indexed_where_they_are(tmp_path: Path) -> None:
    assert corpus_of(QuestionSet("set", (), (), tmp_path / "docs"), tmp_path) == tmp_path / "docs"
