from pathlib import Path

from reportqa.search.degrees import is_superlative, known_degree
from reportqa.search.question import Question
from reportqa.search.rewriting import rewrite
from support.corpora import words_of

TEXTS = {
    "one.txt": "The largest risk is haste, and bigger groups wait longer.",
    "two.txt": "The largest group has the largest list. A great deal. The greatest of them.",
}


def test_unknown_adjective_becomes_a_known_one_of_the_same_degree(tmp_path: Path) -> None:
    vocabulary = words_of(tmp_path, TEXTS, ())
    assert known_degree("biggest", vocabulary) == "largest"
    assert known_degree("Longest", vocabulary) == "longer"
    assert known_degree("greater", vocabulary) == "bigger"
    assert known_degree("cheapest", vocabulary) is None
    assert known_degree("risk", vocabulary) is None


def test_question_is_searched_with_the_known_adjective(tmp_path: Path) -> None:
    found = rewrite(Question.parse("What is the biggest risk?"), words_of(tmp_path, TEXTS, ()))
    assert found.question == "What is the largest risk?"
    assert found.notes == ("Searched for “largest” instead of “biggest”.",)


def test_known_and_quoted_adjectives_stay(tmp_path: Path) -> None:
    vocabulary = words_of(tmp_path, TEXTS, ())
    for question in ("Are bigger groups slower?", 'What is the "biggest risk"?'):
        assert "big" in rewrite(Question.parse(question), vocabulary).question


def test_superlative_is_told_from_other_degrees() -> None:
    assert is_superlative("Lowest")
    assert not is_superlative("low")
    assert not is_superlative("lower")
