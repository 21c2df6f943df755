from pathlib import Path

import pytest
from hypothesis import given

from reportqa.language import detect, name_of
from strategies import fast, texts

SAMPLE = Path(__file__).resolve().parents[1] / "corpus"
TEXTS = {
    "en": "In April 2016 the practice had 87,556 registered patients. General practitioners come together to share"
    " staff and buildings, but the survey shows that size alone is not enough.",
    "fr": "En avril 2016, le cabinet comptait 87 556 patients inscrits. Les médecins généralistes se regroupent pour"
    " partager le personnel et les locaux, mais l’enquête montre que la taille ne suffit pas.",
    "de": "Im April 2016 hatte die Praxis 87.556 eingeschriebene Patienten. Hausärzte schließen sich zusammen, um"
    " Personal und Räume zu teilen, doch die Umfrage zeigt, dass Größe allein nicht genügt.",
    "cy": "Ym mis Ebrill 2016 roedd gan y feddygfa 87,556 o gleifion cofrestredig. Mae meddygon teulu yn dod at ei"
    " gilydd i rannu staff ac adeiladau, ond mae’r arolwg yn dangos nad yw maint ar ei ben ei hun yn ddigon.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_language_of_two_sentences_is_told(code: str) -> None:
    assert detect(TEXTS[code]) == code


@pytest.mark.parametrize("name", ["case-study-notes.txt", "is-scale-working.md"])
def test_sample_reports_are_english(name: str) -> None:
    assert detect((SAMPLE / name).read_text(encoding="utf-8")) == "en"


@pytest.mark.parametrize("text", ["", "Modality had 87,556 patients.", "12,345 67,890\n" * 50, "Q1 Q2 n/a £m\n" * 60])
def test_too_little_to_tell_is_no_language(text: str) -> None:
    assert detect(text) is None


def test_quotation_in_another_language_does_not_change_that_of_the_whole() -> None:
    assert detect(f"{TEXTS['en'] * 20}\n\n{TEXTS['fr'] * 4}\n\n{TEXTS['en'] * 20}") == "en"


@fast
@given(texts)
def test_any_text_gives_a_code_or_none(text: str) -> None:
    code = detect(text)
    assert code is None or (code.isascii() and name_of(code))
