from collections.abc import Sequence
from dataclasses import replace

import pytest

from reportqa.answer import Answer, AnswerSentence, Citation, Fact, NearDuplicate, State
from reportqa.evaluation.answer_strings import Gold
from reportqa.evaluation.correctness import Correctness, correctness_of, is_from

WANTED = Gold((("£60", "60 pounds"), ("£89.60",)), need=2)
WORDS = "The lower rate is £60. The higher rate is £89.60."


def cited(doc_id: str, quote: str, *copies: str) -> Citation:
    also_in = tuple(NearDuplicate(copy, "Copy", (), 0, 1, "") for copy in copies)
    return Citation(
        number=1, doc_id=doc_id, title="A", authors=(), publisher=None, year=None, url=None, pages=(), section=(),
        start=0, end=len(quote), quote=quote, score=1.0, document_sha256="", also_in=also_in,
    )  # fmt: skip


def answer(citations: Sequence[Citation], *sentences: tuple[int, str], state: State = State.ANSWERS) -> Answer:
    shown = tuple(AnswerSentence(number, text, 0, len(text)) for number, text in sentences)
    return Answer("Why?", state, 0.9, shown, tuple(citations), "g", 1.0)


def test_items_that_are_needed_may_be_in_several_sentences() -> None:
    passage = cited("rates.md", WORDS)
    found = correctness_of(answer([passage], (1, "It is £60."), (1, "Or £89.60.")), WANTED, ["rates.md"])
    assert found == Correctness(shown=True, partly=True, first_sentence=True, first_passage=True, first_three=True)


def test_one_of_the_items_is_enough_for_a_part_and_for_the_first_sentence() -> None:
    found = correctness_of(answer([cited("rates.md", "60 pounds")], (1, "It is 60 pounds.")), WANTED, ["rates.md"])
    assert found == Correctness(partly=True, first_sentence=True)


def test_wrong_string_makes_only_the_first_sentence_wrong() -> None:
    gold = Gold((("94",),), wrong=("23.7 billion",))
    shown = answer([cited("a.md", "94")], (1, "Sales of 94, and 23.7 Billion."))
    found = correctness_of(shown, gold, ["a.md"])
    assert (found.shown, found.first_sentence) == (True, False)
    assert correctness_of(shown, Gold(gold.items), ["a.md"]).first_sentence


def test_right_sentence_after_a_wrong_one_is_shown_but_not_first() -> None:
    passages = [cited("a.md", "None."), cited("a.md", WORDS)]
    found = correctness_of(answer(passages, (1, "None."), (2, WORDS)), WANTED, ["a.md"])
    assert found == Correctness(shown=True, partly=True, first_three=True)


def test_first_sentence_is_the_first_that_is_quoted() -> None:
    shown = answer([cited("a.md", f"None. {WORDS}")], (1, "None."), (1, WORDS))
    around, quoted = shown.sentences
    excerpt = replace(shown, sentences=(replace(around, nearest=False), quoted))
    assert correctness_of(excerpt, WANTED, ["a.md"]).first_sentence
    assert not correctness_of(shown, WANTED, ["a.md"]).first_sentence


def test_first_passages_bring_the_items_together_and_the_fourth_does_not_count() -> None:
    parts = [cited("a.md", "£60"), cited("a.md", "None."), cited("a.md", "£89.60")]
    assert correctness_of(answer(parts), WANTED, ["a.md"]) == Correctness(first_three=True)
    assert correctness_of(answer([parts[0], parts[1], parts[1], parts[2]]), WANTED, ["a.md"]) == Correctness()


@pytest.mark.parametrize(("doc_ids", "right"), [(["a.md"], True), (["copy.md"], True), ([], True), (["b.md"], False)])
def test_document_must_be_one_that_answers_or_have_a_copy_there(doc_ids: list[str], right: bool) -> None:
    passage = cited("a.md", WORDS, "copy.md")
    found = correctness_of(answer([passage], (1, WORDS)), WANTED, doc_ids)
    assert found == Correctness(*[right] * 5)
    assert is_from(passage, doc_ids) is (right and bool(doc_ids))


def test_refusal_shows_nothing_right_whatever_its_passages_contain() -> None:
    passage = cited("a.md", WORDS)
    found = correctness_of(answer([passage], (1, WORDS), state=State.NOTHING), WANTED, ["a.md"])
    assert found == Correctness(first_passage=True, first_three=True)
    assert correctness_of(answer([], state=State.NOTHING), WANTED, ["a.md"]) == Correctness()


@pytest.mark.parametrize(
    ("fact", "right"),
    [
        (Fact("a.md", "Rates", "author", "Ann Lee", "library.json"), True),
        (Fact("b.md", "Rates", "author", "Ann Lee", "a sentence of “A”", 0, 4, "a.md"), True),
        (Fact(None, None, "documents", "Ann Lee", "the index"), True),
        (Fact("b.md", "Rates", "author", "Ann Lee", "library.json"), False),
        (Fact("a.md", "Rates", "author", "Bo Dahl", "library.json"), False),
    ],
)
def test_fact_of_a_document_that_answers_is_shown_before_any_sentence(fact: Fact, right: bool) -> None:
    gold = Gold((("Ann Lee",),))
    stated = replace(answer([cited("a.md", WORDS)]), facts=(fact,))
    assert correctness_of(stated, gold, ["a.md"]) == Correctness(shown=right, partly=right, first_sentence=right)
    assert correctness_of(replace(stated, state=State.NOTHING), gold, ["a.md"]) == Correctness()
    quoted = replace(answer([cited("a.md", "Ann Lee")], (1, "Ann Lee")), facts=(fact,))
    found = correctness_of(quoted, gold, ["a.md"])
    assert (found.shown, found.first_sentence) == (True, right)


def test_sentence_of_a_passage_that_answers_is_right_unless_it_is_known_as_wrong() -> None:
    passage = cited("rates.md", "The rates are these. The lower rate is £60. Nobody asked for more.")
    shown = answer([passage], (1, "The lower rate is £60."), (1, "It rains."))
    gold = Gold(((passage.quote,),), any_sentence=True)
    right = Correctness(shown=True, partly=True, first_sentence=True, first_passage=True, first_three=True)
    assert correctness_of(shown, gold, ["rates.md"]) == right
    wrong = replace(gold, wrong=("The lower rate is £60.",))
    found = correctness_of(shown, wrong, ["rates.md"])
    assert (found.shown, found.first_sentence, found.first_passage) == (False, False, True)
    assert not correctness_of(shown, replace(gold, any_sentence=False), ["rates.md"]).shown
