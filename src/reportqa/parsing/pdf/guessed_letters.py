"""Letters of words that a font does not name, mostly ligatures, guessed from the words of the document."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from reportqa.parsing.pdf.lines import Line
from reportqa.text import REPLACEMENT, repair_ligatures

_MAX_LISTED = 10


def guess_letters(lines: Iterable[Line], words: Mapping[str, int]) -> tuple[list[Line], list[str]]:
    """Return lines with the letters that could be guessed, and the words that have them.

    :param words: the vocabulary of the document
    """
    repaired, guessed = [], []
    for line in lines:
        if REPLACEMENT in line.text:
            text = repair_ligatures(line.text, words)
            pairs = zip(line.text.split(), text.split(), strict=False)
            guessed += [after for before, after in pairs if before != after]
            repaired.append(replace(line, text=text))
        else:
            repaired.append(line)
    return repaired, guessed


def warn_of_guesses(pages: Sequence[Sequence[str]]) -> list[str]:
    """Return a warning that names the guessed words of all pages, none without any."""
    words = list(dict.fromkeys(word for page in pages for word in page))
    if not words:
        return []
    numbers = ", ".join([str(number) for number, page in enumerate(pages, 1) if page][:_MAX_LISTED])
    listed = ", ".join(words[:_MAX_LISTED]) + (" …" if len(words) > _MAX_LISTED else "")
    return [f"Letters that the fonts do not name were guessed, on page {numbers}: {listed}. Check quotes of them."]
