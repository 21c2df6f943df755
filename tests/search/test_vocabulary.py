from pathlib import Path

import pytest

from reportqa.search.vocabulary import Vocabulary
from reportqa.text import terms
from support.corpora import words_of

TEXTS = {
    "elm.txt": "Clinical commissioning groups (CCGs) pay practices.\n\nThe practices share a cash flow.",
    "oak.txt": "Practices grow.\n\nTheir flow of cash is small. Oaks have “no contract”.",
}


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    folder: Path = tmp_path_factory.mktemp("words")
    return words_of(folder, TEXTS, names=("Elm Trust",))


def test_words_and_terms_are_counted_by_passage(vocabulary: Vocabulary) -> None:
    assert (vocabulary.counts["practices"], vocabulary.counts["oaks"]) == (2, 1)
    assert (vocabulary.frequency("practic"), vocabulary.frequency("zzz")) == (2, 0)
    assert vocabulary.knows("practice")
    assert not vocabulary.knows("zzz")


def test_rarer_terms_weigh_more(vocabulary: Vocabulary) -> None:
    assert vocabulary.idf("practic") < vocabulary.idf("oak") < vocabulary.idf("zzz")
    assert vocabulary.weights(["oak", "zzz"]) == {"oak": vocabulary.idf("oak"), "zzz": vocabulary.idf("zzz")}


def test_word_weighs_as_much_as_its_rarest_term_and_stop_words_nothing(vocabulary: Vocabulary) -> None:
    assert vocabulary.word_weight("Practices") == vocabulary.idf("practic")
    weights = vocabulary.weights(terms("FY2016"))
    assert len(weights) > 1
    assert vocabulary.word_weight("FY2016") == max(weights.values())
    assert [vocabulary.word_weight(word) for word in ("What", "the", "?", "")] == [0.0] * 4


def test_abbreviations_and_names_are_those_of_the_documents(vocabulary: Vocabulary) -> None:
    assert vocabulary.abbreviations == {"CCG": ("Clinical commissioning groups",)}
    assert vocabulary.names == ("Elm Trust",)


def test_adjacent_words_are_next_to_each_other_in_a_passage(vocabulary: Vocabulary) -> None:
    assert vocabulary.has_adjacent("cash flow")
    assert not vocabulary.has_adjacent("flow cash")


def test_phrase_is_found_in_the_rows_given(vocabulary: Vocabulary) -> None:
    (row,) = vocabulary.rows_with("no contract")
    assert vocabulary.rows_with("No  contract") == {row}
    assert vocabulary.rows_with("contract no") == set()
    assert len(vocabulary.rows_with("practices")) == 2
