import random
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.search.spelling import MIN_LETTERS_PART, TIMES_AS_FREQUENT, correct, is_other_language, open_compound
from reportqa.search.vocabulary import Vocabulary
from support.corpora import words_of
from support.strategies import any_text, fast

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
COUNTS = Counter(
    word
    for path in [*CORPUS.glob("*.html"), *CORPUS.glob("_sources/*.typ"), *CORPUS.glob("_sources/*.md")]
    for word in re.findall(r"[^\W\d_]+", path.read_text(encoding="utf-8").lower())
)
LONG_WORDS = sorted(word for word, count in COUNTS.items() if len(word) >= 8 and count >= 3 and word.isascii())


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
def test_correction_is_a_known_word_and_known_words_stay(word: str) -> None:
    found = correct(word, COUNTS)
    assert found is None or (found in COUNTS and abs(len(found) - len(word)) <= 2)
    assert word.lower() not in COUNTS or found is None


def test_nearly_every_single_error_in_a_long_word_is_corrected() -> None:
    chance = random.Random(0)  # noqa: S311
    errors = [(word, mistyped(word, chance)) for word in LONG_WORDS for _ in range(3)]
    right = sum(word in {typed, correct(typed, COUNTS)} for word, typed in errors)
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
def test_error_is_corrected(typed: str, meant: str) -> None:
    words = "practices practice organisation commissioning patients general"
    assert correct(typed, dict.fromkeys(words.split(), 5)) == meant


@pytest.mark.parametrize(
    "word", ["practice", "Practice", "moose", "tallying", "AT", "Q42", "NHSE", "BrisDoc", "gp", "", "Rollo"]
)
def test_word_that_may_be_correct_stays(word: str) -> None:
    assert correct(word, dict.fromkeys("practice mouse goose talking ate nurse brisdocs gps roll".split(), 5)) is None


def test_word_without_a_close_one_stays() -> None:
    assert correct("zzyzxqvw", COUNTS) is None
    assert correct("practicce", {}) is None


def test_same_letters_come_before_others_and_the_frequent_before_the_rare() -> None:
    assert correct("qaulity", {"quality": 1, "faulity": 9}) == "quality"
    assert correct("moddel", {"models": 9, "model": 1, "moddle": 2}) == "moddle"
    assert correct("fundingx", {"fundings": 1, "funding": 8}) == "funding"


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    """40 passages with "cash flow", 20 with "pass through", 9 with "payable", 50 with "pay" and "able" apart.

    20 have "road map" and 5 "roadmap"; 30 have "carp ark", 15 "car park"; 12 have "bus stop" and 25 "buss top".
    """
    folder: Path = tmp_path_factory.mktemp("words")
    texts = {f"flow{n}.txt": "Cash flow." if n < 30 else "Cash." for n in range(40)}
    texts |= {f"pass{n}.txt": "They pass through." for n in range(20)}
    texts |= {f"pay{n}.txt": "Pay us. Able staff." for n in range(50)}
    texts |= {f"dock{n}.txt": "A dry dock of my own." for n in range(12)}
    texts |= {f"payable{n}.txt": "It is payable." for n in range(9)}
    texts |= {f"car{n}.txt": "A car park." if n < 15 else "A carp ark." for n in range(45)}
    texts |= {f"bus{n}.txt": "A bus stop." if n < 12 else "A buss top." for n in range(37)}
    texts |= {f"road{n}.txt": "A road map." if n < 20 else "A roadmap." for n in range(25)}
    return words_of(folder, texts | {"one.txt": "Our cashflow."})


@pytest.mark.parametrize(
    ("word", "phrase"),
    [("cashflow", "cash flow"), ("Cashflow", "Cash flow"), ("passthrough", "pass through"), ("drydock", "dry dock")],
)
def test_compound_is_opened_as_the_documents_write_it(vocabulary: Vocabulary, word: str, phrase: str) -> None:
    assert open_compound(word, vocabulary) == phrase


@pytest.mark.parametrize(("word", "phrase"), [("carpark", "carp ark"), ("busstop", "buss top")])
def test_compound_of_several_pairs_is_opened_as_the_most_frequent(
    vocabulary: Vocabulary, word: str, phrase: str
) -> None:
    assert open_compound(word, vocabulary) == phrase


@pytest.mark.parametrize("word", ["payable", "roadmap", "flowcash", "CASHFLOW", "flows", "cashflow2", "", "throughout"])
def test_compound_stays_that_is_as_common_or_never_written_as_two_words(vocabulary: Vocabulary, word: str) -> None:
    assert open_compound(word, vocabulary) is None


@fast
@given(st.text("cashflowpthru", max_size=14))
def test_words_of_a_compound_are_the_word_and_more_frequent(vocabulary: Vocabulary, word: str) -> None:
    found = open_compound(word, vocabulary)
    if found is not None:
        parts = found.split(" ")
        assert "".join(parts) == word
        assert all(len(part) >= MIN_LETTERS_PART for part in parts)
        least = TIMES_AS_FREQUENT * vocabulary.frequency(word)
        assert min(vocabulary.frequency(part) for part in parts) >= least


@pytest.mark.parametrize(
    "question",
    [
        "Wie viele Praxen sind nicht zufrieden?",
        "Was kostet die Behandlung nicht?",
        "Wie hoch ist die Zuzahlung?",
        "Welche Gemeinden wurden zusammengelegt?",
        "Quel est le taux de réponse de l'enquête?",
        "Combien de médecins ont répondu?",
        "Quelles sont les recommandations du rapport?",
        "¿Cuántos médicos respondieron a la encuesta?",
        "¿Cuáles son las recomendaciones del informe?",
        "Quali sono le raccomandazioni del rapporto?",
        "Hoeveel praktijken zijn niet tevreden?",
        "Quantos médicos responderam ao inquérito?",
    ],
)
def test_question_in_another_language_is_one(question: str) -> None:
    assert is_other_language(question)


@pytest.mark.parametrize(
    "question",
    [
        "whats the diffrence betwen a feddration and a merjer",
        "wich pratices are happpy",
        "recomendations on govenance",
        "concertiv chnage",
        "staff satisfacton",
        "how mutch dose the tretment cost",
        "Modallity list size",
        "whos the cheif executve",
        "patinet experiance survay",
        "definiton of hollistic care",
        "nicht",
        "xyzzy",
    ],
)
def test_mistyped_english_is_no_other_language(question: str) -> None:
    assert not is_other_language(question)
