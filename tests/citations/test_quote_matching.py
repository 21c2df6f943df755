import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.citations.quote_matching import NEAR, Searchable
from reportqa.citations.quote_pattern import Pattern
from support.mutations import made_document
from support.strategies import fast

TEXT = (
    "In April 2016 Modality Partnership had 87,556 registered patients. The practice grew by 5% to £3 million, and"
    " organisations of that scale (1,234) fell.\n\nThe end of the partners’ story.12 And so on it goes for ever. It"
    " may not be the end of all stories, but it is the end of this one."
)
WORDS = "In April the practice grew and fell by 5 % £ 3 million 87,556 of patients not one".split()


def found(quotation: str) -> str:
    """Return what a quotation is found to be: "exact", "figure", "words" or "nothing"."""
    searched, pattern = Searchable(TEXT), Pattern(quotation)
    matches = searched.exact(Pattern(quotation, marks=False)) + searched.near(pattern)
    if not matches:
        return "nothing"
    best = next((match for match in matches if match.is_exact), matches[0])
    return "exact" if best.is_exact else "figure" if best.changes_figure else "words"


@pytest.mark.parametrize(
    "quotation",
    [
        "in April 2016 Modality Partnership had 87556 registered patients",
        "[T]he practice grew by 5% … fell",
        "[t]he practice grew by 5 % to £3 million",
        "The practice grew by 5% to [a sum of] million",
        "In April 2016 [the firm] had 87,556 registered patients",
        "Modality Partnership had 87,556 [sic] registered patients",
        "Modality Partnership had 87,556 registered patients . . . and so on it goes [...] the end of this one",
        "the partners' story. And so on it goes",
        "organi-\nsations of that scale (1,234) fell",
        "practice gr[ows] by 5% to £3 million",
    ],
)
def test_faithful_quotations_are_exact(quotation: str) -> None:
    assert found(quotation) == "exact"


@pytest.mark.parametrize(
    ("quotation", "told"),
    [
        ("in April 2016 Modality Partnership had 87,656 registered", "figure"),
        ("The practice grew by 5 to £3 million", "figure"),
        ("The practice grew by 5", "figure"),
        ("3 million, and organisations of that scale", "figure"),
        ("The practice grew by 5% to $3 million", "figure"),
        ("organisations of that scale 1,234 fell", "figure"),
        ("The practice grew by 5% to £3 billion", "figure"),
        ("The practices grew by 5% to £3 million", "words"),
        ("it may be the end of all stories", "words"),
        ("the end of the story. And so on", "words"),
        ("fell … The practice grew by 5%", "words"),
        ("Nobody wrote anything like this anywhere", "nothing"),
        ("", "nothing"),
        ("…", "nothing"),
    ],
)
def test_changed_quotations_are_never_exact(quotation: str, told: str) -> None:
    assert found(quotation) == told


@fast
@given(st.lists(st.sampled_from(WORDS), max_size=12), st.lists(st.sampled_from(WORDS), max_size=12))
def test_comparison_is_exact_only_for_the_same_words_and_keeps_the_quotation(one: list[str], other: list[str]) -> None:
    match = Searchable(" ".join(other)).whole(Pattern(" ".join(one), marks=False))
    assert "".join(part.quoted for part in match.parts) == " ".join(one)
    if one == other:
        assert match.is_exact
    elif "".join(one) != "".join(other):
        assert not match.is_exact


@pytest.mark.parametrize("seed", range(40))
def test_stretches_that_are_compared_have_the_nearest_place(seed: int) -> None:
    drawn = random.Random(seed)  # noqa: S311, the same cases every time
    text = made_document(drawn).text
    words = text.split()
    first = drawn.randrange(len(words) - 12)
    quoted = words[first : first + drawn.randint(8, 40)]
    for _ in range(drawn.randint(0, 2)):
        quoted[drawn.randrange(len(quoted))] = drawn.choice(["other", "7", "5%"])
    searched, pattern = Searchable(text), Pattern(" ".join(quoted), marks=False)
    whole = searched.nearest(pattern)
    assert whole is not None
    near = searched.near(pattern)
    assert whole.similarity < NEAR or near[0].similarity == whole.similarity


def test_long_text_that_repeats_itself_is_searched_by_its_rare_words() -> None:
    lines = [f"Sales of the prior period were up by {n}.5% at one place." for n in range(4000)]
    text = "\n".join(lines)
    (best, *_) = Searchable(text).near(Pattern("Sales of the prior peroid were up by 1789.5% at one place."))
    assert text[best.start : best.end] == lines[1789].rstrip(".")
    assert not best.changes_figure


def test_offsets_of_a_part_are_those_of_the_whole() -> None:
    start = TEXT.index("The practice")
    (match,) = Searchable(TEXT[start:], start).exact(Pattern("practice grew by 5%"))
    assert TEXT[match.start : match.end] == "practice grew by 5%"
