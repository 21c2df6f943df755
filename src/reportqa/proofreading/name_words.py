"""Words of names and titles as they are compared: without case and accents."""

import re
from collections.abc import Sequence

from reportqa import text as _text
from reportqa.text import Wording, fold

RUN = 3
"""Words in a row that many titles have; one more is a part of a title."""
_DIPHTHONG = re.compile("(?<=[aou])e")


def name_words(text: str) -> tuple[str, ...]:
    """Return the words of a name or title in order, as they are compared."""
    return tuple(map(plain, Wording.of(text).keys))


def plain(word: str) -> str:
    """Return a word without case and accents; "ae" is "a", as in "Mueller" for "Müller"."""
    return _DIPHTHONG.sub("", fold(word))


STOP_WORDS = frozenset(map(plain, _text.STOP_WORDS))


def title_score(title: Sequence[str], words: Sequence[str]) -> float:
    """Return 3 for a title that words have in a row, 2 for a part of it, 1 for a title of one word, else 0."""
    content = [word for word in title if word not in STOP_WORDS]
    if content and has_run(words, title):
        return 3 if len(content) > 1 else 1
    return 2 * any(has_run(words, title[i : i + RUN + 1]) for i in range(len(title) - RUN))


def has_run(words: Sequence[str], run: Sequence[str]) -> bool:
    """Return whether words have others in a row; False for none."""
    size = len(run)
    return bool(size) and any(tuple(words[i : i + size]) == tuple(run) for i in range(len(words) - size + 1))
