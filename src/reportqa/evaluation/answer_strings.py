"""Comparison of the text of an answer with the strings that answer a question.

Token F1 and exact match are those of SQuAD. Source: https://rajpurkar.github.io/SQuAD-explorer/ (evaluate-v2.0.py).
"""

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

VERDICTS = frozenset("yes no true false support supports contradict contradicts refute refutes".split())
"""Answers that are judgements, not strings of a text."""

PART = 4
"""Minimum words of a sentence or an answer for a partial match."""

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)
_SOFT_HYPHEN = "\u00ad"
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\w))")
_WORD = re.compile(r"%|[^\W_]+(?:(?<=\d)\.(?=\d)[^\W_]+)*")
_PER_CENT = re.compile(r"%|\bper cent\b")


@dataclass(frozen=True, slots=True)
class Gold:
    """Strings that make a text right: `need` of the `items` must be in it, each in any of its forms.

    A `wrong` string makes the first sentence of an answer wrong. `any_sentence`: a text that is part of a form is right
    too, unless it has a wrong string.
    """

    items: tuple[tuple[str, ...], ...]
    need: int = 1
    wrong: tuple[str, ...] = ()
    any_sentence: bool = False

    @property
    def strings(self) -> tuple[str, ...]:
        """All forms of all items."""
        return tuple(form for forms in self.items for form in forms)

    def found(self, text: str) -> int:
        """Return the number of items in a text."""
        is_part = self.any_sentence and words(text) and not self.is_wrong(text)
        return sum(
            holds(forms, text) or bool(is_part and any(holds([text], form) for form in forms)) for forms in self.items
        )

    def is_right(self, text: str) -> bool:
        """Return whether a text has as many items as are needed."""
        return self.found(text) >= self.need

    def is_partly_right(self, text: str) -> bool:
        """Return whether a text has one of the items or more."""
        return self.found(text) > 0

    def is_wrong(self, text: str) -> bool:
        """Return whether a text has one of the wrong strings."""
        return holds(self.wrong, text)


def words(text: str) -> list[str]:
    """Return the words and numbers of a text, without case, punctuation and commas of thousands.

    >>> words("**87,556** patients (3.5%)"), words("3.5 Per cent")
    (['87556', 'patients', '3.5', 'percent'], ['3.5', 'percent'])
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace(_SOFT_HYPHEN, "")
    found = _WORD.findall(_THOUSANDS.sub("", plain))
    return _PER_CENT.sub("percent", " ".join(found)).split()


def answer_strings(answers: Iterable[str]) -> tuple[str, ...]:
    """Return the answers that can be found in a text: those with words other than VERDICTS."""
    return tuple(answer for answer in answers if set(words(answer)) - VERDICTS)


def holds(answers: Iterable[str], text: str) -> bool:
    """Return whether a text contains one of the answers: all its words in a row (see `words`).

    >>> holds(["20"], "founded in 2006"), holds(["87,556"], "It had **87556** patients.")
    (False, True)
    """
    held = f" {' '.join(words(text))} "
    return any(f" {' '.join(words(answer))} " in held for answer in answers)


def shows(answers: Iterable[str], sentence: str) -> bool:
    """Return whether a sentence contains one of the answers, or half of the word bigrams of the shorter of the two.

    Answers that span several sentences often begin in the middle of one. Below PART words only a whole match counts.
    """
    answers = list(answers)
    return holds(answers, sentence) or any(_overlap(answer, sentence) for answer in answers)


def _overlap(answer: str, sentence: str) -> bool:
    pairs = [Counter(pairwise(words(text))) for text in (answer, sentence)]
    shorter = min(pair.total() for pair in pairs)
    return shorter >= PART - 1 and 2 * (pairs[0] & pairs[1]).total() >= shorter


def normalise(text: str) -> str:
    """Return a text in the form that SQuAD compares: lower case, no punctuation, no articles, single spaces."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact_match(answers: Sequence[str], shown: str) -> float:
    """Return 1 if the text shown is one of the answers, else 0."""
    return float(any(normalise(answer) == normalise(shown) for answer in answers))


def overlap(answer: str, shown: str) -> tuple[float, float]:
    """Return token F1 and token recall of the text shown against an answer."""
    wanted, got = Counter(normalise(answer).split()), Counter(normalise(shown).split())
    if not wanted or not got:
        return float(wanted == got), float(not wanted)
    common = (wanted & got).total()
    return 2 * common / (wanted.total() + got.total()), common / wanted.total()


def token_scores(answers: Sequence[str], shown: str) -> tuple[float, float]:
    """Return the best token F1 and the best token recall over the answers, each 0 to 1."""
    scores = [overlap(answer, shown) for answer in answers]
    return max(f1 for f1, _ in scores), max(recall for _, recall in scores)
