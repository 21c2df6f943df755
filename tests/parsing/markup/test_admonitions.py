import pytest

from reportqa.parsing.markup.admonitions import plain_admonitions
from reportqa.parsing.markup.markdown import parse

SHOWN = "Before.\n\nKey facts\n\nThe unit treated 233 strokes.\nin two wards\n\nAfter."


@pytest.mark.parametrize(
    "source",
    [
        '!!! note "Key facts"\n\n    The unit treated 233 strokes.\n\n    - in two wards\n\nAfter.',
        '??? tip inline "Key facts"\n    The unit treated 233 strokes.\n\n    - in two wards\n\nAfter.',
        ":::note Key facts\n\nThe unit treated 233 strokes.\n\n- in two wards\n\n:::\n\nAfter.",
        ":::tip[Key facts]\n\nThe unit treated 233 strokes.\n\n- in two wards\n\n:::\n\nAfter.",
        "```{note} Key facts\n:class: x\n\nThe unit treated 233 strokes.\n\n- in two wards\n```\n\nAfter.",
        "> [!info]- Key facts\n> The unit treated 233 strokes.\n>\n> - in two wards\n\nAfter.",
        "> [!warning] Key facts\n> The unit treated 233 strokes.\n>\n> - in two wards\n\nAfter.",
    ],
)
def test_admonition_is_text_under_its_title(source: str) -> None:
    assert parse(f"Before.\n\n{source}\n".encode()).text.replace("\n\nin two", "\nin two") == SHOWN


@pytest.mark.parametrize("source", ["```\n!!! note\n    x\n```", "~~~python\n> [!info] x\n~~~", "```{r} x\n:a:\n```"])
def test_code_stays_as_it_is(source: str) -> None:
    assert "\n".join(plain_admonitions(source.split("\n"))) == source


def test_admonition_without_a_title_has_its_kind() -> None:
    assert parse(b"!!! warning\n    Closed.\n").text == "Warning\n\nClosed."
    assert parse(b"> [!faq]\n> Closed.\n").text == "Faq\n\nClosed."
