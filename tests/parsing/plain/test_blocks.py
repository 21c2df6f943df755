import pytest

from support.plain_text import LONG, headings, read


def test_headings_are_found_by_their_form() -> None:
    text = (
        f"The report\n==========\n\n{LONG}\n\nMETHODS\n-------\n\n{LONG}\n\nKEY POINTS\n\n{LONG}\n\n"
        f"Staff experience\n\n{LONG}\n\n2.1 Patient experience\n\n{LONG}\n\n"
        f"Rosen said:\n\n{LONG}\n\n12 May 2016\n\n{LONG}"
    )
    builder = read(text)
    assert headings(builder) == ["The report", "METHODS", "KEY POINTS", "Staff experience", "2.1 Patient experience"]
    assert [section.level for section in builder.sections] == [1, 2, 2, 2, 3]


@pytest.mark.parametrize("bullet", ["•", "-", "–", "*", "▪"])
def test_list_items_are_lines_without_bullets(bullet: str) -> None:
    text = f"The aims were:\n\n{bullet} to pool resources\n  and staff\n{bullet} to train\n\n{bullet} to grow\n"
    assert read(text).text == "The aims were:\nto pool resources and staff\nto train\nto grow"


def test_numbered_items_lose_their_numbers_and_other_text_does_not() -> None:
    assert read("Steps:\n\n1. Agree aims.\n2. Decide\n   early.\n").text == "Steps:\nAgree aims.\nDecide early."
    assert read("(c) 2016 The Trust\n").text == "(c) 2016 The Trust"


def test_dash_inside_a_wrapped_sentence_is_not_a_bullet() -> None:
    text = read("None of the organisations showed improvement across all the indicators\n– although three did.").text
    assert text == "None of the organisations showed improvement across all the indicators – although three did."


def test_aligned_columns_become_a_table() -> None:
    builder = read("Year      Modality    Harness\n2008      2           12\n2014      9           16\n")
    assert builder.text == "2008 · Modality: 2 · Harness: 12\n2014 · Modality: 9 · Harness: 16"
