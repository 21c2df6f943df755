"""The letters of a text and their offsets, to find parts of its source in it."""

import unicodedata


def letters_of(text: str) -> str:
    """Return the letters and digits of a text, also those of ligatures and raised figures."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return "".join(filter(str.isalnum, plain))


class TextPlaces:
    """Finds letters in a text from the place found last on; `offset` is behind that place."""

    def __init__(self, text: str) -> None:
        pieces = [(letters_of(letter), at) for at, letter in enumerate(text)]
        self._offsets = [at for letters, at in pieces for _ in letters]
        self._letters = "".join(letters for letters, _ in pieces)
        self._last = 0

    @property
    def offset(self) -> int:
        """The offset in the text behind the place found last, at first 0."""
        return self._offsets[self._last - 1] + 1 if self._last else 0

    def find(self, letters: str) -> bool:
        """Return whether letters are in the text, and go on to the next place where they are."""
        at = self._letters.find(letters, max(self._last - len(letters), 0))
        if at < 0:
            return letters in self._letters
        self._last = at + len(letters)
        return True
