import numpy as np

from reportqa.citations.quote_pattern import Pattern
from reportqa.citations.word_alignment import EDIT, align, align_long


def kinds(quoted: str, text: str, *, limit: int | None = None, whole: bool = False) -> str | None:
    words = text.split()
    numbers = {word: number for number, word in enumerate(dict.fromkeys(words))}
    ids = np.array([numbers[word] for word in words], np.int32)
    costs = np.full(len(words), EDIT, np.int64)
    operations = align(Pattern(quoted, marks=True).slots, ids, costs, numbers, limit=limit, whole=whole)
    return None if operations is None else "".join(kind for kind, _, _ in operations)


def test_words_are_same_changed_missing_or_more() -> None:
    assert kinds("b c d", "a b c d e") == "==="
    assert kinds("b x d", "a b c d e") == "=~="
    assert kinds("a b d e", "a b c d e") == "==+=="
    assert kinds("b c x d", "b c d") == "==-="


def test_ellipsis_leaves_words_out() -> None:
    assert kinds("b … e", "a b c d e") == "=……="


def test_alignment_beyond_the_limit_is_none() -> None:
    assert kinds("x y z", "a b c", limit=EDIT) is None


def test_long_texts_are_aligned_as_wholes() -> None:
    assert [kind for kind, _, _ in align_long(["a", "b", "c"], ["a", "x", "c", "d"])] == ["=", "~", "=", "+"]
