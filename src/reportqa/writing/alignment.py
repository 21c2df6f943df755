"""An alignment of the words of a written sentence with those of the cited sentences, and where it breaks their sense.

Words that are adjacent in the cited sentences keep what they say of each other. Where the alignment jumps, the jump
must leave out or move a whole phrase or clause, which neither takes a figure from one name to another nor changes who
did what to whom.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reportqa.writing.claim_word import ClaimWord, subjects_before
from reportqa.writing.word_classes import RESTRICTING

MAX_MODIFIERS = 2
"""Words before a noun that may be left out: "16 large practices" as "16 practices"."""
_BREAK = 100
_OPERATOR = 30
_JUMP, _BACK, _SKIP = 3, 4, 1
_ROLES = frozenset("by to from than against for".split())
"""Prepositions that say who did what to whom."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """The cited word of each written word, and the positions of written words at which it breaks the sense."""

    places: tuple[int, ...]
    breaks: tuple[int, ...]


class Aligner:
    """Finds the cited word of each written word with the fewest breaks.

    :param cited: the words of the cited sentences in order
    :param fixed: the numbers of the sentences in which no figure may be moved: those with "respectively"
    """

    def __init__(self, written: Sequence[ClaimWord], cited: Sequence[ClaimWord], fixed: frozenset[int]) -> None:
        self._written = written
        self._cited = cited
        self._fixed = fixed
        self._subjects = subjects_before(cited)
        self._written_subjects = subjects_before(written)

    def align(self) -> Alignment:
        """Return the best alignment; each written word must be among the cited ones."""
        alignment = self._align()
        if alignment.breaks:
            # "B rose by 15" after "A rose by 12, B by 15".
            for left_out in range(1, len(self._written) - 1):
                if self._written[left_out].kind == "word" and not self._written[left_out].operators:
                    rest = [*self._written[:left_out], *self._written[left_out + 1 :]]
                    gapped = Aligner(rest, self._cited, self._fixed)._align()
                    if not gapped.breaks and (verb := self._gapped(gapped.places, left_out)) is not None:
                        return Alignment((*gapped.places[:left_out], verb, *gapped.places[left_out:]), ())
        return alignment

    def _gapped(self, places: Sequence[int], i: int) -> int | None:
        """Return the verb of an earlier clause that a later one with the same preposition leaves out."""
        before, after = places[i - 1], places[i]
        following = self._cited[after]
        if after != before + 1:
            return None
        for verb in range(before - 1, 0, -1):
            word, parallel = self._cited[verb], self._cited[verb + 1]
            if word.sentence != following.sentence:
                return None
            if word.key == self._written[i].key and not word.operators and following.gap == "phrase":
                same = (parallel.preposition, parallel.kind) == (following.preposition, following.kind)
                return verb if same else None
        return None

    def _align(self) -> Alignment:
        written, cited = self._written, self._cited
        options = [[q for q, one in enumerate(cited) if one.key == word.key] for word in written]
        costs = {q: self._start(q) + self._operator(0, q) for q in options[0]}
        steps: list[dict[int, int]] = []
        for i in range(1, len(written)):
            step: dict[int, int] = {}
            following: dict[int, int] = {}
            for q in options[i]:
                best = min(options[i - 1], key=lambda p: costs[p] + self._move(p, q, i))
                step[q] = best
                following[q] = costs[best] + self._move(best, q, i) + self._operator(i, q)
            steps.append(step)
            costs = following
        places = [min(costs, key=lambda q: costs[q] + self._end(q))]
        for step in reversed(steps):
            places.append(step[places[-1]])
        places.reverse()
        return Alignment(tuple(places), tuple(self._breaks(places)))

    def _breaks(self, places: Sequence[int]) -> list[int]:
        found = [0] if self._start(places[0]) >= _BREAK else []
        found += [i for i in range(1, len(places)) if self._move(places[i - 1], places[i], i) >= _BREAK]
        found += self._inversions(places)
        found += [i for i, place in enumerate(places) if place in places[:i] and self._cited[place].kind != "name"]
        return sorted(found) + ([len(places) - 1] if self._end(places[-1]) >= _BREAK else [])

    def _inversions(self, places: Sequence[int]) -> list[int]:
        """Return the positions of figures that are behind one that they precede in their cited sentence."""
        figures = [(i, place) for i, place in enumerate(places) if self._cited[place].kind in {"number", "year"}]
        return [
            i
            for n, (i, place) in enumerate(figures)
            for _, before in figures[:n]
            if before > place
            and self._cited[before].sentence == self._cited[place].sentence
            and self._cited[before].kind == self._cited[place].kind
        ]

    def _operator(self, i: int, q: int) -> int:
        return 0 if self._written[i].operators == self._cited[q].operators else _OPERATOR

    def _start(self, q: int) -> int:
        """Return the cost of beginning with a cited word."""
        if self._begins_phrase(0, q) or self._leaves_modifiers(self._phrase_start(q), q):
            return 0
        is_turned = q > 0 and len(self._written) > 1 and self._written[1].key == self._cited[q - 1].key
        return 0 if is_turned and "year" in {self._cited[q].kind, self._cited[q - 1].kind} else _BREAK

    def _end(self, p: int) -> int:
        return 0 if self._ends_phrase(p) else _BREAK

    def _move(self, p: int, q: int, i: int) -> int:
        """Return the cost of going on from a cited word to another one, for a written word."""
        cited = self._cited
        if q == p + 1:
            return 0 if self._keeps_role(i, q) or not cited[q].gap else _BREAK
        if (p < q and self._leaves_modifiers(p + 1, q)) or self._turns_year(p, q, i):
            return _SKIP
        if p < q and not cited[p].in_brackets and all(word.in_brackets for word in cited[p + 1 : q]):
            return _SKIP if self._keeps_role(i, q) else _BREAK
        if cited[p].sentence != cited[q].sentence and not self._joins_sentences(p, q, i):
            return _BREAK
        is_meant = cited[q].after_pronoun and cited[p].sentence != cited[q].sentence
        if not (is_meant or self._ends_phrase(p) or self._shares_subject(p, q)) or not self._begins_phrase(i, q):
            return _BREAK
        if cited[q].in_brackets or self._changes_subject(p, q, i) or (p < q and self._takes_figure(p, q, i)):
            return _BREAK
        if cited[q].sentence in self._fixed and cited[p].sentence == cited[q].sentence:
            return _BREAK
        return _JUMP if p < q else _BACK

    def _joins_sentences(self, p: int, q: int, i: int) -> bool:
        """Return whether a move to another sentence begins a clause, or goes on from what its pronoun means."""
        if self._written[i].gap in {"clause", "aside"} or self._cited[q].gap != "sentence":
            return True
        first = self._cited[self._phrase_start(p)]
        return self._cited[q].after_pronoun and first.gap == "sentence" and not first.preposition

    def _ends_phrase(self, p: int) -> bool:
        following = self._cited[p + 1 : p + 2]
        return not following or bool(following[0].gap) or following[0].is_adverb

    def _begins_phrase(self, i: int, q: int) -> bool:
        """Return whether a phrase or clause begins with a cited word, and the written one is in the same role."""
        word = self._cited[q]
        if word.gap == "sentence" and word.kind == "name":
            return word.preposition == self._written[i].preposition
        if word.gap in {"clause", "sentence"}:
            return self._keeps_role(i, q)
        if word.gap == "phrase":
            return word.preposition == self._written[i].preposition
        # "It was founded" after "X has 16 practices"; "X was founded" with "X" written before.
        before = self._cited[q - 1] if q else None
        named = self._written[self._written_subjects[i]] if self._written_subjects[i] >= 0 else None
        return bool(before and named and before.is_subject and before.key == named.key)

    def _keeps_role(self, i: int, q: int) -> bool:
        written, cited = self._written[i], self._cited[q]
        if written.preposition == cited.preposition or self._is_infinitive(i, q):
            return True
        return not {*written.preposition.split(), *cited.preposition.split()} & _ROLES

    def _is_infinitive(self, i: int, q: int) -> bool:
        """Return whether two words may differ only as "join" and "to join" do."""
        is_plain = self._written[i].kind == self._cited[q].kind == "word"
        return is_plain and {self._written[i].preposition, self._cited[q].preposition} == {"", "to"}

    def _shares_subject(self, p: int, q: int) -> bool:
        """Return whether a cited word ends the subject of a sentence with several verbs: "CCGs saw and put"."""
        first = self._phrase_start(p)
        is_subject = self._cited[first].gap == "sentence" and not self._cited[first].preposition
        return (
            p < q
            and is_subject
            and self._cited[q].gap == "clause"
            and self._cited[q].sentence == self._cited[p].sentence
        )

    def _turns_year(self, p: int, q: int, i: int) -> bool:
        """Return whether a move is part of "the 2015 survey" for "the survey of 2015", or the reverse."""
        cited, written = self._cited, self._written
        if q == p - 1:
            return "year" in {cited[p].kind, cited[q].kind} and cited[p].sentence == cited[q].sentence
        if q != p + 2 or i < 2 or written[i - 2].key != cited[p + 1].key:
            return False
        return "year" in {cited[p].kind, cited[p + 1].kind}

    def _phrase_start(self, q: int) -> int:
        while q and not self._cited[q].gap:
            q -= 1
        return q

    def _leaves_modifiers(self, first: int, q: int) -> bool:
        """Return whether the cited words from `first` to before `q` are modifiers that can be left out."""
        left = self._cited[first:q]
        if not 0 < len(left) <= MAX_MODIFIERS or any(word.gap for word in self._cited[first + 1 : q + 1]):
            return False
        if any(word.kind != "word" or word.operators or word.text.lower() in RESTRICTING for word in left):
            return False
        if self._cited[q].operators:
            return False
        if all(word.is_adverb for word in left):
            return not left[0].gap
        if self._cited[q].kind not in {"word", "name"}:
            return False
        return left[0].has_determiner or (first > 0 and self._cited[first - 1].kind == "number" and not left[0].gap)

    def _changes_subject(self, p: int, q: int, i: int) -> bool:
        """Return whether what follows would be said of another name than in the cited sentence."""
        is_aside = p < q and self._cited[p + 1].gap == "aside"
        mine, theirs = self._written_subjects[i], self._subjects[p + 1 if is_aside else q]
        if self._cited[q].is_subject or mine < 0 or theirs < 0:
            return False
        return self._written[mine].key != self._cited[theirs].key

    def _takes_figure(self, p: int, q: int, i: int) -> bool:
        """Return whether a jump leaves out figures or names of the kind of those it goes on with."""
        cited, end = self._cited, q + 1
        if cited[p].sentence != cited[q].sentence:
            return False
        while (
            end < len(cited) and i + end - q < len(self._written) and cited[end].key == self._written[i + end - q].key
        ):
            end += 1
        if all(word.kind == "year" for word in cited[self._sentence_start(p) : p + 1]):
            # What is said after "In 2016, …" is all said of 2016.
            return False
        left, landing = cited[p + 1 : q], cited[q]
        if landing.gap == "phrase" and any(
            word.preposition == landing.preposition and word.kind == landing.kind
            for word in left
            if word.gap == "phrase"
        ):
            return True
        kinds = [word.kind for word in left if word.kind in {"number", "year"}]
        block = [word.kind for word in cited[q:end] if word.kind in {"number", "year"}]
        if landing.is_subject or (cited[p + 1].gap == "aside" and landing.kind == "word"):
            return False
        if landing.kind == "name" and any(word.kind == "name" and word.role == landing.role for word in left):
            return True
        if not set(kinds) & set(block):
            return False
        if landing.kind == "number" and any(word.kind == "number" for word in cited[self._phrase_start(p) : p + 1]):
            return True
        return kinds[0] != block[0] or landing.gap != "clause" or (landing.kind == "year" and "number" in kinds)

    def _sentence_start(self, p: int) -> int:
        return next(n for n, word in enumerate(self._cited) if word.sentence == self._cited[p].sentence)
