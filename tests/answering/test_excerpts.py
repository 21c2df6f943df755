from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reportqa.answering.excerpts import JOINED, MAX_EXCERPT, excerpts_of
from reportqa.document import Passage, Sentence
from reportqa.search.hit import Hit
from support.strategies import fast

LENGTH = 100


def hit_of(row: int, start: int, *, length: int = LENGTH, doc_id: str = "a.md", heading: str = "One") -> Hit:
    """Return a hit whose score falls with its row; its passage is one sentence."""
    sentence = Sentence(start, start + length)
    passage = Passage(doc_id, start, start + length, row, heading, "", (sentence,))
    return Hit(row, passage, "x" * length, 1 - row / 100, {}, {}, (0.0,))


def rows(hits: Sequence[Hit]) -> list[list[int]]:
    return [[hit.row for hit in excerpt.hits] for excerpt in excerpts_of(hits)]


@st.composite
def hit_lists(draw: st.DrawFn) -> list[Hit]:
    """Passages of two documents with two headings each, in any order, none overlapping another."""
    places = draw(st.lists(st.integers(0, 30), unique=True, max_size=12))
    lengths = st.sampled_from([LENGTH, LENGTH - 1, LENGTH - 4, LENGTH - 5])
    return [
        hit_of(row, place * LENGTH, length=draw(lengths), doc_id="ab"[place // 16], heading=f"{place // 8}")
        for row, place in enumerate(places)
    ]


@fast
@given(hit_lists())
def test_every_hit_is_in_one_excerpt_and_excerpts_are_in_the_order_of_their_best_hits(hits: list[Hit]) -> None:
    excerpts = excerpts_of(hits)
    assert sorted(hit.row for excerpt in excerpts for hit in excerpt.hits) == [hit.row for hit in hits]
    assert all(sum(excerpt.has(hit) for excerpt in excerpts) == 1 for hit in hits)
    best = [excerpt.best.row for excerpt in excerpts]
    assert best == sorted(best)
    assert all(excerpt.best.row == min(hit.row for hit in excerpt.hits) for excerpt in excerpts)


@fast
@given(hit_lists())
def test_excerpt_is_one_short_place_of_one_section(hits: list[Hit]) -> None:
    for excerpt in excerpts_of(hits):
        passages = [hit.passage for hit in excerpt.hits]
        assert len({(passage.doc_id, passage.heading) for passage in passages}) == 1
        assert passages == sorted(passages, key=lambda passage: passage.start)
        assert (excerpt.start, excerpt.end) == (passages[0].start, passages[-1].end)
        assert len(passages) == 1 or excerpt.end - excerpt.start <= MAX_EXCERPT
        assert all(0 <= after.start - before.end <= 4 for before, after in pairwise(passages))
        starts = [sentence.start for sentence, _ in excerpt.sentences]
        assert starts == [passage.start for passage in passages]
        assert all(len(text) == sentence.end - sentence.start for sentence, text in excerpt.sentences)


def test_passages_that_touch_on_either_side_of_the_best_are_one_excerpt() -> None:
    assert rows([hit_of(0, 200), hit_of(1, 300), hit_of(2, 100), hit_of(3, 900)]) == [[2, 0, 1], [3]]


def test_passages_of_other_documents_and_sections_stay_apart() -> None:
    assert rows([hit_of(0, 0), hit_of(1, 100, doc_id="b.md"), hit_of(2, 100, heading="Two")]) == [[0], [1], [2]]


def test_passages_with_text_between_them_stay_apart() -> None:
    assert rows([hit_of(0, 0), hit_of(1, LENGTH + 4)]) == [[0, 1]]
    assert rows([hit_of(0, 0), hit_of(1, LENGTH + 5)]) == [[0], [1]]


def test_passages_that_overlap_stay_apart() -> None:
    assert rows([hit_of(0, 0), hit_of(1, LENGTH - 1)]) == [[0], [1]]


def test_excerpt_of_several_passages_has_a_limit_and_one_passage_has_none() -> None:
    half = MAX_EXCERPT // 2
    assert rows([hit_of(0, 0, length=half), hit_of(1, half, length=half)]) == [[0, 1]]
    assert rows([hit_of(0, 0, length=half), hit_of(1, half, length=half + 1)]) == [[0], [1]]
    assert rows([hit_of(0, 0, length=2 * MAX_EXCERPT)]) == [[0]]


def test_only_the_best_hits_join_an_excerpt() -> None:
    apart = [hit_of(row, 1000 * row) for row in range(JOINED)]
    assert rows([*apart[:-1], hit_of(JOINED - 1, LENGTH)])[0] == [0, JOINED - 1]
    assert rows([*apart, hit_of(JOINED, LENGTH)])[0] == [0]


def test_nothing_found_has_no_excerpts() -> None:
    assert excerpts_of([]) == []
