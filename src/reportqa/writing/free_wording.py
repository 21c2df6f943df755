"""A second reading of a written sentence that may be worded freely, but binds figures, names and clauses as cited.

The alignment of `alignment` accepts phrases of the cited sentences that are left out or moved. Here words may also be
replaced by related ones, and a sentence turned: active and passive, a clause or a phrase moved to the front. What may
not change: which figure belongs to what, who does what to whom, and the words that limit a claim.
"""

from collections.abc import Sequence
from itertools import pairwise

from reportqa.writing.bindings import changes_binding, is_limit, is_participle
from reportqa.writing.claim_word import ClaimWord, clauses
from reportqa.writing.related_words import LIGHT, REPORTING, are_related
from reportqa.writing.word_classes import DIRECTIONS

_ROLES = frozenset("by to from than against for".split())
_OF_SUBJECTS = frozenset("by of among".split())
"""Prepositions that a written sentence may put before the subject of a cited one."""
MIN_WORDS = 3
"""Words of a sentence below which it is no free wording, but a fragment."""
_QUANTIFIERS = frozenset("all both each few many most others several some".split())
_BREAK, _OPERATOR, _MAX_DISTANCE = 100, 30, 20


class FreeWording:
    """The words of a written sentence with the cited words that they may be."""

    def __init__(self, written: Sequence[ClaimWord], cited: Sequence[ClaimWord]) -> None:
        self._cited = cited
        options = [(word, self._options(word)) for word in written if not _only_reports(word)]
        kept = [(word, found) for word, found in options if found or not _is_light(word)]
        self._written = [word for word, _ in kept]
        self._options_of = [found for _, found in kept]
        self._cited_keys = {word.key for word in cited}
        self._clauses = clauses(cited)

    def places(self) -> list[int]:
        """Return the cited place of each written word; empty if the cited sentences do not say what it says."""
        if len(self._written) < MIN_WORDS or not all(self._options_of):
            return []
        places = self._places()
        is_changed = self._breaks(places) or changes_binding(self._written, self._cited, places)
        return [] if is_changed else places

    def _options(self, word: ClaimWord) -> list[int]:
        """Return the places of the same cited word, else of related ones."""
        same = [q for q, one in enumerate(self._cited) if one.key == word.key]
        if same or word.kind != "word":
            return same
        return [q for q, one in enumerate(self._cited) if self._is_related(word, one)]

    def _is_related(self, word: ClaimWord, other: ClaimWord) -> bool:
        return other.kind == "word" and word.is_adverb == other.is_adverb and are_related(word.key, other.key)

    def _places(self) -> list[int]:
        """Return the cited place of each written word with the fewest breaks."""
        costs = {q: self._operator(0, q) for q in self._options_of[0]}
        steps: list[dict[int, int]] = []
        for i in range(1, len(self._written)):
            step, following = {}, {}
            for q in self._options_of[i]:
                best = min(self._options_of[i - 1], key=lambda p: costs[p] + self._move(p, q, i))
                step[q] = best
                following[q] = costs[best] + self._move(best, q, i) + self._operator(i, q)
            steps.append(step)
            costs = following
        places = [min(costs, key=lambda q: costs[q])]
        for step in reversed(steps):
            places.append(step[places[-1]])
        return places[::-1]

    def _operator(self, i: int, q: int) -> int:
        return 0 if self._written[i].operators == self._cited[q].operators else _OPERATOR

    def _move(self, p: int, q: int, i: int) -> int:
        is_allowed = p != q and self._is_allowed(p, q, i)
        return min(abs(q - p), _MAX_DISTANCE) if is_allowed else _BREAK

    def _breaks(self, places: Sequence[int]) -> bool:
        if len(set(places)) < len(places) or not self._keeps_role(0, places[0]):
            return True
        if any(not self._is_allowed(p, q, i) for i, (p, q) in enumerate(pairwise(places), 1)):
            return True
        # A sentence that was cut off: "replaced the 12" of "replaced the 12 boards".
        return any(n not in places and not (word.gap or word.is_adverb) for n, word in self._after(places[-1]))

    def _after(self, q: int) -> list[tuple[int, ClaimWord]]:
        return [(n, self._cited[n]) for n in (q + 1,) if n < len(self._cited)]

    def _is_allowed(self, p: int, q: int, i: int) -> bool:
        """Return whether a written sentence may go on from a cited word to another one."""
        cited, written = self._cited, self._written
        if not self._keeps_role(i, q) or (p < q and self._changes_voice(i, q)):
            return False
        if cited[p].sentence != cited[q].sentence:
            return self._joins_sentences(p, q, i)
        if cited[p].text.lower() in DIRECTIONS and self._clauses[p] != self._clauses[q]:
            return False
        if cited[p + 1 : p + 2] and cited[p + 1].preposition == written[i].preposition == "of" and is_limit(cited[p]):
            return p < q <= p + 3
        if self._clauses[p] == self._clauses[q] and p < q:
            return True
        if written[i].gap in {"clause", "aside"}:
            return True
        if p < q:
            if all(word.key in REPORTING for word in cited[p + 1 : q]):
                return True
            return self._begins_clause(q, i) and not cited[q].has_determiner
        return self._is_turned(p, q, i)

    def _joins_sentences(self, p: int, q: int, i: int) -> bool:
        if self._written[i].gap in {"clause", "aside"}:
            return True
        second = max(self._cited[p].sentence, self._cited[q].sentence)
        first = next(word for word in self._cited if word.sentence == second)
        return first.after_pronoun or bool(first.operators) or first.text.lower() in _QUANTIFIERS

    def _begins_clause(self, q: int, i: int) -> bool:
        """Return whether a clause begins with a cited word, or with words that are written before it."""
        begin = self._clauses.index(self._clauses[q])
        before = {word.key for word in self._written[:i]}
        return all(word.key in before for word in self._cited[begin:q])

    def _is_turned(self, p: int, q: int, i: int) -> bool:
        """Return whether a move back is that of a turned sentence."""
        cited, written = self._cited, self._written
        word = written[i]
        if self._clauses[p] != self._clauses[q] and not self._begins_clause(q, i):
            return False
        # A phrase with the same preposition, or one that is moved to the front with it.
        if word.gap == "phrase" and cited[q].preposition == word.preposition:
            return True
        moved = cited[self._phrase_start(p)]
        front = written[self._own_start(i - 1)]
        if moved.preposition and moved.preposition == front.preposition and front.gap != "phrase":
            return True
        if abs(p - q) == 1 and word.is_adverb != cited[p].is_adverb:
            return True
        # "the staff survey" for "the survey of staff", "the 2015 budget" for "the budget of 2015", and the reverse.
        if p == q + 1 and (cited[p].preposition == "of") != (word.preposition == "of"):
            return True
        # "the achievements of collaborations" for "Collaborations … their achievements".
        if cited[p].after_pronoun and word.preposition == "of" and cited[q].gap == "sentence":
            return True
        # "were attempted by one" for "one attempted", and the reverse.
        if word.preposition == "by" and not cited[q].preposition:
            return True
        if word.after_be != cited[q].after_be:
            return True
        # "X were the main reasons" for "The main reasons were X".
        return any(one.after_be for one in cited[q : p + 1]) and word.after_be

    def _changes_voice(self, i: int, q: int) -> bool:
        """Return whether "was founded" is written for "founded", or the reverse, though the subject is the same."""
        written, cited = self._written[i], self._cited[q]
        agents = [*self._written[i + 1 : i + 2], *self._cited[q + 1 : q + 2]]
        has_agent = any("by" in word.preposition.split() for word in agents)
        if written.after_be == cited.after_be:
            return bool(written.preposition == "by" != cited.preposition)
        is_known = all("by" in word.preposition.split() for word in agents)
        return is_participle(written) and not (has_agent and is_known)

    def _own_start(self, i: int) -> int:
        while i and not self._written[i].gap:
            i -= 1
        return i

    def _phrase_start(self, q: int) -> int:
        while q and not self._cited[q].gap:
            q -= 1
        return q

    def _keeps_role(self, i: int, q: int) -> bool:
        written, cited = self._written[i], self._cited[q]
        mine, theirs = ({*one.preposition.split()} for one in (written, cited))
        if not theirs and cited.gap in {"clause", "sentence"} and mine - _OF_SUBJECTS:
            return cited.kind == "year"
        changed = (mine ^ theirs) & _ROLES
        if changed == {"for"} and i and self._written[i - 1].key not in self._cited_keys:
            return True
        if changed == {"to"}:
            return written.kind == cited.kind == "word"
        if changed == {"by"}:
            return bool(mine & {"by"}) or (not mine and (i == 0 or bool(written.gap)))
        return not changed


def _only_reports(word: ClaimWord) -> bool:
    return word.kind == "word" and word.key in REPORTING and not word.operators and not word.is_adverb


def _is_light(word: ClaimWord) -> bool:
    return word.kind == "word" and word.key in LIGHT and not word.is_adverb
