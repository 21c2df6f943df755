import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.plain.parser import parse

LONG = "The study followed four organisations for fifteen months and asked their staff, patients and partners."
WRAPPED = """\
Findings from the case studies
Organisations that had worked together for many years had built systems that newer
groups may struggle to establish. Each had a large-
scale plan, and every large-scale organ-
isation kept it.
"""


def read(text: str) -> DocumentBuilder:
    return parse(text.encode())


def headings(builder: DocumentBuilder) -> list[str]:
    assert all(builder.text.startswith(section.heading, section.start) for section in builder.sections)
    return [section.heading for section in builder.sections]


def check_pages(builder: DocumentBuilder) -> None:
    """Pages begin at 0, follow each other without a gap and end with the text."""
    ends = [0, *(page.end for page in builder.pages)]
    assert [page.start for page in builder.pages] == ends[:-1]
    assert ends[-1] in {0, len(builder.text)}


def test_wrapped_lines_are_joined_and_broken_words_made_whole() -> None:
    builder = read(WRAPPED)
    assert headings(builder) == ["Findings from the case studies"]
    assert builder.text.endswith(
        "newer groups may struggle to establish. Each had a large-scale plan,"
        " and every large-scale organisation kept it."
    )


def test_headings_are_known_by_their_shape() -> None:
    text = (
        f"The report\n==========\n\n{LONG}\n\nMETHODS\n-------\n\n{LONG}\n\nKEY POINTS\n\n{LONG}\n\n"
        f"Staff experience\n\n{LONG}\n\n2.1 Patient experience\n\n{LONG}\n\n"
        f"Rosen said:\n\n{LONG}\n\n12 May 2016\n\n{LONG}"
    )
    builder = read(text)
    assert headings(builder) == ["The report", "METHODS", "KEY POINTS", "Staff experience", "2.1 Patient experience"]
    assert [section.level for section in builder.sections] == [1, 2, 2, 2, 3]


@pytest.mark.parametrize("bullet", ["•", "-", "–", "*", "▪"])
def test_list_items_stand_on_lines_of_their_own_without_bullets(bullet: str) -> None:
    text = f"The aims were:\n\n{bullet} to pool resources\n  and staff\n{bullet} to train\n\n{bullet} to grow\n"
    assert read(text).text == "The aims were:\nto pool resources and staff\nto train\nto grow"


def test_numbered_items_lose_their_numbers_and_other_text_does_not() -> None:
    assert read("Steps:\n\n1. Agree aims.\n2. Decide\n   early.\n").text == "Steps:\nAgree aims.\nDecide early."
    assert read("(c) 2016 The Trust\n").text == "(c) 2016 The Trust"


def test_dash_inside_a_wrapped_sentence_is_no_bullet() -> None:
    text = read("None of the organisations showed improvement across all the indicators\n– although three did.").text
    assert text == "None of the organisations showed improvement across all the indicators – although three did."


def test_running_title_with_page_number_is_left_out_and_its_sentence_made_whole() -> None:
    filler = "\n\n".join([LONG] * 12)
    text = (
        f"{filler}\n\n\n\n5 Is bigger better? Lessons for practice\n\n{filler}\n\n• At times, this created a\n\n\n\n"
        f"7 Is bigger better? Lessons for practice\n\ndilemma for the groups.\n\n{filler}\n\n"
        f"9\nIs bigger better? Lessons for practice\n\n{filler}"
    )
    builder = read(text)
    assert "Is bigger better?" not in builder.text
    assert "At times, this created a dilemma for the groups." in builder.text
    assert builder.csl_item["title"] == "Is bigger better? Lessons for practice"
    assert builder.pages == ()


def test_numbered_headings_are_no_furniture() -> None:
    text = "\n\n".join(f"{number} Lessons of case study {number}\n\n{LONG}" for number in range(1, 5))
    assert read(text).text.count("Lessons of case study") == 4


def test_site_clutter_is_left_out() -> None:
    text = (
        f"Menu Home Search\n\nA report\n\n{LONG}\n\nHave you registered with us yet?\n\nRegister now to enjoy more\n\n"
        "Register\n\nAlready registered?\n\nSign in\n\nFollow Us:\n\nJust published\n\nDoctors warn\n\nDoctors warn\n\n"
        "The service risks being brought to a...\n\nDeal agreed\n\nDeal agreed\n\nPractices will receive more..."
    )
    assert read(text).text == f"A report\n\n{LONG}"


