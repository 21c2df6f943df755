"""The hits of a question as one ranking, and each of them as a citation."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from reportqa.answer import Citation
from reportqa.index import Catalogue
from reportqa.search import Hit


def merged(parts: Iterable[Sequence[Hit]]) -> list[Hit]:
    """Return the hits of all parts of a question, each once: the first of each part, the second of each, and so on."""
    found: dict[int, Hit] = {}
    for hit in (hit for hits in zip_longest(*parts) for hit in hits if hit):
        found.setdefault(hit.row, hit)
    return list(found.values())


def cite_hits(hits: Sequence[Hit], catalogue: Catalogue, newest: Mapping[str, str]) -> tuple[Citation, ...]:
    """Return a citation of the passage of each hit, numbered from 1.

    :param newest: the newest edition of each document that has one (`Searcher.newer_editions`)
    """
    catalogue.prepare(passage.doc_id for hit in hits for passage in (hit.passage, *hit.duplicates))
    return tuple(
        catalogue.citation(
            hit.passage.doc_id, hit.passage.start, hit.passage.end, number=number, score=hit.score,
            duplicates=hit.duplicates, newest=newest.get(hit.passage.doc_id),
        )
        for number, hit in enumerate(hits, start=1)
    )  # fmt: skip
