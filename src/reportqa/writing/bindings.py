"""What may not change when a sentence is worded freely: the strength of claims, their limits, figures and subjects."""

from collections.abc import Sequence
from itertools import combinations, pairwise

from reportqa.writing.claim_word import ClaimWord, clauses, subjects_before
from reportqa.writing.claim_words import NOT
from reportqa.writing.word_classes import IRREGULAR, RESTRICTING

_FIGURES = frozenset({"number", "year"})
_PERIODS = frozenset("hour day week month quarter year decade".split())
_MODIFIERS = 2
"""Words between a number and its noun."""


def changes_binding(written: Sequence[ClaimWord], cited: Sequence[ClaimWord], places: Sequence[int]) -> bool:
    """Return whether written words at their cited places are qualified, limited or connected otherwise than there."""
    bindings = _Bindings(written, cited, places)
    return (
        bindings.change_strength()
        or bindings.drop_limits()
        or bindings.swap_figures()
        or bindings.cross_figures()
        or bindings.change_nouns()
        or bindings.change_subjects()
    )


def is_limit(word: ClaimWord) -> bool:
    """Return whether a word limits what follows it: a number, a quantifier, a superlative, a negated word."""
    text = word.text.lower()
    is_restricting = text in RESTRICTING or text.removesuffix("s") in RESTRICTING
    return is_restricting or word.kind == "number" or bool(word.operators) or text.endswith("est")


def changes_voice(written: Sequence[ClaimWord], cited: Sequence[ClaimWord], places: Sequence[int]) -> bool:
    """Return whether "was founded by" is written for "founded", or the reverse, of the same subject."""
    pairs = list(zip(written, places, strict=True))
    for (verb, p), (agent, q) in pairwise(pairs):
        is_other_role = (agent.preposition == "by") != (cited[q].preposition == "by")
        if verb.after_be != cited[p].after_be and is_other_role and p < q and is_participle(verb):
            return True
    return False


def is_participle(word: ClaimWord) -> bool:
    """Return whether a word may be the participle of a passive."""
    return word.text.endswith(("ed", "en")) or word.text in IRREGULAR


class _Bindings:
    def __init__(self, written: Sequence[ClaimWord], cited: Sequence[ClaimWord], places: Sequence[int]) -> None:
        self._written = written
        self._cited = cited
        self._places = places
        self._pairs = list(zip(written, places, strict=True))
        self._clauses = clauses(written)

    def change_strength(self) -> bool:
        """Return whether a figure has another qualifier, or a clause another negation or modal verb."""
        own: dict[int, set[str]] = {}
        theirs: dict[int, set[str]] = {}
        for (word, q), clause in zip(self._pairs, self._clauses, strict=True):
            if word.kind in _FIGURES and word.operators - {NOT} != self._cited[q].operators - {NOT}:
                return True
            for found, operators in ((own, word.operators), (theirs, self._cited[q].operators)):
                known = found.setdefault(clause, set())
                # Two negations are none.
                found[clause] = (known | operators) - (known & operators & {NOT})
        return own != theirs

    def drop_limits(self) -> bool:
        """Return whether a word that limits a used one is left out: "some", "only", "a third of", "wanted to"."""
        cited, used = self._cited, set(self._places)
        for word, q in self._pairs:
            if self._drops_period(q, used):
                return True
            before = q - 1
            if before < 0 or before in used or cited[q].sentence != cited[before].sentence:
                continue
            if cited[q].preposition == "to" != word.preposition:
                return True
            is_part = cited[q].preposition == "of" or cited[before].kind == "word"
            if cited[q].gap == "phrase" and is_part and is_limit(cited[before]):
                return True
            while before >= 0 and before not in used and not cited[before + 1].gap:
                if is_limit(cited[before]) and cited[before].kind != "number":
                    return True
                before -= 1
        return False

    def _drops_period(self, q: int, used: set[int]) -> bool:
        """Return whether "a year" after a used figure is left out."""
        for n, word in enumerate(self._cited[q + 1 : q + 2], q + 1):
            is_rate = word.text.lower() in _PERIODS and word.has_determiner and not word.gap
            if n not in used and (is_rate or word.preposition == "per"):
                return self._cited[q].kind == "number" or self._cited[q].key == "percent"
        return False

    def swap_figures(self) -> bool:
        """Return whether two figures or names are in the other order, without their nouns or "by"."""
        for (i, (one, p)), (j, (other, q)) in combinations(enumerate(self._pairs), 2):
            if not one.kind == other.kind != "word" or p < q:
                continue
            is_passive = other.kind == "name" and "by" in other.role.split()
            has_nouns = one.kind == "number" and self._has_own_noun(i, p) and self._has_own_noun(j, q)
            if not is_passive and not has_nouns:
                return True
        return False

    def _has_own_noun(self, i: int, q: int) -> bool:
        """Return whether a written number is followed by the word that follows it in the cited sentence."""
        mine, theirs = self._written[i + 1 : i + 2], self._cited[q + 1 : q + 2]
        is_noun = bool(mine and theirs) and mine[0].key == theirs[0].key != "percent"
        return is_noun and not mine[0].gap and not theirs[0].gap

    def cross_figures(self) -> bool:
        """Return whether a figure is connected with a word across a figure of its kind that is left out."""
        for (i, (one, p)), (j, (other, q)) in combinations(enumerate(self._pairs), 2):
            kinds = {word.kind for word in (one, other)} & _FIGURES
            if not kinds:
                continue
            is_one = self._clauses[i] == self._clauses[j]
            used = {place for n, place in enumerate(self._places) if not is_one or self._clauses[n] == self._clauses[i]}
            low, high = sorted((p, q))
            if any(n not in used and self._cited[n].kind in kinds for n in range(low + 1, high)):
                return True
        return False

    def change_nouns(self) -> bool:
        """Return whether the word after a number is not after it in the cited sentence."""
        for (word, q), (following, noun) in zip(self._pairs, self._pairs[1:], strict=False):
            if word.kind != "number" or word.key.isalpha() or following.gap:
                continue
            between = self._cited[q + 1 : noun + 1]
            if not 0 < len(between) <= 1 + _MODIFIERS or any(one.kind == "number" for one in between):
                return True
            if any(one.gap and one.preposition != "of" for one in between):
                return True
        return False

    def change_subjects(self) -> bool:
        """Return whether something is said of another name than in the cited sentence."""
        own, theirs = subjects_before(self._written), subjects_before(self._cited)
        names = {word.key for word in self._cited if word.kind == "name"}
        for i, q in enumerate(self._places):
            mine, cited = own[i], theirs[q]
            if self._cited[q].is_subject or mine < 0 or cited < 0 or self._clauses[mine] != self._clauses[i]:
                continue
            if self._written[mine].key != self._cited[cited].key and self._written[mine].key in names:
                return True
        return False
