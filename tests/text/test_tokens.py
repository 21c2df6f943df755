import pytest
from hypothesis import given

from reportqa.text.tokens import Wording, is_figure
from support.strategies import fast, texts


@fast
@given(texts)
def test_tokens_are_at_their_offsets_in_order(text: str) -> None:
    wording = Wording.of(text)
    position = 0
    for key, start, end in zip(wording.keys, wording.starts, wording.ends, strict=True):
        assert key
        assert position <= start < end <= len(text)
        position = end


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("large-scale", "large‐scale"),
        ("organ-\nisation", "organisation"),
        ("organ\u00adisation", "organisation"),
        ("ﬁnance", "finance"),
        ("the GPs’ “own” view", "the GPs' 'own'\n view"),
        ("grew – and fell", "grew — and fell"),
        ("87,556 patients", "87556 patients"),
        ("−5%", "–5 %"),
        (".5", "0.5"),
        ("patients,¹² and", "patients and"),
        ("cafe\u0301", "caf\u00e9"),
        ("£5m", "£5 m"),
        ("partner-\n> ship", "partnership"),
    ],
)
def test_differences_that_do_not_count(one: str, other: str) -> None:
    assert Wording.of(one).keys == Wording.of(other).keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5", "−5"),
        ("5", "£5"),
        ("5", "5%"),
        ("1,234", "(1,234)"),
        ("1.5", "15"),
        ("10²", "10³"),
        ("17", "18"),
        ("practice", "Practice"),
        ("cannot", "can"),
        ("≥ 5", "≤ 5"),
        ("A & B", "A B"),
    ],
)
def test_differences_that_count(one: str, other: str) -> None:
    assert Wording.of(one).keys != Wording.of(other).keys


@pytest.mark.parametrize("key", ["7", "87556", "%", "£", "−", "million", "Two", "Q4"])
def test_figures_and_signs_are_recognised(key: str) -> None:
    assert is_figure(key)


def test_words_are_not_figures() -> None:
    assert not any(map(is_figure, ["patients", "it", "isn't", "p"]))


def test_number_after_a_word_may_be_a_footnote_mark() -> None:
    wording = Wording.of("In Bath the patients12 rose.3 They had 12 of Q4.")
    assert [wording.keys[i] for i in sorted(wording.marks)] == ["12", "3"]
