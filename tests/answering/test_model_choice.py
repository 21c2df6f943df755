import json

import pytest

from reportqa.answer import State
from reportqa.answering.model_choice import ModelChoice
from reportqa.errors import LanguageModelError


@pytest.mark.parametrize(
    ("text", "answer", "state"),
    [
        ('{"answer": [3, 1], "related": true}', (3, 1), State.ANSWERS),
        ('{"answer": [2, 2]}', (2,), State.ANSWERS),
        ('{"answer": [1], "related": false}', (1,), State.ANSWERS),
        ('{"answer": [], "related": true}', (), State.RELATED),
        ('{"answer": [], "related": false}', (), State.NOTHING),
        ('{"answer": []}', (), State.NOTHING),
    ],
)
def test_reply_in_the_form_asked_for_is_read(text: str, answer: tuple[int, ...], state: State) -> None:
    choice = ModelChoice.parse(text, 3)
    assert (choice.answer, choice.state) == (answer, state)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "The answer is 3.",
        '{"answer": [3]} because it says so',
        '{"answer": [4]}',
        '{"answer": [0]}',
        '{"answer": [-1]}',
        '{"answer": [1.0]}',
        '{"answer": [true]}',
        '{"answer": ["1"]}',
        '{"answer": [[1]]}',
        '{"answer": 1}',
        '{"answer": null}',
        '{"related": true}',
        '{"answer": [1], "related": "yes"}',
        '{"answer": [1], "quote": "Something that no document says."}',
        json.dumps({"answer": [1, 2, 3] * 3}),
        json.dumps({"answer": [10**40]}),
    ],
)
def test_any_other_reply_is_refused(text: str) -> None:
    with pytest.raises(LanguageModelError):
        ModelChoice.parse(text, 3)
