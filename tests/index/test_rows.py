import numpy as np
import pytest

from reportqa.index.rows import Layout, fingerprint, likely_among, look_up, rows_between, runs


def test_rows_of_groups_follow_each_other() -> None:
    first = np.array([0, 2, 5, 6])
    assert rows_between(first, np.array([0, 2])).tolist() == [0, 1, 5]
    assert rows_between(first, np.array([2, 0])).tolist() == [5, 0, 1]
    assert rows_between(first, np.empty(0, np.int64)).tolist() == []


def test_empty_runs_add_nothing() -> None:
    assert runs(np.array([0, 3, 5]), np.array([2, 3, 6])).tolist() == [0, 1, 5]


def test_values_are_looked_up_with_their_positions() -> None:
    values, ascending = np.array([5, 1, 9, 10]), np.array([2, 5, 9])
    places, found = look_up(values, ascending)
    assert found.tolist() == [True, False, True, False]
    assert ascending[places[found]].tolist() == [5, 9]


def test_hashes_are_likely_among_others_with_the_same_lower_half() -> None:
    hashes = np.array([7, 8, 7 + (1 << 16), 9 << 16], np.uint32)
    assert likely_among(hashes, hashes[:1]).tolist() == [0, 2]


def test_layout_has_the_rows_of_documents_and_units() -> None:
    numbers = np.array([0, 0, 1, 1, 1])
    layout = Layout(
        documents=numbers,
        units=np.array([0, 1, 2, 2, 3]),
        headings=numbers,
        fingerprints=numbers,
        unit_first=np.array([0, 1, 2, 4, 5]),
        document_first=np.array([0, 2, 5]),
        doc_ids=("a", "b"),
        titles=("A", "B"),
    )
    assert layout.rows_of([1]).tolist() == [2, 3, 4]
    assert layout.rows_of([1, 0]).tolist() == [0, 1, 2, 3, 4]
    assert layout.rows_in(np.array([0, 2])).tolist() == [0, 2, 3]


@pytest.mark.parametrize("text", ["Shared  board", "SHARED\nboard", " shared board "])
def test_fingerprint_ignores_case_and_white_space(text: str) -> None:
    assert fingerprint(text) == fingerprint("shared board") != fingerprint("sharedboard")
