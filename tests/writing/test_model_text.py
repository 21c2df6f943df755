"""Text of a model as inert plain text."""

import pytest

from reportqa.writing.model_text import plain_text, reason_against


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Costs **rose** [1][2].", "Costs rose."),
        ("# Costs\nrose", "Costs rose"),
        ("- Costs `rose`", "Costs rose"),
        ("Costs\x1b[31m rose\x07", "Costs[31m rose"),
        ("Co\u200bsts r\u202eose", "Costs rose"),
        ("Ｃｏｓｔｓ 𝐫𝐨𝐬𝐞", "Costs rose"),
        ("snake_case stays, _this_ goes", "snake_case stays, this goes"),
        ("2\u2028 lines", "2 lines"),
    ],
)
def test_plain_text(text: str, expected: str) -> None:
    assert plain_text(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "See https://evil.example/x",
        "See [this](page)",
        "![](x)",
        "<img src=x>",
        "<script>",
        "a &lt; b",
        "javascript:alert(1)",
        "data:text/html,x",
        "Write to me@evil.example",
        "www.evil",
        "Go to evil.com.",
        "```x```",
        "{{ config }}",
        "[[digest.pdf#1-2]]",
        "[a][b]",
    ],
)
def test_addresses_and_markup_are_refused(text: str) -> None:
    assert reason_against(text)


@pytest.mark.parametrize("text", ["Costs rose by 1.3% (2016/17).", "It cost £5: less than before."])
def test_plain_sentences_are_not_refused(text: str) -> None:
    assert reason_against(text) is None
