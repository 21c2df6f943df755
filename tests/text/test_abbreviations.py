import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.text.abbreviations import Expansion, expand, find_abbreviations, initials_in, merge, name_with_initials
from support.strategies import fast, many_lines, texts

DEFINITIONS = {
    "clinical commissioning groups (CCGs)": ("CCG", "clinical commissioning groups"),
    "CCG (clinical commissioning group)": ("CCG", "clinical commissioning group"),
    "the Care Quality Commission, or CQC, inspects": ("CQC", "Care Quality Commission"),
    "the National Institute for Health and Care Excellence (NICE)": (
        "NICE",
        "National Institute for Health and Care Excellence",
    ),
    "the Office of the Public Guardian (the ‘OPG’)": ("OPG", "Office of the Public Guardian"),
    "research and development (R&D)": ("R&D", "research and development"),
    "tuberculosis (TB)": ("TB", "tuberculosis"),
    "CQC – Care Quality Commission": ("CQC", "Care Quality Commission"),
    "QOF: Quality and Outcomes Framework": ("QOF", "Quality and Outcomes Framework"),
    "the Department of Health (DoH, 2016)": ("DoH", "Department of Health"),
    "the Commission\u2019s General Data Protection Regulation\u2019s (GDPR)": (
        "GDPR",
        "General Data Protection Regulation",
    ),
}
ABBREVIATIONS = {
    "CCG": ("clinical commissioning groups",),
    "PPG": ("patient participation groups", "primary provider group"),
    "WHO": ("World Health Organization",),
}

_initials = st.lists(
    st.sampled_from("Clinical Primary care Quality of and the outcomes Framework (NHS) board 2016 Trust, TB".split()),
    max_size=8,
).map(" ".join)
_shorts = st.sampled_from("(CPQ) (CQC) (QOF) (PCTs) (PC) , or CQC, QOF: TB (NHSB) CQC –".split())
_defining = st.lists(st.one_of(_initials, _shorts, texts), max_size=8).map(" ".join)


@fast
@given(st.one_of(_defining, many_lines))
def test_long_form_is_next_to_its_short_form_and_has_its_letters_in_order(text: str) -> None:
    for short, longs in find_abbreviations(text).items():
        for long in longs:
            short_form, long_form = re.escape(short), re.escape(long)
            assert re.search(rf"{long_form}\W.{{0,40}}{short_form}|{short_form}s?\W{{1,4}}(?:the )?{long_form}", text)
            assert re.search(".*".join(re.findall(r"[^\W_]", short)), long, re.IGNORECASE | re.DOTALL)


@pytest.mark.parametrize("text", DEFINITIONS)
def test_definition_is_found(text: str) -> None:
    short, long = DEFINITIONS[text]
    assert find_abbreviations(f"It says so.\n{text} in 2016.\n".replace(" in 2016.", "" if ":" in text else ";")) == {
        short: Counter([long])
    }


@pytest.mark.parametrize(
    "text",
    [
        "the largest of them (NHS)",
        "He joined the board (Smith, 2016)",
        "Modality (Table 3)",
        "general practice. In Birmingham (GP)",
        "the three practices (A and B)",
        "a practice manager, or GP, decides",
        "the GP practice (GP)",
        "(CCG)",
        "patients (pp. 3–5)",
    ],
)
def test_words_next_to_each_other_by_chance_are_not_a_definition(text: str) -> None:
    assert find_abbreviations(text) == {}


def test_forms_of_several_documents_come_most_frequent_first_and_ambiguity_is_kept() -> None:
    first = find_abbreviations("primary provider group (PPG)")
    second = find_abbreviations("Patient participation groups (PPGs) meet. The patient participation group (PPG) met.")
    third = find_abbreviations("patient participation groups (PPGs)")
    assert merge([first, second, third]) == {"PPG": ("Patient participation groups", "primary provider group")}
    assert merge([]) == {}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many CCGs are there?", [Expansion("CCGs", "clinical commissioning groups")]),
        ("how many ccgs are there", [Expansion("ccgs", "clinical commissioning groups")]),
        (
            "What is a PPG?",
            [Expansion("PPG", "patient participation groups"), Expansion("PPG", "primary provider group")],
        ),
        ("What does a Clinical  Commissioning Group do?", []),
        ("What does a Clinical Commissioning Group do?", [Expansion("Clinical Commissioning Group", "CCG")]),
        ("Are clinical commissioning groups (CCGs) new?", []),
        ("Who runs it?", []),
        ("who runs it?", []),
        ("WHO RUNS THE CCG", [Expansion("CCG", "clinical commissioning groups")]),
        ("What does the WHO say?", [Expansion("WHO", "World Health Organization")]),
        ("", []),
    ],
)
def test_question_gets_the_other_forms(question: str, expected: list[Expansion]) -> None:
    assert expand(question, ABBREVIATIONS) == expected


@fast
@given(texts)
def test_expanded_form_is_in_the_question(question: str) -> None:
    assert all(expansion.said in question for expansion in expand(question, {"GP": ("general practitioner", "a")}))


@pytest.mark.parametrize("initials", ["ABC", "A&BC", "AnBC"])
def test_name_is_found_by_its_initials(initials: str) -> None:
    names = ["Annual plan", "Albion Bakers of the Coast, a history"]
    assert name_with_initials(initials, names) == "Albion Bakers of the Coast"


@pytest.mark.parametrize("names", [[], ["Albion Bakers"], ["albion bakers coast"], ["The ABC"], ["A B C"], [""]])
def test_name_with_other_initials_does_not_match(names: list[str]) -> None:
    assert name_with_initials("ABC", names) is None


def test_initials_are_capitals_and_join_two_names() -> None:
    assert initials_in("Did the NHS, RCGP, M&S, JnJ or the NHS grow in FY2016?") == ["NHS", "RCGP", "M&S", "JnJ"]
