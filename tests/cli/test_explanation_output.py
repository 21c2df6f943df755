import re
from dataclasses import replace

import pytest

from reportqa.answering.engine import Engine
from reportqa.answering.explanation import SIGNAL_NAMES
from reportqa.cli.answer_output import answer_text
from reportqa.cli.explanation_output import explanation_text
from reportqa.cli.terminal import WIDTH
from support.answers import QUESTION


@pytest.mark.parametrize("question", [QUESTION, "How many practices does AT Medics run and when was GP Care founded?"])
def test_explanation_begins_with_the_answer(engine: Engine, question: str) -> None:
    explanation = engine.explain(question, k=3)
    text = explanation_text(explanation)
    assert text.startswith(answer_text(explanation.answer) + "\n\nWhy these passages\n")
    workings = text.split("\nWhy these passages\n")[1]
    assert workings.count("Searched: ") == len(explanation.searches)
    assert len(re.findall(r"^Passage \d", workings, re.MULTILINE)) == 3 * len(explanation.searches)
    for name in SIGNAL_NAMES.values():
        assert len(re.findall(rf"^  {name} ", workings, re.MULTILINE)) == 3 * len(explanation.searches)
    assert max(map(len, workings.split("\n"))) <= WIDTH


def test_words_in_no_passage_are_marked(engine: Engine) -> None:
    text = explanation_text(engine.explain("Who built the Eiffel tower?"))
    assert re.search(r"^  Eiffel +\d+\.\d\d  in no passage$", text, re.MULTILINE)


def test_fit_to_own_questions_is_shown_where_there_is_one(engine: Engine) -> None:
    explanation = engine.explain(QUESTION)
    assert "fitted to your own questions" not in explanation_text(explanation)
    fitted = replace(explanation, calibration=replace(explanation.calibration, scale=0.5))
    assert "× 0.50 + 0.00, fitted to your own questions" in explanation_text(fitted)
