"""The text of a language model as plain text: without control characters, markup, links and note marks."""

import re
import unicodedata

from reportqa.text import clean_text

_ADDRESS = re.compile(
    r"\b[a-z][a-z0-9+.-]*:(?://|\\\\)|\b(?:mailto|javascript|data|file|tel|vbscript):\S|\bwww\.|\S@\S+\.\w"
    r"|\b[\w-]+\.(?:com|org|net|io|co|uk|gov|edu|info|de|ru|cn|xyz|app|dev)(?:\b/|\b(?=\W|$))",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<[^<>]*\w[^<>]*>|</?\w|&(?:#\w+|\w+);|\]\s*[\[(]|!\[|```|\{\{|\}\}|\[\[|\]\]")
_NOTE = re.compile(r"\s*[\[(]\s*(?:s ?)?\d{1,3}(?:\s*[,;–-]\s*(?:s ?)?\d{1,3})*\s*\](?!\w)")
_DECORATION = re.compile(r"^\s*(?:#{1,6}\s|>\s?|[-*+•]\s|\d{1,2}[.)]\s)|[*`|~\\]+|(?<!\w)_+|_+(?!\w)")


def plain_text(text: str) -> str:
    """Return a text on one line, without control characters, decoration and marks of notes ("[1]").

    Letters in other forms (fullwidth, mathematical) become plain ones, so that what is checked is what is shown.
    """
    text = clean_text(unicodedata.normalize("NFKC", text))
    text = "".join(" " if c in "\n\t" else c for c in text if c in "\n\t" or unicodedata.category(c)[0] != "C")
    text = _DECORATION.sub("", _NOTE.sub("", text))
    return " ".join(text.split())


def reason_against(text: str) -> str | None:
    """Return why a text of a model is not shown: it has an address or markup; None if it has none."""
    if _ADDRESS.search(text):
        return "It has an address, which a written sentence may not have."
    if _MARKUP.search(text):
        return "It has markup, which a written sentence may not have."
    return None
