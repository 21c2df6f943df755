"""Numbers and nouns in running text: "3, 7–9", "a, b and c", "2 pages"."""

from collections.abc import Sequence
from itertools import pairwise


def format_numbers(numbers: Sequence[int]) -> str:
    """Return ascending numbers as a reader writes them: "3, 7–9"."""
    runs: list[list[int]] = [[number] for number in numbers[:1]]
    for before, number in pairwise(numbers):
        if number == before + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("–".join(map(str, run)) for run in runs)


def listing(words: Sequence[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def counted(count: int, one: str, many: str = "") -> str:
    """Return "1 page", "1,203 pages"; without `many`, the plural of `one`."""
    return f"{count:,} {one if count == 1 else many or plural(one)}"


def plural(noun: str) -> str:
    """Return the plural of a noun: "headers", "days", "entries", "boxes"."""
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("x", "ch", "sh")) else f"{noun}s"
