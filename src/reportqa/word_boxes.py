"""Word boxes: where each word of a text is printed on its page, packed for storage."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

_BOX_UNIT = 0.1
"""Precision of a stored box in points."""
_LEVEL = 3
"""Level of compression: takes half the time of the usual 6, for 7 % more bytes."""


class Box(NamedTuple):
    """A rectangle on a page as it is displayed, in points from the top left corner, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def joined(self, other: "Box") -> "Box":
        """Return the smallest box around both."""
        lefts, tops, rights, bottoms = zip(self, other, strict=True)
        return Box(min(lefts), min(tops), max(rights), max(bottoms))


@dataclass(frozen=True, slots=True)
class WordBox:
    """The box of a printed word, or a part of one, and its range of the text.

    A word that is not in the text has an empty range and its own `text`. `turns` counts quarter turns clockwise.
    """

    start: int
    end: int
    box: Box
    turns: int = 0
    text: str = ""


def pack_boxes(words: npt.NDArray[np.float64], texts: Sequence[str]) -> bytes:
    """Return the compressed word boxes of a page, about three bytes each.

    :param words: (n, 7): start, end, left, top, right, bottom, turns; in the order of the file
    :param texts: the texts of the words with an empty range, in order
    """
    start, end, left, top, right, bottom, turns = (words / [1, 1, *[_BOX_UNIT] * 4, 1]).round().T.astype("<i4")
    steps = [start - _before(end), end - start, left - _before(right), right - left, top - _before(top), bottom - top]
    # Bytes of the same significance are stored together, since most of them are equal.
    numbers = np.array([*steps, turns], "<i4").reshape(7, len(words), 1).view(np.uint8).swapaxes(1, 2)
    return zlib.compress(len(words).to_bytes(4, "little") + numbers.tobytes() + "\n".join(texts).encode(), _LEVEL)


def unpack_boxes(data: bytes) -> tuple[WordBox, ...]:
    """Return the word boxes of `pack_boxes`."""
    data = zlib.decompress(data)
    count = int.from_bytes(data[:4], "little")
    numbers = (
        np.frombuffer(data, np.uint8, 28 * count, 4).reshape(7, 4, count).swapaxes(1, 2).copy().view("<i4")[..., 0]
    )
    steps, length, shift, width, fall, height, turns = numbers
    end, right, top = np.cumsum(steps + length), np.cumsum(shift + width), np.cumsum(fall)
    boxes = np.array([right - width, top, right, top + height]).T * _BOX_UNIT
    texts = iter(data[4 + 28 * count :].decode().split("\n"))
    return tuple(
        WordBox(start, end, Box(*box), turn, "" if start < end else next(texts))
        for start, end, box, turn in zip(
            (end - length).tolist(), end.tolist(), boxes.round(1).tolist(), turns.tolist(), strict=True
        )
    )


def _before(column: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Return each number's predecessor, 0 for the first."""
    return np.concatenate([column[:0], [0], column[:-1]]).astype("<i4") if len(column) else column
