"""Excerpts: what is shown of a document as a whole, passages of one section that touch."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportqa.document import Sentence
from reportqa.search import Hit

MAX_EXCERPT = 1200
"""Characters of an excerpt of several passages. Source of both sizes: benchmarks/constants.py."""
JOINED = 5
"""Best hits that may join an excerpt; a later one is an excerpt of its own."""
_GAP = 4
"""Characters, all white space, between two passages that touch."""


@dataclass(frozen=True, slots=True, eq=False)
class Excerpt:
    """Hits in reading order, each touching the one before; `best` is the one that ranks first."""

    hits: tuple[Hit, ...]
    best: Hit

    @property
    def doc_id(self) -> str:
        return self.best.passage.doc_id

    @property
    def start(self) -> int:
        return self.hits[0].passage.start

    @property
    def end(self) -> int:
        return self.hits[-1].passage.end

    @property
    def sentences(self) -> tuple[tuple[Sentence, str], ...]:
        """The sentences with their texts, in reading order."""
        return tuple((sentence, hit.text_of(sentence)) for hit in self.hits for sentence in hit.passage.sentences)

    def has(self, hit: Hit) -> bool:
        """Return whether a hit is part of this excerpt."""
        return any(hit.row == own.row for own in self.hits)

    def _touches(self, hit: Hit) -> bool:
        own, passage = self.best.passage, hit.passage
        if (own.doc_id, own.heading) != (passage.doc_id, passage.heading):
            return False
        gap = passage.start - self.end if passage.start >= self.end else self.start - passage.end
        return 0 <= gap <= _GAP and max(self.end, passage.end) - min(self.start, passage.start) <= MAX_EXCERPT

    def _with(self, hit: Hit) -> "Excerpt":
        return Excerpt(tuple(sorted((*self.hits, hit), key=lambda one: one.passage.start)), self.best)


def excerpts_of(hits: Sequence[Hit]) -> list[Excerpt]:
    """Return the excerpts that hits are part of, in the order of the best hit of each."""
    excerpts: list[Excerpt] = []
    for rank, hit in enumerate(hits):
        touched = next((one for one in excerpts if rank < JOINED and one._touches(hit)), None)
        if touched is None:
            excerpts.append(Excerpt((hit,), hit))
        else:
            excerpts[excerpts.index(touched)] = touched._with(hit)
    return excerpts
