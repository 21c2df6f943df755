"""Folding: the form of a text without case, accents, spacing or typographic variants, by which texts are compared."""

import re
import unicodedata
from functools import lru_cache

_LATIN_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
"""Latin letters that Unicode does not decompose into a plain letter and an accent."""
_LATIN_ACCENT = re.compile("(?<=[a-z])[\u0300-\u036f]+")


def fold(text: str) -> str:
    """Return a text without case and accents.

    >>> fold("Société d’Économie")
    'societe d’economie'
    """
    if text.isascii():
        return text.casefold()
    letters = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return plain.casefold().translate(_LATIN_LETTERS)


def fold_case(text: str) -> str:
    """Return a text without case, its white space single spaces."""
    return " ".join(text.casefold().split())


def fold_file_name(name: str) -> str:
    """Return a form that is equal for two names that are one file where case and composed accents do not count."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def fold_latin(word: str) -> str:
    """Return a word in lower case with plain Latin letters; the marks of other scripts stay."""
    if word.isascii():
        return word
    plain = _LATIN_ACCENT.sub("", unicodedata.normalize("NFD", word.translate(_LATIN_LETTERS)))
    return unicodedata.normalize("NFC", plain)


def to_ascii(text: str) -> str:
    """Return a text in lower case ASCII; what has no plain Latin letter is dropped.

    >>> to_ascii("Großbritannien – Łódź")
    'grossbritannien  lodz'
    """
    letters = unicodedata.normalize("NFKD", text.lower().translate(_LATIN_LETTERS))
    return letters.encode("ascii", "ignore").decode().lower()


def fold_characters(text: str) -> str:
    """Return a text of the same length with plain letters, quotation marks and dashes; the case stays."""
    return text if text.isascii() else "".join(map(_fold_character, text))


@lru_cache(maxsize=10_000)
def _fold_character(character: str) -> str:
    if character in "‘’‚‛′":
        return "'"
    if character in "“”„‟″«»":
        return '"'
    if character in "‐‑‒–—−":
        return "-"
    plain = unicodedata.normalize("NFKD", character)[0]
    return plain if plain.isalnum() else character
