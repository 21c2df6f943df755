from reportqa.answering.engine import Engine
from reportqa.server.pages.answer_view import claims, credited_quotes
from support.disputes import PATIENTS, RECOMMENDATIONS


def test_credit_names_only_the_pages_of_the_quote(engine: Engine) -> None:
    answer = engine.ask("How many patients did Modality have in April 2016?")
    for one in credited_quotes(engine, answer):
        assert one.citation.quote.split() == one.quote.text.split()
        passage = answer.citations[one.quote.number - 1]
        assert set(one.citation.pages) <= set(passage.pages)


def test_list_over_two_pages_has_one_credit_with_both(disputed_engine: Engine) -> None:
    (one,) = credited_quotes(disputed_engine, disputed_engine.ask(RECOMMENDATIONS))
    assert [page.physical for page in one.citation.pages] == [1, 2]


def test_claims_have_their_figures_as_written_and_in_place(disputed_engine: Engine) -> None:
    answer = disputed_engine.ask(PATIENTS)
    found = claims(disputed_engine, answer)
    assert {(claim.citation.doc_id, claim.figures, claim.date) for claim in found} == {
        ("return.md", ("74,300",), "3 May 2015"),
        ("review.md", ("80,000",), "July 2016"),
    }
    for claim, difference in zip(found, answer.differences, strict=True):
        assert claim.citation.quote == difference.text == "".join(part.text for part in claim.segments)
        assert tuple(part.text for part in claim.segments if part.cited) == claim.figures


def test_documents_that_agree_make_no_claims(engine: Engine) -> None:
    assert claims(engine, engine.ask("How many patients did Modality have in April 2016?")) == []
