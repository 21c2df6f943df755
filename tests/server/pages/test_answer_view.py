from reportqa.answering.engine import Engine
from reportqa.server.pages.answer_view import cited_quotes, differing_figures
from support.disputes import PATIENTS, RECOMMENDATIONS


def test_citation_of_a_quote_names_only_its_own_pages(engine: Engine) -> None:
    answer = engine.ask("How many patients did Modality have in April 2016?")
    for one in cited_quotes(engine, answer):
        assert one.citation.quote.split() == one.quote.text.split()
        passage = answer.citations[one.quote.number - 1]
        assert set(one.citation.pages) <= set(passage.pages)


def test_list_over_two_pages_has_one_citation_with_both(disputed_engine: Engine) -> None:
    (one,) = cited_quotes(disputed_engine, disputed_engine.ask(RECOMMENDATIONS))
    assert [page.physical for page in one.citation.pages] == [1, 2]


def test_differing_figures_are_as_written_and_in_place(disputed_engine: Engine) -> None:
    answer = disputed_engine.ask(PATIENTS)
    found = differing_figures(disputed_engine, answer)
    assert {(one.citation.doc_id, one.figures, one.date) for one in found} == {
        ("return.md", ("74,300",), "3 May 2015"),
        ("review.md", ("80,000",), "July 2016"),
    }
    for one, difference in zip(found, answer.differences, strict=True):
        assert one.citation.quote == difference.text == "".join(part.text for part in one.segments)
        assert tuple(part.text for part in one.segments if part.cited) == one.figures


def test_documents_that_agree_have_no_differing_figures(engine: Engine) -> None:
    assert differing_figures(engine, engine.ask("How many patients did Modality have in April 2016?")) == []
