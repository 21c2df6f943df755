import unicodedata

import pytest
from hypothesis import given

from reportqa.text import fold, fold_case, fold_characters, fold_file_name, to_ascii
from reportqa.text.folding import fold_latin
from support.strategies import fast, texts


@pytest.mark.parametrize(
    ("one", "other"),
    [("Société", "SOCIETE"), ("Straße", "strasse"), ("Malmø", "malmo"), ("ﬁle ℃", "file °c")],
)
def test_case_accents_and_ligatures_do_not_count(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@fast
@given(texts)
def test_accents_are_the_same_composed_or_not(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@fast
@given(texts)
def test_ascii_is_ascii_in_lower_case(text: str) -> None:
    assert to_ascii(text).isascii()
    assert to_ascii(text) == to_ascii(text).lower()


@fast
@given(texts)
def test_folded_characters_keep_their_places(text: str) -> None:
    assert len(fold_characters(text)) == len(text)


def test_compatibility_characters_are_lower_case_too() -> None:
    assert to_ascii("Acme™ №5") == "acmetm no5"


def test_folded_characters_have_plain_quotes_and_dashes() -> None:
    assert fold_characters("“Équité” – it’s") == '"Equite" - it\'s'


@fast
@given(texts)
def test_white_space_and_case_do_not_count(text: str) -> None:
    assert fold_case(text) == fold_case(f"  {text}\n") == " ".join(fold_case(text).split())


@pytest.mark.parametrize(
    ("one", "other"), [("A.pdf", "a.PDF"), ("É.pdf", "e\u0301.pdf"), ("straße.txt", "STRASSE.txt")]
)
def test_names_of_one_file_fold_alike(one: str, other: str) -> None:
    assert fold_file_name(one) == fold_file_name(other)


def test_accents_of_file_names_count() -> None:
    assert fold_file_name("résumé.pdf") != fold_file_name("resume.pdf")


def test_only_latin_letters_lose_their_marks() -> None:
    assert fold_latin("économie") == "economie"
    assert fold_latin("й") == "й"
