"""Adjectives of comparison that no document has, in a form or a synonym that one has: "largest" for "biggest"."""

from reportqa.search.vocabulary import Vocabulary

_DEGREES = """
    big large great / bigger larger greater / biggest largest greatest,
    small little / smaller / smallest, high / higher / highest, low / lower / lowest,
    good / better / best, bad / worse / worst, old / older elder / oldest eldest, young / younger / youngest,
    new recent / newer / newest latest, early / earlier / earliest, long / longer / longest,
    short brief / shorter / shortest, fast quick rapid / faster quicker / fastest quickest, slow / slower / slowest,
    cheap inexpensive / cheaper / cheapest, costly expensive dear / costlier dearer / costliest dearest,
    strong / stronger / strongest, weak / weaker / weakest, rich wealthy / richer wealthier / richest wealthiest,
    poor / poorer / poorest, safe / safer / safest, easy simple / easier simpler / easiest simplest,
    hard difficult / harder tougher / hardest toughest, busy / busier / busiest, few / fewer / fewest,
    steep sharp / steeper sharper / steepest sharpest, wide broad / wider broader / widest broadest,
    close near / closer nearer / closest nearest, happy satisfied / happier / happiest, heavy / heavier / heaviest
"""
"""Groups of adjectives with one meaning: their base forms, comparatives and superlatives."""
_GROUPS = [[degree.split() for degree in group.split("/")] for group in _DEGREES.split(",")]
_GROUP_OF = {word: group for group in _GROUPS for degree in group for word in degree}


def known_degree(word: str, vocabulary: Vocabulary) -> str | None:
    """Return the adjective to search for instead of one that no passage has; None where the passages have none either.

    It has the same degree if possible; of several the one that most passages have.
    """
    typed = word.lower()
    group = _GROUP_OF.get(typed, [])
    same = next((degree for degree in group if typed in degree), [])
    every = [other for degree in group for other in degree]
    known = [other for other in same if other in vocabulary.counts] or [w for w in every if w in vocabulary.counts]
    return max(known, key=vocabulary.counts.__getitem__, default=None)
