"""A paragraph that a language model wrote: the sentences that are shown, and those that were struck out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportqa.text import counted
from reportqa.writing.numbered_sentences import NumberedSentence


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence of a model and the numbers of the sentences that it cites; `reasons` say why it is struck out."""

    text: str
    cites: tuple[int, ...]
    reasons: tuple[str, ...] = ()

    @property
    def is_shown(self) -> bool:
        return not self.reasons


@dataclass(frozen=True, slots=True)
class WrittenParagraph:
    """The sentences that a model wrote for a question, in its order, and the `sources` that it was given.

    `estimate` is the most tokens that the request could use.
    """

    question: str
    model: str
    sentences: tuple[WrittenSentence, ...]
    sources: tuple[NumberedSentence, ...]
    estimate: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0

    @property
    def shown(self) -> tuple[WrittenSentence, ...]:
        return tuple(one for one in self.sentences if one.is_shown)

    @property
    def struck(self) -> tuple[WrittenSentence, ...]:
        return tuple(one for one in self.sentences if not one.is_shown)

    @property
    def cited(self) -> tuple[NumberedSentence, ...]:
        """The sentences that what is shown cites, in order of their first citation."""
        numbers = dict.fromkeys(number for one in self.shown for number in one.cites)
        return tuple(self.sources[number - 1] for number in numbers)

    def marks(self, sentence: WrittenSentence) -> tuple[int, ...]:
        """Return the positions, from 1, of what a shown sentence cites among `cited`."""
        positions = {source.number: position for position, source in enumerate(self.cited, 1)}
        return tuple(positions[number] for number in sentence.cites)

    @property
    def tokens(self) -> int:
        """The tokens that the request used; 0 for a kept reply."""
        return self.prompt_tokens + self.completion_tokens

    @property
    def heading(self) -> str:
        """Who wrote it and from what, in a sentence."""
        return f"Written by {self.model} from the cited passages; each sentence was checked against what it cites."

    @property
    def summary(self) -> str:
        """How many sentences were struck out and what the request used, in a sentence or two."""
        struck = f"{counted(len(self.struck), 'sentence')} struck out" if self.struck else "No sentence struck out"
        return f"{struck}. {self.tokens:,} tokens used, of at most {self.estimate:,}."

    def to_dict(self) -> dict[str, Any]:
        """Return the object that the command line and HTTP print as "written"."""
        return {
            "generated": True,
            "model": self.model,
            "note": self.heading,
            "sentences": [{"text": one.text, "cites": list(self.marks(one))} for one in self.shown],
            "struck": [{"reasons": list(one.reasons)} for one in self.struck],
            "cited": [_cited_dict(source, number) for number, source in enumerate(self.cited, 1)],
            "estimate": self.estimate,
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.completion_tokens,
        }


def _cited_dict(source: NumberedSentence, number: int) -> dict[str, Any]:
    return source.to_dict() | {"number": number}


def paragraph_text(paragraph: WrittenParagraph) -> str:
    """Return what is shown of a paragraph as one line, with the marks of what it cites: "Costs rose [s1]."""
    return " ".join(_marked(one.text, paragraph.marks(one)) for one in paragraph.shown)


def _marked(text: str, marks: Sequence[int]) -> str:
    return f"{text} {''.join(f'[s{mark}]' for mark in marks)}"
