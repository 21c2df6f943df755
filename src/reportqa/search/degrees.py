"""Adjectives of comparison that no document has, with a synonym or in a form that one has: "largest" for "biggest"."""

from reportqa.search.vocabulary import Vocabulary

_GROUPS = """
    big bigger biggest, large larger largest, great greater greatest /
    small smaller smallest / high higher highest / low lower lowest / good better best / bad worse worst /
    old older oldest, old elder eldest / young younger youngest / early earlier earliest /
    long longer longest / short shorter shortest / fast faster fastest, quick quicker quickest / slow slower slowest /
    cheap cheaper cheapest / costly costlier costliest, dear dearer dearest / strong stronger strongest /
    weak weaker weakest / rich richer richest, wealthy wealthier wealthiest / poor poorer poorest /
    safe safer safest / easy easier easiest, simple simpler simplest / hard harder hardest, tough tougher toughest /
    busy busier busiest / few fewer fewest / steep steeper steepest, sharp sharper sharpest /
    wide wider widest, broad broader broadest / close closer closest, near nearer nearest / happy happier happiest /
    heavy heavier heaviest
"""
"""Adjectives with their degrees, those with one meaning in one group."""
_ROWS = [[row.split() for row in group.split(",")] for group in _GROUPS.split("/")]


def known_degree(word: str, vocabulary: Vocabulary) -> str | None:
    """Return the adjective to search for instead of one that no passage has; None where the passages have none either.

    It is a synonym of the same degree, of several the one that most passages have, else another form of the word.
    """
    typed = word.lower()
    group = next((rows for rows in _ROWS if any(typed in row for row in rows)), [])
    degree = next((row.index(typed) for row in group if typed in row), 0)
    same = [row[degree] for row in group]
    own = [form for row in group if typed in row for form in row]
    known = [[form for form in forms if form in vocabulary.counts] for forms in (same, own)]
    return max(known[0] or known[1], key=vocabulary.counts.__getitem__, default=None)


def is_superlative(word: str) -> bool:
    """Return whether a word is the superlative of one of these adjectives."""
    return any(word.lower() == row[-1] for group in _ROWS for row in group)
