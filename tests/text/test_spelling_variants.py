import pytest
from hypothesis import given
from hypothesis import strategies as st
from wordfreq import top_n_list

from reportqa.text.spelling_variants import one_spelling
from support.strategies import fast

COMMON_WORDS = [word for word in top_n_list("en", 20_000) if word.isalpha()]

PAIRS = """
    organisation organization, analyse analyze, behavioural behavioral, centre center, centred centered,
    metres meters, programme program, programmes programs, labour labor, neighbouring neighboring, travelled traveled,
    enrol enroll, enrolment enrollment, fulfil fulfill, installed instaled, modelling modeling,
    councillor councilor, licence license,
    defence defense, practise practice, practising practicing, paediatric pediatric,
    anaemia anemia, gynaecology gynecology, orthopaedics orthopedics, oestrogen estrogen, diarrhoea diarrhea,
    manoeuvre maneuver, catalogue catalog, dialogues dialogs, catalogued cataloged, judgement judgment,
    ageing aging, grey gray, sceptical skeptical, adviser advisor, whilst while, kilogramme kilogram
"""


@fast
@given(st.one_of(st.sampled_from(COMMON_WORDS), st.text("abcdeghilmnoprstuyz", min_size=1, max_size=14)))
def test_form_is_a_word_and_its_own_form(word: str) -> None:
    form = one_spelling(word)
    assert form.isalpha()
    assert one_spelling(form) == form


@pytest.mark.parametrize(("british", "american"), [pair.split() for pair in PAIRS.split(",")])
def test_both_spellings_have_one_form(british: str, american: str) -> None:
    assert one_spelling(british) == one_spelling(american)


@pytest.mark.parametrize(
    "word",
    "prize size seize filled called smaller our four hour tour contour genre acre overall small wise rise".split(),
)
def test_word_with_one_spelling_stays(word: str) -> None:
    assert one_spelling(word) == word
