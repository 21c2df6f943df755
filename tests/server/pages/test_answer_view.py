from reportqa.answering.engine import Engine
from reportqa.server.pages.answer_view import (
    PassageBlock,
    cited_quotes,
    differing_figures,
    nearest_headings,
    passage_blocks,
)
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


def test_passages_have_the_lists_of_their_documents(engine: Engine, disputed_engine: Engine) -> None:
    first, *_ = passage_blocks(disputed_engine, disputed_engine.ask(RECOMMENDATIONS)).values()
    assert [block.kind for block in first] == ["paragraph", "lines"]
    # Rows of a table are no list, and numbered items have their own numbers.
    kinds = {block.kind for one in shown(engine, "How many CCGs answered the survey?") for block in one}
    assert kinds == {"paragraph", "lines", "marked", "rows"}


def test_blocks_of_a_passage_are_its_text_with_the_quote_highlighted(engine: Engine) -> None:
    answer = engine.ask("How many patients did Modality have in April 2016?", k=20)
    blocks = passage_blocks(engine, answer)
    for one in answer.citations:
        segments = [part for block in blocks[one.number] for line in block.lines for part in line]
        assert "".join("".join(part.text for part in segments).split()) == "".join(one.quote.split())
        cited = "".join(part.text for part in segments if part.cited)
        assert cited == "".join(sentence.text for sentence in answer.nearest if sentence.citation == one.number)


def shown(engine: Engine, question: str) -> list[tuple[PassageBlock, ...]]:
    return list(passage_blocks(engine, engine.ask(question, k=20)).values())


def test_headings_are_those_above_the_passages_each_once(engine: Engine) -> None:
    answer = engine.ask("How many patients did Modality have in April 2016?", k=20)
    found = nearest_headings(engine, answer)
    assert [one.heading for one in found][:1] == list(answer.citations[0].section[-1:])
    assert {one.heading for one in found} == {one.section[-1] for one in answer.citations if one.section}
    assert len({one.link for one in found}) == len(found)