def test_text_about_registering_stays() -> None:
    text = f"Sign in\n\n{LONG}\n\nJust published\n\n{LONG}"
    assert read(text).text == text


def test_published_line_gives_the_date() -> None:
    assert read(f"A report\n\nPublished: 19/07/2016\n\n{LONG}").csl_item == {
        "title": "A report",
        "issued": {"date-parts": [[2016, 7, 19]]},
    }


def test_form_feeds_part_pages_and_sentences_run_over_them() -> None:
    builder = read("\f".join(f"The running title\n\n{LONG} A sentence that\n\n{number}\n" for number in range(3, 7)))
    assert [(page.physical, page.label) for page in builder.pages] == [(1, "3"), (2, "4"), (3, "5"), (4, "6")]
    assert "running title" not in builder.text
    check_pages(builder)


def test_sentence_runs_over_a_page_end() -> None:
    builder = read(f"{LONG} It went on\fto the end.\fNew page.")
    assert "It went on to the end." in builder.text
    assert builder.text[builder.pages[1].start : builder.pages[1].end] == "to the end."


def test_word_broken_by_a_page_end_is_whole_on_its_first_page() -> None:
    builder = read(f"{LONG} It was a fine organ-\fisation of many parts.\f\f{LONG}")
    first, second, third, fourth = builder.pages
    assert builder.text[first.start : first.end].endswith("a fine organisation ")
    assert builder.text[second.start : second.end] == "of many parts."
    assert third.start == third.end
    assert builder.text[fourth.start : fourth.end].strip() == LONG


def test_pages_without_sure_numbers_have_no_label() -> None:
    builder = read("\f".join(f"{LONG}\n\n{number}" for number in (3, 9, 4, 1)))
    assert [page.label for page in builder.pages] == [None] * 4
    assert "\n\n9" in builder.text


def test_last_lines_that_only_look_alike_stay() -> None:
    pages = [f"{LONG}\n\nPractices in group {number}" for number in (12, 15, 11, 40)]
    assert read("\f".join(pages)).text.count("Practices in group") == 4


def test_aligned_columns_become_a_table() -> None:
    builder = read("Year      Modality    Harness\n2008      2           12\n2014      9           16\n")
    assert builder.text == "2008 · Modality: 2 · Harness: 12\n2014 · Modality: 9 · Harness: 16"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encoding_is_found(encoding: str) -> None:
    sentence = "It’s £25 – “café” and more of it, said the report."
    assert parse(sentence.encode(encoding)).text == sentence


def test_cyrillic_in_an_old_encoding_is_read() -> None:
    sentence = "Исследование показало, что практики объединились в крупные организации и делят расходы между собой."
    assert parse(sentence.encode("cp1251")).text == sentence


def test_mixed_encodings_and_nuls_are_read() -> None:
    assert parse("It’s café".encode() + b"\0\n" + "and £25".encode("cp1252")).text == "It’s café and £25"


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"\0" * 50, b"\f\f", bytes(range(256)) * 8, b"%PDF-1.7\n", b"PK\x03\x04", b"-----\n"]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(ParseError, match=r"\.$"):
        parse(data)


@given(st.binary(max_size=600))
@settings(max_examples=200, deadline=None)
def test_random_bytes_give_text_or_a_parse_error(data: bytes) -> None:
    try:
        assert parse(data).text
    except ParseError:
        return


WORD = st.text(st.characters(min_codepoint=ord("a"), max_codepoint=ord("z")), min_size=2, max_size=9)


@given(st.lists(st.lists(WORD, min_size=1, max_size=30), min_size=1, max_size=8))
@settings(max_examples=100, deadline=None)
def test_no_word_is_lost_or_invented(paragraphs: list[list[str]]) -> None:
    text = "\n\n".join("This " + " ".join(words) + "." for words in paragraphs)
    assert read(text).text.split() == text.split()


@given(st.text(st.sampled_from("aB .-–•\n\f\t1|=(")))
@settings(max_examples=300, deadline=None)
def test_pages_cover_the_text_and_sections_begin_with_their_heading(text: str) -> None:
    try:
        builder = read(text)
    except ParseError:
        return
    headings(builder)
    check_pages(builder)
    for table in builder.tables:
        assert builder.text[table.start : table.end]
