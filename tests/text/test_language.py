from pathlib import Path

import pytest
from hypothesis import given

from reportqa.text.language import detect, language_name, question_language
from support.languages import TEXTS
from support.strategies import fast, texts

SAMPLE = Path(__file__).resolve().parents[2] / "corpus"


@pytest.mark.parametrize("code", TEXTS)
def test_language_of_two_sentences_is_detected(code: str) -> None:
    assert detect(TEXTS[code]) == code


@pytest.mark.parametrize("name", ["case-study-notes.txt", "is-scale-working.md"])
def test_sample_reports_are_english(name: str) -> None:
    assert detect((SAMPLE / name).read_text(encoding="utf-8")) == "en"


@pytest.mark.parametrize("text", ["", "Modality had 87,556 patients.", "12,345 67,890\n" * 50, "Q1 Q2 n/a £m\n" * 60])
def test_short_text_has_no_language(text: str) -> None:
    assert detect(text) is None


def test_quotation_in_another_language_does_not_change_the_language() -> None:
    assert detect(f"{TEXTS['en'] * 20}\n\n{TEXTS['fr'] * 4}\n\n{TEXTS['en'] * 20}") == "en"


@fast
@given(texts)
def test_language_of_any_text_is_a_code_or_none(text: str) -> None:
    code = detect(text)
    assert code is None or (code.isascii() and language_name(code))


@pytest.mark.parametrize(("question", "language"), [
    ("Wie viele Patienten hatte die Praxis im April?", "de"), ("Combien de cabinets ont répondu ?", "fr"),
    ("¿Cuántas consultas respondieron a la encuesta?", "es"), ("How many practices answered the survey?", "en"),
    ("Who is Natasha Curry?", "en"), ("Modality", None), ("", None), ("2016 2017", None),
])  # fmt: skip
def test_language_of_a_question(question: str, language: str | None) -> None:
    assert question_language(question) == language
