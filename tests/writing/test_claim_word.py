"""What a reader notes for the next claim word."""

from reportqa.writing.claim_word import ClaimReader


def test_strongest_gap_counts() -> None:
    reader = ClaimReader(0)
    reader.separate("clause")
    reader.separate("phrase")
    reader.add("cost", "word", "costs")
    assert reader.words[0].gap == "clause"
    assert not reader.gap


def test_an_operator_twice_is_none() -> None:
    reader = ClaimReader(0)
    reader.toggle("not")
    reader.toggle("not")
    reader.add("cost", "word", "costs")
    assert reader.words[0].operators == frozenset()


def test_a_name_after_a_preposition_is_no_subject() -> None:
    reader = ClaimReader(0)
    reader.govern("in")
    reader.add("west", "name", "West")
    reader.add("london", "name", "London")
    reader.separate("clause")
    reader.add("modality", "name", "Modality")
    assert [word.is_subject for word in reader.words] == [False, False, True]


def test_a_preposition_after_than_keeps_it() -> None:
    reader = ClaimReader(0)
    reader.govern("than")
    reader.govern("by")
    reader.add("leader", "word", "leaders")
    assert reader.words[0].preposition == "than by"
