from hypothesis import given
from hypothesis import strategies as st

from reportqa.parsing.pdf.justified import join_justified
from reportqa.parsing.pdf.lines import Line
from reportqa.parsing.pdf.parser import parse
from reportqa.parsing.pdf.words import Word
from support.typeset import typeset

WIDTH = 300.0


def stretched(row: int, *words: str, size: float = 10.0, right: float = WIDTH) -> list[Line]:
    """A line of words with even spaces from 0 to `right`, a run for each where the spaces are as wide as gaps."""
    bottom = 700.0 - 14 * row
    space = (right - sum(5.0 * len(word) for word in words)) / (len(words) - 1)
    placed, left = [], 0.0
    for word in words:
        placed.append(Word(word, left, left + 5.0 * len(word)))
        left += 5.0 * len(word) + space
    if space <= 1.3 * size:
        return [Line(" ".join(words), 0.0, bottom, right, bottom + size, size, words=tuple(placed))]
    return [Line(word.text, word.left, bottom, word.right, bottom + size, size, words=(word,)) for word in placed]


FULL = stretched(0, *"this is a whole line of words with small spaces which fills the page".split())


def test_a_stretched_line_becomes_one() -> None:
    lines = [*FULL, *stretched(1, "responsibilities", "that", "were", "transferred")]
    assert [line.text for line in join_justified(lines)] == [FULL[0].text, "responsibilities that were transferred"]


def test_consecutive_stretched_lines_are_joined() -> None:
    lines = [*stretched(0, "subcommittee", "which", "the", "evaluation"), *stretched(1, "team", "attributed", "to")]
    assert [line.text for line in join_justified(lines)] == ["subcommittee which the evaluation", "team attributed to"]


def test_two_words_are_a_line_only_right_beside_a_whole_one() -> None:
    pair = stretched(1, "governance", "received")
    assert len(join_justified([*FULL, *pair])) == 2
    assert join_justified([*stretched(0, "Team", "Leader"), *pair]) == [*stretched(0, "Team", "Leader"), *pair]


def test_cells_stay_apart() -> None:
    even = [*FULL, *stretched(1, "2013", "2014", "2015", "2016")]
    assert join_justified(even) == even
    narrow = [*FULL, *stretched(1, "North", "Southern", "Eastern", right=WIDTH - 20)]
    assert join_justified(narrow) == narrow
    ruled = [*FULL, *stretched(1, "responsibilities", "that", "were", "transferred")]
    assert join_justified(ruled, lambda *_: True) == ruled


@given(st.lists(st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=2, max_size=8), max_size=6))
def test_no_word_is_lost_or_moved(rows: list[list[str]]) -> None:
    lines = [line for number, row in enumerate(rows) for line in stretched(number, *row)]
    words = [word for line in lines for word in line.words]
    assert [word for line in join_justified(lines) for word in line.words] == words


def test_justified_text_in_narrow_columns_is_read_in_whole_sentences() -> None:
    text = " ".join(
        f"Responsibilities in area {name} had been transferred to a subcommittee of the organisation."
        for name in ("one", "two", "three", "four", "five", "six", "seven", "eight")
    )
    style = "#set text(hyphenate: false)\n#set par(justify: true)\n#set page(columns: 2)\n"
    assert " ".join(parse(typeset(style + text)).text.split()) == text
