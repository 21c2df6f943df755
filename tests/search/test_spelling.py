import random
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.search.spelling import suggest
from support.strategies import any_text, fast

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
VOCABULARY = Counter(
    word
    for path in [*CORPUS.glob("*.html"), *CORPUS.glob("_sources/*.typ"), *CORPUS.glob("_sources/*.md")]
    for word in re.findall(r"[^\W\d_]+", path.read_text(encoding="utf-8").lower())
)
LONG_WORDS = sorted(word for word, count in VOCABULARY.items() if len(word) >= 8 and count >= 3 and word.isascii())


def mistyped(word: str, chance: random.Random) -> str:
    at, letter = chance.randrange(len(word) - 1), chance.choice(LETTERS)
    return chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )


@fast
@given(st.one_of(any_text, st.text(LETTERS, min_size=1, max_size=12), st.sampled_from(LONG_WORDS)))
def test_suggestion_is_a_word_of_the_vocabulary_and_none_of_its_words_is_changed(word: str) -> None:
    suggestion = suggest(word, VOCABULARY)
    assert suggestion is None or (suggestion in VOCABULARY and abs(len(suggestion) - len(word)) <= 2)
    assert word.lower() not in VOCABULARY or suggestion is None


def test_nearly_every_single_error_in_a_long_word_is_put_right() -> None:
    chance = random.Random(0)  # noqa: S311
    errors = [(word, mistyped(word, chance)) for word in LONG_WORDS for _ in range(3)]
    right = sum(word in {typed, suggest(typed, VOCABULARY)} for word, typed in errors)
    assert len(errors) > 200
    assert right / len(errors) > 0.85


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pratices", "practices"),
        ("organistaion", "organisation"),
        ("Organisatoin", "organisation"),
        ("comissioning", "commissioning"),
        ("patinets", "patients"),
        ("generall", "general"),
        ("practtice", "practice"),
    ],
)
def test_error_is_put_right(typed: str, meant: str) -> None:
    words = "practices practice organisation commissioning patients general"
    assert suggest(typed, dict.fromkeys(words.split(), 5)) == meant


@pytest.mark.parametrize(
    "word", ["practice", "Practice", "moose", "tallying", "AT", "Q42", "NHSE", "BrisDoc", "gp", "", "Rollo"]
)
def test_word_that_may_be_right_stays(word: str) -> None:
    assert suggest(word, dict.fromkeys("practice mouse goose talking ate nurse brisdocs gps roll".split(), 5)) is None


def test_nothing_near_is_nothing() -> None:
    assert suggest("zzyzxqvw", VOCABULARY) is None
    assert suggest("practicce", {}) is None


def test_same_letters_come_before_others_and_the_frequent_before_the_rare() -> None:
    assert suggest("qaulity", {"quality": 1, "faulity": 9}) == "quality"
    assert suggest("moddel", {"models": 9, "model": 1, "moddle": 2}) == "moddle"
    assert suggest("fundingx", {"fundings": 1, "funding": 8}) == "funding"
