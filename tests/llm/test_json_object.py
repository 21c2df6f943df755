import pytest

from reportqa.errors import LanguageModelError
from reportqa.llm import parse_object


@pytest.mark.parametrize("text", ['{"answer": [1]}', ' {"answer":[1]}\n', '```json\n{"answer": [1]}\n```'])
def test_object_alone_or_in_a_fence_is_read(text: str) -> None:
    assert parse_object(text) == {"answer": [1]}


@pytest.mark.parametrize(
    "text",
    [
        "",
        'The answer is {"answer": [1]}',
        '{"answer": [1]} I hope this helps.',
        '{"answer": [1], "answer": [2]}',
        "[1]",
        "1",
        '{"answer": [1]',
        "[" * 100_000,
        "```\n```",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(LanguageModelError, match="reply is not"):
        parse_object(text)
