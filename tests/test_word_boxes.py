import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reportqa.word_boxes import Box, WordBox, pack_boxes, unpack_boxes
from support.strategies import fast

sides = st.integers(-500, 30_000).map(lambda tenths: tenths / 10)
places = st.tuples(st.integers(0, 10**7), st.integers(1, 40), st.tuples(sides, sides, sides, sides), st.integers(0, 3))
unprinted = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1)


@fast
@given(st.lists(st.tuples(places, unprinted | st.none())))
def test_boxes_come_back_as_they_were_packed(given: list[tuple[tuple[int, int, tuple[float, ...], int], str]]) -> None:
    words = [
        WordBox(start, start if text else start + length, Box(*box), turns, text or "")
        for (start, length, box, turns), text in given
    ]
    rows = np.array([(word.start, word.end, *word.box, word.turns) for word in words], np.float64).reshape(-1, 7)
    assert list(unpack_boxes(pack_boxes(rows, [word.text for word in words if word.text]))) == words


def test_boxes_of_a_page_take_three_bytes_a_word() -> None:
    lines = [(line * 100 + 10 * n, 20 * n, 10 * line) for line in range(50) for n in range(10)]
    rows = [(start, start + 9, left, top, left + 18, top + 9, 0) for start, left, top in lines]
    assert len(pack_boxes(np.array(rows, np.float64), [])) < 3 * len(rows)
