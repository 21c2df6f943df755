"""The order of the best passages of a part, by what a reader says of them."""

from collections.abc import Sequence
from dataclasses import replace

from reportqa.answering.confidence import READER
from reportqa.answering.reader import READ
from reportqa.reading import Reader
from reportqa.search import Hit, PartResult

READER_WEIGHT = 0.05
"""Weight of the log odds of a passage beside the score of the search; chosen by hand with a judge of sentences,
with which the right passage was slightly more often among the first three."""


def reranked(part: PartResult, reader: Reader) -> PartResult:
    """Return a part with its first READ hits in the order of their scores and the reader's log odds together."""
    hits = part.hits[:READ]
    if not hits:
        return part
    texts = [hit.passage.prefix + hit.text for hit in hits]
    log_odds = reader.log_odds(part.question.text, texts)
    least = min(log_odds)
    read = [_with(hit, odds, READER_WEIGHT * (odds - least)) for hit, odds in zip(hits, log_odds, strict=True)]
    rest = list(part.hits[READ:])
    return replace(part, hits=(*sorted(read, key=lambda hit: -hit.score), *_below(read, rest)))


def _with(hit: Hit, log_odds: float, gain: float) -> Hit:
    return replace(
        hit,
        score=hit.score + gain,
        signals={**hit.signals, READER: log_odds},
        parts={**hit.parts, READER: hit.parts.get(READER, 0.0) + gain},
    )


def _below(read: Sequence[Hit], rest: Sequence[Hit]) -> list[Hit]:
    """Return the hits that were not read; none of them scores more than those that were."""
    least = min(hit.score for hit in read)
    return [hit if hit.score <= least else replace(hit, score=least) for hit in rest]
