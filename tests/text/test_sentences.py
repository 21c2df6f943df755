import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.text.sentences import split_sentences
from support.strategies import fast, many_lines


def split(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in split_sentences(text)]


@fast
@given(many_lines)
def test_sentences_cover_all_but_white_space_in_order_without_overlap(text: str) -> None:
    position = 0
    for sentence in split_sentences(text):
        assert position <= sentence.start < sentence.end <= len(text)
        assert not text[position : sentence.start].strip()
        position = sentence.end
    assert not text[position:].strip()


@fast
@given(many_lines)
def test_sentence_has_no_white_space_around_it_and_no_line_end_in_it(text: str) -> None:
    for sentence in split(text):
        assert sentence == sentence.strip()
        assert "\n" not in sentence


@fast
@given(many_lines, st.data())
def test_sentences_of_a_range_stay_within_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = split_sentences(text, start, end)
    assert all(start <= sentence.start < sentence.end <= end for sentence in found)
    assert "".join("".join(text[s.start : s.end].split()) for s in found) == "".join(text[start:end].split())


@fast
@given(st.lists(st.sampled_from(["Lists rose by 3.5%.", "Who leads it?", "Dr. Lee agreed."]), min_size=1))
def test_plain_sentences_come_back_one_by_one(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentence",
    [
        "Dr. Smith and Prof. J. R. Jones met Mrs. Brown.",
        "It fell by 3.5% to 1.25 million.",
        "See Fig. 3, No. 5 and pp. 12 to 15 of vol. 2.",
        "Some services, e.g. Diabetes care, moved.",
        "1. Commission research.",
        "(a) Lead a local debate.",
        "The list, at approx. 87,556 patients, is long.",
        "Write to info@example.org or see www.example.org/a.b for more.",
        "Acme Ltd. was formed in 2009.",
        "the 2015 vs. 2017 surveys",
    ],
)
def test_full_stop_inside_a_sentence_does_not_end_it(sentence: str) -> None:
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    "sentences",
    [
        ["He said no.", "They left."],
        ["It was formed by Acme Ltd.", "The company grew."],
        ["“It works.”", "She agreed."],
        ["Does it?", "Yes!", "It does."],
        ["It fell (see above).", "It rose."],
        ["It had 87,556 patients.", "£5m was spent."],
        ["It grew in 2016.", "2017 was quieter."],
    ],
)
def test_sentence_ends_where_the_next_begins(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


def test_line_end_always_ends_a_sentence() -> None:
    assert split("Table row: 1\nnext row\n\n  and a third  ") == ["Table row: 1", "next row", "and a third"]


@pytest.mark.parametrize("text", ["", " \n\t ", "\n\n"])
def test_blank_text_has_no_sentences(text: str) -> None:
    assert split_sentences(text) == []


@pytest.mark.parametrize("unit", [".", "a. ", "A.", "x.", '."', "! ", "e.g. "])
def test_long_run_of_punctuation_takes_linear_time(unit: str) -> None:
    # Time that grows with the square of the length would be hours.
    text = f"Word {unit * 200_000}end"
    assert split_sentences(text)[-1].end == len(text)
