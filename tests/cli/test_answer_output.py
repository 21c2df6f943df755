import re
from dataclasses import replace

import pytest
from click import style, unstyle

from reportqa.answer import Answer, AnswerSentence, Citation, Edition, State
from reportqa.answering.engine import Engine
from reportqa.answering.quote_blocks import quotes_of
from reportqa.cli import answer_output
from reportqa.cli.terminal import WIDTH
from reportqa.document import Page
from reportqa.text import split_sentences
from support.answers import QUESTION
from support.attributed import BYLINE, STATED, STATED_FACT, UNSTATED, UNSTATED_FACT
from support.disputes import PATIENTS, RECOMMENDATIONS


def answer_text(answer: Answer) -> str:
    """Return an answer as text without colours."""
    return unstyle(answer_output.answer_text(answer))


@pytest.fixture(scope="module")
def answer(engine: Engine) -> Answer:
    return engine.ask(QUESTION)


def sentences_of(citation: Citation) -> tuple[AnswerSentence, ...]:
    """Return all sentences of a citation as nearest ones."""
    return tuple(
        AnswerSentence(
            citation.number, citation.quote[one.start : one.end], citation.start + one.start, citation.start + one.end
        )
        for one in split_sentences(citation.quote)
    )


def plain(text: str) -> str:
    return " ".join(text.split())


def test_answer_shows_each_quote_with_the_number_of_its_citation(answer: Answer) -> None:
    claimed = answer_text(replace(answer, state=State.ANSWERS))
    assert claimed.startswith("[1] ")
    for quote in quotes_of(answer):
        text = f"{quote.before}“{quote.text}”{quote.after}" if quote.before or quote.after else quote.text
        assert f"[{quote.number}] {plain(text)}" in plain(claimed)


def test_quote_is_marked_within_the_text_around_it(answer: Answer) -> None:
    first = answer.citations[0]
    second_of_three = [replace(one, citation=1, nearest=False) for one in sentences_of(first)]
    second_of_three[1] = replace(second_of_three[1], nearest=True)
    within = answer_text(replace(answer, state=State.ANSWERS, sentences=tuple(second_of_three), citations=(first,)))
    before, quoted, *_ = (one.text for one in second_of_three)
    assert plain(within).startswith(f"[1] {before} “{quoted}” ")
    alone = answer_text(replace(answer, state=State.ANSWERS, sentences=(second_of_three[1],), citations=(first,)))
    assert plain(alone).startswith(f"[1] {quoted} ")
    ends = [replace(one, nearest=one is not second_of_three[1]) for one in second_of_three]
    apart = answer_text(replace(answer, state=State.ANSWERS, sentences=tuple(ends), citations=(first,)))
    assert apart.count("[1] ") >= 2
    assert "[1]  " not in apart


def test_related_passages_are_not_called_an_answer(answer: Answer) -> None:
    text = answer_text(replace(answer, state=State.RELATED, confidence=0.449))
    assert text.startswith("No certain answer. These passages may answer:\n[1] ")
    assert "certain" not in answer_text(replace(answer, state=State.ANSWERS))


def test_text_that_is_shown_is_not_repeated_among_the_citations(answer: Answer) -> None:
    first = answer.citations[0]
    said = sentences_of(first)
    whole, part = (
        answer_text(replace(answer, state=State.ANSWERS, sentences=sentences, citations=(first,)))
        for sentences in (said, said[:1])
    )
    quoted = plain(f"“{first.quote}”")
    assert quoted not in plain(whole.partition("\nCitations\n")[2])
    assert quoted in plain(part.partition("\nCitations\n")[2])
    for text in (whole, part):
        assert first.place in text
        assert plain(first.quote) in plain(text.replace("“", "").replace("”", ""))


def test_notes_come_first(answer: Answer) -> None:
    notes = ("Searched for “one” instead of “onee”.", "Searched for “CCG” as well.")
    for state in State:
        text = answer_text(replace(answer, state=state, notes=notes))
        assert text.startswith("\n".join(notes) + "\n\n")


def test_list_has_one_item_per_line_and_one_number_per_citation(disputed_engine: Engine) -> None:
    text = answer_text(disputed_engine.ask(RECOMMENDATIONS))
    lines = text.split("\n")
    assert lines[lines.index("[1] The recommendations to commissioners are:") :][:7] == [
        "[1] The recommendations to commissioners are:",
        "    - agree a budget that lasts for three years;",
        "    - give every practice the same contract;",
        "    - pay for the time that managers spend;",
        "[2] - publish what is agreed; and",
        "    - review it every autumn.",
        "",
    ]


def test_fact_comes_before_the_words_that_state_it(attributed_engine: Engine) -> None:
    facts, citations = answer_text(attributed_engine.ask(STATED)).split("\n\nCitations\n")
    assert plain(facts) == f"{STATED_FACT} [1] {BYLINE}"
    assert citations.startswith("[1] ")


