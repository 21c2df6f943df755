import re
import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.text.cleaning import (
    carry_word,
    clean_text,
    join_initial,
    join_lines,
    join_pair,
    repair_ligatures,
    shown_name,
    vocabulary,
)

WORDS = st.text(st.characters(categories=["Ll"], max_codepoint=0x17F), min_size=1, max_size=12)
DOCUMENT = vocabulary("A large-scale organisation asks for in-depth work, in time and at depth. The influence grew.")


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("e\ufb03cient \ufb01nance", "efficient finance"),
        ("or\u00adgan\u00adisation", "organisation"),
        ("organ\u00ad\nisation", "organ-\nisation"),
        ("£25\xa0m\u202fa\u2009year", "£25 m a year"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("\uf0b7 an item", "• an item"),
        ("an icon \ue001 here", "an icon here"),
        ("unknown in\ue001uence", "unknown in\ufffduence"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("nul\x00 bell\x07", "nul bell"),
        ("cafe\u0301", "café"),
        ("\u202eevil\u202c", "evil"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
    ],
)
def test_characters_of_printers_and_fonts_become_text(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


def test_joiners_after_a_latin_letter_are_removed() -> None:
    assert clean_text("a\u200c\u200db") == "ab"


def test_joiners_stay_where_a_script_needs_them() -> None:
    assert clean_text("می\u200cخواهم 👨\u200d👩") == "می\u200cخواهم 👨\u200d👩"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    assert not any(unicodedata.category(character) in {"Cs", "Co"} for character in once)
    assert "\x00" not in once


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_ascii_stays_as_it_is(text: str) -> None:
    assert clean_text(text) == text


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["a large-", "scale one"], "a large-scale one"),
        (["the organ-", "isation"], "the organisation"),
        (["an in-", "depth study"], "an in-depth study"),
        (["short- ", "and medium-term"], "short- and medium-term"),
        (["COVID-", "19 and after"], "COVID-19 and after"),
        (["2010-", "2012"], "2010-2012"),
        (["a multi-", "site provider"], "a multi-site provider"),
        (["at www.example.org/", "large-scale"], "at www.example.org/large-scale"),
        (["a pause -", "and more"], "a pause - and more"),
        (["一般診療の", "規模"], "一般診療の規模"),
        (["  one ", "", " two"], "one two"),
        ([], ""),
    ],
)
def test_lines_of_a_paragraph_are_joined(lines: list[str], joined: str) -> None:
    assert join_lines(lines, DOCUMENT) == joined


def test_hyphen_within_a_longer_compound_stays() -> None:
    assert join_pair("said that out-", "of-hours care", {}) == "said that out-of-hours care"
    assert join_pair("an organ-", "isation-wide plan", {}) == "an organisation-wide plan"


def test_hyphen_behind_a_single_letter_stays() -> None:
    assert join_pair("advice by e-", "mail", {}) == "advice by e-mail"
    assert join_pair("an X-", "ray", {}) == "an X-ray"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("in 2015–", "16 and 2017"),
        ("in 2015-", "16"),
        ("write to anne-", "marie@example.org"),
        ("www.north-", "ern.org/a"),
    ],
)
def test_dash_of_a_range_or_an_address_stays_without_a_space(before: str, after: str) -> None:
    assert join_pair(before, after, {"northern": 9, "annemarie": 2}) == before + after


def test_hyphen_of_an_unknown_word_is_removed() -> None:
    assert join_pair("a colla-", "boration", {}) == "a collaboration"


@given(st.lists(st.lists(WORDS, min_size=1), min_size=1))
def test_joining_lines_keeps_all_words(lines: list[list[str]]) -> None:
    joined = join_lines([" ".join(line) for line in lines], {})
    assert joined.split() == [word for line in lines for word in line]


@given(st.text("abé1-‐'’_. \n\t", max_size=30))
def test_vocabulary_leaves_out_exactly_the_broken_words(text: str) -> None:
    word = r"[^\W\d_]+(?:[-'’][^\W\d_]+)*"
    whole = re.sub(rf"(?<![\w'’-]){word}[-‐]\s*\n\s*\S+", " ", text)
    assert vocabulary(text) == Counter(found.lower() for found in re.findall(word, whole))


def test_vocabulary_takes_linear_time_at_line_ends() -> None:
    assert vocabulary("a-" + "\n" * 200_000) == {"a": 1}
    assert not vocabulary("1-\n" * 100_000)


def test_vocabulary_leaves_out_words_broken_at_line_ends() -> None:
    words = vocabulary("Well-known organ-\nisations of large-scale care; large-scale care")
    assert words["large-scale"] == 2
    assert words["well-known"] == 1
    assert "organ" not in words
    assert "isations" not in words


def test_word_broken_at_a_page_end_moves_to_its_first_page() -> None:
    assert carry_word("the organ-", "isation grew", DOCUMENT) == ("the organisation", "grew")
    assert carry_word("the end", "of it", DOCUMENT) == ("the end", "of it")
    assert carry_word("short-", "and medium-term", DOCUMENT) == ("short-", "and medium-term")


def test_lost_ligature_is_restored_if_exactly_one_known_word_fits() -> None:
    assert repair_ligatures("great in\ufffduence", DOCUMENT) == "great influence"
    assert repair_ligatures("Any Quali\ufffded Provider", {}) == "Any Qualified Provider"
    assert repair_ligatures("\ufffdreat from others", {}) == "Threat from others"
    assert repair_ligatures("xq\ufffdzed", DOCUMENT) == "xq\ufffdzed"


def test_control_and_direction_characters_of_a_name_are_shown_as_numbers() -> None:
    assert shown_name("a\nb\x1b[2J \u202etxt.fdp.txt") == r"a\x0ab\x1b[2J \u202etxt.fdp.txt"
    assert shown_name("Žďár café – 山.pdf") == "Žďár café – 山.pdf"


@pytest.mark.parametrize(
    ("initial", "rest", "text"),
    [
        ("T", "he trust", "The trust"),
        ("A", "nurse came", "A nurse came"),
        ("A", "ll nurses", "All nurses"),
        ("I", "t was", "It was"),
        ("I", "N THE county", "IN THE county"),
        ("“A", "zorin", "“A zorin"),
    ],
)
def test_first_letter_is_joined_but_for_a_word_of_one_letter(initial: str, rest: str, text: str) -> None:
    assert join_initial(initial, rest, {"zorin": 3}) == text
