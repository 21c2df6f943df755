from reportqa.answering.engine import Engine
from reportqa.server.pages.explanation_view import MAX_REASONS, found_documents


def test_documents_are_in_the_order_of_their_best_passages(engine: Engine) -> None:
    (search,) = engine.explain("How many patients did Modality have in April 2016?", k=20).searches
    found = found_documents(search)
    ranks = [[passage.rank for passage in one.passages] for one in found]
    assert [first for first, *_ in ranks] == sorted(first for first, *_ in ranks)
    assert sorted(rank for one in ranks for rank in one) == [passage.rank for passage in search.passages]
    assert all(one.doc_id == passage.citation.doc_id for one in found for passage in one.passages)


def test_words_of_the_best_passage_and_those_that_it_lacks_are_all_words_of_the_question(engine: Engine) -> None:
    (search,) = engine.explain("How many patients did Modality have in April 1066?", k=20).searches
    first = found_documents(search)[0]
    assert {"patients", "Modality", "April"} <= set(first.found)
    assert first.lacking == ("1066",)
    assert {*first.found, *first.lacking} == {word.word for word in search.words}
    assert 0 < len(first.reasons.replace(" and ", ", ").split(", ")) <= MAX_REASONS
