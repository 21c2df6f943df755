from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from click import unstyle

from reportqa.answer import Answer, AnswerSentence, Citation, State
from reportqa.answering.engine import Engine
from reportqa.answering.quote_blocks import quotes_of
from reportqa.cli.answer_output import answer_text
from support.disputes import RECOMMENDATIONS

QUESTIONS = [
    "How many patients did Modality have in April 2016?",
    "How did GP Care differ from Modality?",
    "How many practices does AT Medics run and when was GP Care founded?",
    "Which tools did central teams use to improve quality?",
    "What do CCGs want?",
    "How many practices does AT Medics have?",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_nearest_sentence_is_in_one_quote_that_is_a_slice_of_its_document(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    quotes = quotes_of(answer)
    quoted = [sentence for quote in quotes for sentence in quote.sentences]
    assert sorted(quoted, key=str) == sorted(answer.nearest, key=str)
    for quote in quotes:
        document = engine.document(answer.citations[quote.number - 1].doc_id)
        assert quote.text.split() == document.text[quote.start : quote.end].split()
        assert all(before.end <= after.start for before, after in pairwise(quote.sentences))
        # A quote has only its sentences.
        assert "".join(quote.text.split()) == "".join("".join(s.text.split()) for s in quote.sentences)


@pytest.mark.parametrize("question", QUESTIONS)
def test_quotes_with_the_text_around_them_are_all_that_is_shown(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    for number in {sentence.citation for sentence in answer.sentences}:
        shown = "".join(one.text for one in answer.sentences if one.citation == number)
        around = "".join(f"{one.before}{one.text}{one.after}" for one in quotes_of(answer) if one.number == number)
        assert "".join(around.split()) == "".join(shown.split())


def answer_of(engine: Engine, quote: str, *sentences: str, around: Sequence[str] = ()) -> Answer:
    """Return an answer of sentences of one passage, in this order, with those around them."""
    first = engine.ask("Who?", k=1)
    citation: Citation = replace(first.citations[0], start=100, end=100 + len(quote), quote=quote, pages=())
    found = [
        AnswerSentence(1, text, 100 + quote.index(text), 100 + quote.index(text) + len(text), text not in around)
        for text in (*sentences, *around)
    ]
    return replace(first, citations=(citation,), sentences=tuple(found))


PROSE = "One is here. Two is there.\n\nThree is far. Four is near."


def test_adjacent_sentences_are_one_quote_in_reading_order(engine: Engine) -> None:
    (quote,) = quotes_of(answer_of(engine, PROSE, "Two is there.", "Three is far.", "One is here."))
    assert quote.text == "One is here. Two is there.\n\nThree is far."
    assert not quote.is_list


def test_sentences_with_text_between_them_are_separate_quotes(engine: Engine) -> None:
    texts = [quote.text for quote in quotes_of(answer_of(engine, PROSE, "Four is near.", "One is here."))]
    assert texts == ["One is here.", "Four is near."]


def test_text_around_a_quote_is_between_the_quotes_and_the_ends_of_what_is_shown(engine: Engine) -> None:
    one, two, three, four = "One is here.", "Two is there.", "Three is far.", "Four is near."
    (quote,) = quotes_of(answer_of(engine, PROSE, two, around=(one, three)))
    assert (quote.before, quote.text, quote.after) == ("One is here. ", two, "\n\nThree is far.")
    first, second = quotes_of(answer_of(engine, PROSE, one, three, around=(two, four)))
    assert (first.before, first.text, first.after) == ("", one, "")
    assert (second.before, second.text, second.after) == (" Two is there.\n\n", three, " Four is near.")


def test_sentences_that_are_not_shown_are_not_around_a_quote(engine: Engine) -> None:
    for quote in quotes_of(answer_of(engine, PROSE, "One is here.", "Four is near.")):
        assert (quote.before, quote.after) == ("", "")


def test_quote_of_a_whole_passage_has_nothing_around_it(engine: Engine) -> None:
    (quote,) = quotes_of(answer_of(engine, "One is here. Two is there.", "One is here.", "Two is there."))
    assert (quote.before, quote.after) == ("", "")


def test_citation_is_whole_when_all_of_its_quote_is_shown(engine: Engine) -> None:
    one, two, three, four = "One is here.", "Two is there.", "Three is far.", "Four is near."
    assert answer_of(engine, PROSE, one, around=(two, three, four)).whole == {1}
    assert answer_of(engine, PROSE, two, three, one, four).whole == {1}
    for shown in ((one,), (one, four), (one, two, three), (two, three, four)):
        assert answer_of(engine, PROSE, *shown).whole == set()
    assert replace(answer_of(engine, PROSE, one), sentences=()).whole == set()


@pytest.mark.parametrize(
    ("lines", "is_marked", "is_ordered"),
    [
        (["one thing", "another thing"], False, False),
        (["• one thing", "• another thing"], True, False),
        (["1. one thing", "2. another thing"], True, True),
        (["(a) one thing", "(b) another thing"], True, True),
        (["1. one thing", "another thing"], False, False),
    ],
)
def test_lines_of_a_paragraph_are_a_list(engine: Engine, lines: list[str], is_marked: bool, is_ordered: bool) -> None:
    (quote,) = quotes_of(answer_of(engine, "\n".join(["These:", *lines]), *lines))
    assert (quote.is_list, quote.is_marked, quote.is_ordered) == (True, is_marked, is_ordered)


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_sentence_that_announces_a_list_leads_it(engine: Engine, gap: str) -> None:
    lines = ["1. one thing", "2. another thing"]
    passage = gap.join(["Before it. These are they:", "\n".join(lines)]) + "\n\nBehind it."
    answer = answer_of(engine, passage, "Before it.", "These are they:", *lines, "Behind it.")
    before, listed, behind = quotes_of(answer)
    assert (before.is_list, listed.is_list, behind.is_list) == (False, True, False)
    assert listed.lead == answer.sentences[1]
    assert [item.text for item in listed.items] == lines
    assert listed.is_ordered
    assert not any(turns for _, turns in listed.turns())
    assert [item.text for item, _ in listed.turns()] == lines
    shown = unstyle(answer_text(replace(answer, state=State.ANSWERS)))
    assert "[1] These are they:\n    1. one thing\n    2. another thing\n" in shown


def test_list_with_an_item_on_the_line_that_announces_it_is_prose(engine: Engine) -> None:
    passage = "These are they: one thing\nanother thing"
    (quote,) = quotes_of(answer_of(engine, passage, "These are they:", "one thing", "another thing"))
    assert (quote.text, quote.is_list, quote.lead) == (passage, False, None)


def test_list_over_two_pages_is_one_quote_that_marks_the_second(disputed_engine: Engine) -> None:
    answer = disputed_engine.ask(RECOMMENDATIONS)
    (quote,) = quotes_of(answer)
    assert quote.is_list
    assert quote.lead is not None
    assert quote.lead.text == "The recommendations to commissioners are:"
    assert len(quote.items) == 5
    assert quote.lead.citation == 1
    assert [sentence.citation for sentence, turns in quote.turns() if turns] == [2]
    assert [page.physical for one in answer.citations[:2] for page in one.pages] == [1, 2]


def test_answer_without_sentences_has_no_quotes(engine: Engine) -> None:
    assert quotes_of(replace(engine.ask("Who?"), sentences=())) == ()
