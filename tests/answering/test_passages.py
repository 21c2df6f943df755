from reportqa.answering.engine import Engine
from reportqa.answering.passages import cite_hits, merged
from reportqa.document import Passage
from reportqa.search.hit import Hit
from support.answers import QUESTION


def hit(row: int) -> Hit:
    return Hit(row, Passage("a", 0, 1, 0, "", "", ()), "x", 1.0, {}, {}, ())


def test_hits_of_parts_alternate_and_each_is_there_once() -> None:
    assert [one.row for one in merged([[hit(1), hit(2), hit(3)], [hit(2), hit(4)]])] == [1, 2, 4, 3]
    assert merged([]) == []


def test_each_hit_is_cited_with_its_own_words_and_score(engine: Engine) -> None:
    (part,) = engine.searcher.search(QUESTION, 10).parts
    citations = cite_hits(part.hits, engine.catalogue, {part.hits[0].passage.doc_id: "press-release.html"})
    assert [one.number for one in citations] == list(range(1, len(part.hits) + 1))
    assert [(one.quote, one.score) for one in citations] == [(one.text, one.score) for one in part.hits]
    assert citations[0].superseded_by is not None
    assert citations[0].superseded_by.doc_id == "press-release.html"
