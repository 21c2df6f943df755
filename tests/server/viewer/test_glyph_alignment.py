import random

from hypothesis import given
from hypothesis import strategies as st

from reportqa.server.viewer.alignment import OPEN
from reportqa.server.viewer.folding import Folded, fold_character
from reportqa.server.viewer.glyph_alignment import align

words = st.lists(
    st.sampled_from("the of rise practice patients 2016 12% GP organisation fund £4.5m, and".split()), max_size=60
)


def aligned(text: str, page: str) -> list[tuple[str, str | None]]:
    """Give each sign of the text with the sign of the page that it was joined to."""
    ours, theirs = Folded.of(text), Folded.of(page)
    return [
        (text[at], None if place == OPEN else page[theirs.at[place]])
        for at, place in zip(ours.at, align(ours, theirs), strict=True)
    ]


def places(text: str, page: str) -> list[int | None]:
    ours, theirs = Folded.of(text), Folded.of(page)
    return [None if place == OPEN else theirs.at[place] for place in align(ours, theirs)]


@given(words, words, st.randoms(use_true_random=False))
def test_only_the_same_signs_are_joined_and_each_of_the_page_once(
    text: list[str], others: list[str], rng: random.Random
) -> None:
    page = [*text, *others]
    rng.shuffle(page)
    ours, theirs = Folded.of(" ".join(text)), Folded.of(" ".join(page))
    found = align(ours, theirs)
    taken = [place for place in found if place != OPEN]
    assert len(taken) == len(set(taken))
    assert all(ours.signs[at] == theirs.signs[place] for at, place in enumerate(found) if place != OPEN)


@given(words)
def test_text_that_is_the_page_is_joined_sign_by_sign(text: list[str]) -> None:
    folded = Folded.of(" ".join(text))
    found = align(folded, folded)
    assert all(place in {OPEN, at} for at, place in enumerate(found))


@given(st.permutations([f"Paragraph {n} speaks of matter {n * 7919} and of nothing else." for n in range(6)]))
def test_paragraphs_are_found_wherever_they_stand(page: list[str]) -> None:
    text = sorted(page)
    assert None not in places("\n".join(text), "\n".join(page))


def test_hyphens_at_line_ends_spaces_and_ligatures_do_not_part() -> None:
    pairs = aligned("organisation in the field office", "organ\ufffe\r\nisation  in the \ufb01eld o\ufb03ce")
    assert [said for said, there in pairs if there is None] == []
    assert [there for said, there in pairs if said in "fi" and there in {"\ufb01", "\ufb03"}]


def test_numbers_of_notes_are_left_out_of_the_page_and_not_of_the_text() -> None:
    found = places("Growth was rapid. It slowed later.", "Growth was rapid.12 It slowed3 later.")
    assert None not in found
    assert "12" not in "".join("Growth was rapid.12 It slowed3 later."[at] for at in found if at is not None)


def test_what_could_stand_at_two_places_stays_open() -> None:
    assert places("Yes", "Yes, no\nYes, maybe") == [None] * 3


def test_what_stands_twice_is_told_apart_by_what_is_beside_it() -> None:
    page = "Revenue in the north 100 200\nRevenue in the south 100 200"
    assert places("Revenue in the south 100 200", page) == [
        i for i, c in enumerate(page) if i > page.index("\n") and c != " "
    ]


def test_words_that_the_page_lacks_stay_open() -> None:
    pairs = aligned("Total 2016: 12 and something else", "Total 12 and something else")
    assert "".join(said for said, there in pairs if there is None) == "2016:"


def test_words_of_which_parts_would_stand_apart_stay_open() -> None:
    assert None in places("nothing understandable here", "nothing understand\nchapter one\nable here")


def test_signs_fold_to_what_they_are_compared_by() -> None:
    assert [fold_character(c) for c in ("\ufb01", "é", "⁶", "-", "·", "\u00ad", " ", "\ufffd", "–", "A")] == [
        "fi", "e", "6", "", "", "", "", "", "–", "A",
    ]  # fmt: skip


@given(
    st.lists(st.lists(st.sampled_from(["rose", "fell", "in", "2016", "GPs"]), min_size=3, max_size=12), max_size=8),
    st.data(),
)
def test_line_that_is_placed_whole_stands_where_it_came_from(lines: list[list[str]], data: st.DataObject) -> None:
    """The text is some lines of the page in another order, which may be the same and may begin and end alike."""
    page = [" ".join(line) for line in lines]
    order = data.draw(st.permutations(range(len(page))))[: data.draw(st.integers(0, len(page)))]
    text = "\n".join(page[n] for n in order)
    starts = [sum(len(line) + 1 for line in page[:n]) for n in range(len(page))]
    found = places(text, "\n".join(page))
    position = 0
    for number in order:
        signs = len(page[number].replace(" ", ""))
        here = found[position : position + signs]
        position += signs
        if None not in here:
            begins = {start for start, line in zip(starts, page, strict=True) if line == page[number]}
            assert here[0] in begins
            assert here == [here[0] + at for at, c in enumerate(page[number]) if c != " "]
