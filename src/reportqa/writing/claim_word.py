"""A word that carries the claim of a sentence, and the reader that collects them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["number", "year", "name", "word"]
Gap = Literal["", "phrase", "clause", "aside", "sentence"]


@dataclass(slots=True)
class ClaimWord:
    """One word or number of a sentence, with what stands between it and the one before.

    - `key`: equal for two ways to write the same ("£1.2m", "£1.2 million"; "organise", "organizing")
    - `operators`: "not", "may", "over" and so on, which change what it says
    - `gap`: what separates it from the one before: nothing, a preposition, a conjunction or comma, a comma or bracket
      that begins an aside, or a full stop; `preposition` is the last one, `role` that before the whole name
    """

    key: str
    kind: Kind
    text: str
    operators: frozenset[str] = frozenset()
    gap: Gap = ""
    preposition: str = ""
    role: str = ""
    has_determiner: bool = False
    after_pronoun: bool = False
    in_brackets: bool = False
    in_quotes: bool = False
    after_be: bool = False
    sentence: int = 0

    @property
    def is_adverb(self) -> bool:
        return self.text.endswith("ly")

    @property
    def is_subject(self) -> bool:
        """Whether it is a name that no preposition makes a place, a time or an owner."""
        return self.kind == "name" and not self.role and not self.in_brackets


@dataclass(slots=True)
class ClaimReader:
    """What was read of a sentence: its claim words, and what is said of the next one.

    `number` is that of the sentence among those that are cited, from 0.
    """

    number: int
    words: list[ClaimWord] = field(default_factory=list)
    operators: set[str] = field(default_factory=set)
    gap: Gap = ""
    preposition: str = ""
    has_determiner: bool = False
    after_pronoun: bool = False
    brackets: int = 0
    in_quotes: bool = False
    after_be: bool = False

    def separate(self, gap: Gap) -> None:
        """Separate the next word from the one before, at least as much as this."""
        order = ("", "phrase", "clause", "aside", "sentence")
        self.gap = max(self.gap, gap, key=order.index)

    def govern(self, preposition: str) -> None:
        """Put the next word after a preposition."""
        is_compared = self.preposition == "than"
        self.separate("phrase")
        self.preposition = f"than {preposition}" if is_compared else preposition

    def toggle(self, operator: str) -> None:
        """Add an operator to the next word; twice is none."""
        self.operators ^= {operator}

    def add(self, key: str, kind: Kind, text: str) -> None:
        """Add a word with all that was noted for it."""
        is_one_name = not self.gap and kind == "name" and self.words and self.words[-1].kind == "name"
        role = self.words[-1].role if is_one_name else self.preposition
        word = ClaimWord(
            key, kind, text, frozenset(self.operators), self.gap, self.preposition, role, self.has_determiner,
            self.after_pronoun, self.brackets > 0, self.in_quotes, self.after_be,
            self.number,
        )  # fmt: skip
        self.words.append(word)
        self.operators, self.gap, self.preposition = set(), "", ""
        if kind == "year" and self.words[0].preposition and all(word.kind == "year" for word in self.words):
            # "In 2016 practices closed" needs no comma.
            self.gap = "clause"
        self.has_determiner = self.after_pronoun = self.after_be = False


def clauses(words: Sequence[ClaimWord]) -> list[int]:
    """Return for each word the number of its clause; an item of a list counts as one."""
    found, number = [], 0
    for word in words:
        number += word.gap in {"clause", "aside", "sentence"}
        found.append(number)
    return found


def subjects_before(words: Sequence[ClaimWord]) -> list[int]:
    """Return for each word the position of the last name before it in its sentence that is a subject, -1 for none."""
    found, last = [], -1
    for position, word in enumerate(words):
        if last >= 0 and words[last].sentence != word.sentence:
            last = -1
        found.append(last)
        if word.is_subject:
            last = position
    return found
