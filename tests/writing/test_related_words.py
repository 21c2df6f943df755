from collections import Counter
from itertools import combinations

import pytest

from reportqa.writing.claim_words import word_key
from reportqa.writing.related_words import LIGHT, REPORTING, SYNONYMS, are_related


@pytest.mark.parametrize(
    ("one", "other"), [("essential", "vital"), ("worried", "feared"), ("shortage", "lack"), ("closed", "shut")]
)
def test_synonyms_are_related_in_all_forms(one: str, other: str) -> None:
    assert are_related(word_key(one), word_key(other))


@pytest.mark.parametrize(
    ("one", "other"), [("increase", "decrease"), ("best", "worst"), ("accept", "reject"), ("more", "less")]
)
def test_opposites_are_not_related(one: str, other: str) -> None:
    assert not are_related(word_key(one), word_key(other))


def test_groups_are_not_joined() -> None:
    assert are_related(word_key("grow"), word_key("become"))
    assert are_related(word_key("obtain"), word_key("gain"))
    assert not are_related(word_key("obtain"), word_key("benefit"))


def test_words_that_may_be_added_are_no_claims() -> None:
    assert word_key("according") not in LIGHT
    assert word_key("reports") in REPORTING
    assert not {word_key(word) for word in ("not", "only", "successful", "large")} & (LIGHT | REPORTING)


def test_each_group_relates_words_that_no_other_group_does() -> None:
    groups = [frozenset(map(word_key, group.split())) for group in SYNONYMS.split(",")]
    pairs = Counter(pair for group in groups for pair in combinations(sorted(group), 2))
    assert [group for group in groups if all(pairs[pair] > 1 for pair in combinations(sorted(group), 2))] == []
