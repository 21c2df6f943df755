"""Finds passages that stand nearly word for word in several documents, with MinHash.

Cut at other places, two copies of a text share parts of passages: candidates may therefore have little in common,
and what decides is how much of a passage stands in the other document's candidates together.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from datasketch import MinHash, MinHashLSH

SHINGLE = 3
"""Words that follow each other and are compared as one."""
MIN_WORDS = 12
"""Shorter passages are alike by chance."""
MIN_CONTAINED = 0.8
"""Of a passage's shingles, the share that makes it a near-duplicate when it stands in another document."""
MAX_CANDIDATES = 200
"""Of what thousands of documents have in common, so many rows are looked at."""
_CANDIDATE_SIMILARITY = 0.25
_PERMUTATIONS = 64

_WORD = re.compile(r"\w+")


def find_duplicates(texts: Sequence[str], documents: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Give for each row whose text stands in other documents the rows there that hold it, one a document.

    `documents` gives each row's document. Of several rows of one document the one that holds most is given.
    """
    shingles = [_shingles(text) for text in texts]
    signatures = {}
    seen: set[tuple[int, frozenset[str]]] = set()
    index = MinHashLSH(threshold=_CANDIDATE_SIMILARITY, num_perm=_PERMUTATIONS)
    for row, held in enumerate(shingles):
        if held:
            signatures[row] = _signature(held)
            # A passage that a document repeats a thousand times need be found there once.
            if (documents[row], held) not in seen:
                seen.add((documents[row], held))
                index.insert(row, signatures[row])
    found: dict[int, tuple[int, ...]] = {}
    for row, signature in signatures.items():
        elsewhere = defaultdict(list)
        for other in sorted(index.query(signature))[:MAX_CANDIDATES]:
            if documents[other] != documents[row]:
                elsewhere[documents[other]].append(other)
        others = [
            min((-len(shingles[row] & shingles[other]), other) for other in rows)[1]
            for _, rows in sorted(elsewhere.items())
            if _contained(shingles[row], [shingles[other] for other in rows]) >= MIN_CONTAINED
        ]
        if others:
            found[row] = tuple(others)
    return found


def _shingles(text: str) -> frozenset[str]:
    words = _WORD.findall(text.casefold())
    if len(words) < MIN_WORDS:
        return frozenset()
    return frozenset(" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1))


def _signature(shingles: frozenset[str]) -> MinHash:
    signature = MinHash(num_perm=_PERMUTATIONS, seed=1)
    signature.update_batch([shingle.encode() for shingle in shingles])
    return signature


def _contained(held: frozenset[str], others: Sequence[frozenset[str]]) -> float:
    return len(held & frozenset[str]().union(*others)) / len(held)
