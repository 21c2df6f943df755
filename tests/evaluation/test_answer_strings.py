import pytest
from hypothesis import given

from reportqa.evaluation.answer_strings import (
    Gold,
    answer_strings,
    exact_match,
    holds,
    normalise,
    overlap,
    shows,
    token_scores,
    words,
)
from support.strategies import fast, prose


@pytest.mark.parametrize(
    ("answer", "text", "expected"),
    [
        ("20", "GP Care was founded in 2006.", False),
        ("20", "It ran 20 practices.", True),
        ("3", "3.5 per cent", False),
        ("87,556", "had **87,556** patients", True),
        ("87,556", "had 87556 patients", True),
        ("2016", "in 2,016 cases", True),
        ("2016", "in 2015,2016", True),
        ("556", "had 87,556 patients", False),
        ("9.5", "a stake of 19.5%", False),
        ("9", "a stake of 9.5%", False),
        ("62 per cent", "rose to 62%.", True),
        ("62", "rose to 62%.", True),
        ("62%", "rose to 62 percent", True),
        ("62%", "62 people", False),
        ("per cent", "super cent", False),
        ("(6.2)%", "sales declined (6.2) %", True),
        ("co-operation", "co\u00adop\u00aderation", False),
        ("cooperation", "co\u00adop\u00aderation", True),
        ("office", "the o\ufb03ce", True),
        ("snake_case", "snake case", True),
        ("peer support", "Peer-support", True),
        ("we’re cutting fees", "My administration announced we're cutting fees.", True),
    ],
)
def test_answer_is_contained_if_all_its_words_follow_each_other(answer: str, text: str, expected: bool) -> None:
    assert holds([answer], text) is expected


def test_items_are_counted_once_each_in_any_form() -> None:
    gold = Gold((("15 indicators", "15 quality indicators"), ("eight",)), need=2, wrong=("16 indicators",))
    assert gold.strings == ("15 indicators", "15 quality indicators", "eight")
    text = "15 quality indicators, these 15 indicators"
    assert (gold.found(text), gold.is_partly_right(text), gold.is_right(text)) == (1, True, False)
    assert gold.is_right(f"{text} for eight groups")
    assert (gold.is_wrong("16 indicators"), gold.is_wrong(text)) == (True, False)
    assert not Gold(()).is_right("anything")


@fast
@given(prose)
def test_words_are_the_same_again_and_whatever_the_case(text: str) -> None:
    assert words(" ".join(words(text))) == words(text)
    assert words(f"  {text}!") == words(text)


def test_verdicts_are_no_strings_to_find() -> None:
    assert answer_strings(["Yes", "No.", "SUPPORT", "", "…", "Yes, within 10 days"]) == ("Yes, within 10 days",)


def test_sentence_that_is_part_of_a_long_answer_shows_it() -> None:
    answer = "The bill has failed. They decided to block it in the Senate."
    assert shows([answer], "They decided to block it in the Senate.")
    assert not shows([answer], "The bill.")
    assert shows(["block it"], "They decided to block it in the Senate.")


def test_answer_that_begins_in_the_middle_of_a_sentence_is_shown_by_it() -> None:
    answer = "to block it in the Senate. Nothing was said of the reasons."
    assert shows([answer], "In the end they decided to block it in the Senate.")
    assert not shows([answer], "In the end they decided to let it pass to the House.")


def test_scores_are_those_of_squad() -> None:
    assert normalise("The  Norse, and a (Viking)!") == "norse and viking"
    assert exact_match(["the Norse."], "Norse") == 1
    # Two tokens shared of two wanted and four shown.
    assert overlap("in France", "It is in France") == pytest.approx((2 * 2 / (2 + 4), 1.0))
    assert token_scores(["Germany", "in France"], "It is in France") == pytest.approx((2 / 3, 1.0))
    assert overlap("the", "") == (1.0, 1.0)
    assert overlap("France", "") == (0.0, 0.0)


@fast
@given(prose, prose)
def test_scores_lie_between_0_and_1_and_recall_is_no_less_than_f1_where_more_is_shown(answer: str, shown: str) -> None:
    f1, recall = overlap(answer, shown)
    assert 0 <= f1 <= 1
    assert 0 <= recall <= 1
    assert overlap(answer, answer) == (1.0, 1.0)
    assert overlap(answer, f"{answer} {shown}")[1] == 1
    if exact_match([answer], shown):
        assert f1 == 1


@fast
@given(prose, prose, prose)
def test_text_holds_each_of_its_parts(before: str, answer: str, after: str) -> None:
    assert holds([answer], f"{before} {answer} {after}") or not answer_strings([answer])