def test_fact_that_no_text_states_is_followed_by_other_passages(attributed_engine: Engine) -> None:
    text = answer_text(attributed_engine.ask(UNSTATED))
    assert text.startswith(f"{UNSTATED_FACT}\n\nSee also\n[1] ")
    assert "Citations" not in text


def test_facts_that_are_not_all_known_are_not_called_an_answer(attributed_engine: Engine) -> None:
    text = answer_text(attributed_engine.ask("Which is the newest document?"))
    notes, _, below = text.partition("\n\n")
    assert notes == "2 documents without a date of publication could not be compared."
    assert below.startswith("No certain answer. These passages may answer:\nSurvey briefing: collaboration between")


def test_differing_documents_are_listed_with_their_figures_and_dates(disputed_engine: Engine) -> None:
    answer = disputed_engine.ask(PATIENTS)
    shown = answer_text(answer).partition("\n\nThe documents report different figures:\n")[2].partition("\n\n")[0]
    assert "74,300: Return to the county, 3 May 2015\n    “In April the Northfield partnership had 74,300" in shown
    assert "80,000: The partnership’s annual review, July 2016\n" in shown
    assert "different figures" not in answer_text(replace(answer, differences=()))


def test_answer_shows_every_citation_with_reference_quote_page_and_link(answer: Answer) -> None:
    text = answer_text(answer)
    shown = plain(text)
    for citation in answer.citations:
        assert citation.number in answer.whole or plain(f"“{citation.quote}”") in shown
        assert citation.place in text
        assert citation.title in shown
        if citation.pages:
            assert re.search(rf"{re.escape(citation.doc_id)} · pp?\. {citation.pages[0].label}\b", shown)


def test_passages_without_a_sentence_are_listed_apart(answer: Answer) -> None:
    cited, _, others = answer_text(answer).partition("\nSee also\n")
    numbers = {sentence.citation for sentence in answer.sentences}
    for citation in answer.citations:
        assert (citation.place in cited) == (citation.number in numbers)
        assert (citation.place in others) == (citation.number not in numbers)


def test_lines_are_no_wider_than_the_page_but_for_links(answer: Answer) -> None:
    for line in answer_text(answer).split("\n"):
        assert len(line) <= WIDTH or "/documents/" in line or " " not in line.strip()


def test_page_of_the_file_is_named_where_another_is_printed(answer: Answer) -> None:
    first = replace(answer.citations[0], pages=(Page(9, "iv", 0, 10**6),))
    assert "p. iv (page 9 of the file)" in answer_text(replace(answer, citations=(first,), sentences=()))
    both = replace(first, pages=(Page(9, "iv", 0, 9), Page(10, "v", 9, 10**6)))
    assert "pp. iv–v (pages 9–10 of the file)" in answer_text(replace(answer, citations=(both,), sentences=()))
    same = replace(first, pages=(Page(9, "9", 0, 10**6),))
    assert "of the file" not in answer_text(replace(answer, citations=(same,), sentences=()))


def test_refusal_shows_the_nearest_passages_as_such(answer: Answer) -> None:
    text = answer_text(replace(answer, state=State.NOTHING, sentences=()))
    assert text.startswith("No answer found. The nearest passages are:\n\n[1] ")
    assert answer.citations[0].place in text
    assert answer_text(replace(answer, state=State.NOTHING, sentences=(), citations=())) == "No answer found."


def test_citation_of_an_older_edition_names_the_newest(answer: Answer) -> None:
    first, *others = answer.citations
    older = replace(first, superseded_by=Edition("new.pdf", "Is bigger best?", 2019))
    shown = answer_text(replace(answer, citations=(older, *others)))
    assert shown.count("Superseded by Is bigger best?, 2019.") == 1


def test_sentences_of_the_answer_are_bold_and_nothing_else(answer: Answer) -> None:
    first = answer.citations[0]
    second_of_three = [replace(one, citation=1, nearest=at == 1) for at, one in enumerate(sentences_of(first)[:3])]
    shown = answer_output.answer_text(
        replace(answer, state=State.ANSWERS, sentences=tuple(second_of_three), citations=(first,))
    )
    bold = re.findall(r"\x1b\[1m(.*?)\x1b\[0m", shown)
    assert plain(" ".join(bold)) == plain(f"“{second_of_three[1].text}”")
    assert style("[1]", fg="magenta") in shown
    assert shown.endswith(style(first.place, fg="magenta"))


def test_items_of_a_list_are_bold_without_their_bullets(disputed_engine: Engine) -> None:
    shown = answer_output.answer_text(disputed_engine.ask(RECOMMENDATIONS))
    assert f"    - {style('give every practice the same contract;', bold=True)}\n" in shown


def test_figures_that_differ_are_bold(disputed_engine: Engine) -> None:
    shown = answer_output.answer_text(disputed_engine.ask(PATIENTS))
    assert f"{style('80,000', bold=True)}: The partnership’s annual review, July 2016\n" in shown
