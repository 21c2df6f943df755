from collections import Counter

import pytest

from reportqa.ingest.references.titles import FILE_NAME, HEADING, file_words, find_title, is_junk_title, title_of_file

WORDS = Counter("best buy annual report block care elm".split())


def test_heading_that_has_the_words_of_the_file_name_is_the_title() -> None:
    headings = ["UNITED STATES SECURITIES AND EXCHANGE COMMISSION", "Best Buy 2019 annual report"]
    assert find_title("BESTBUY_2019_10K.pdf", headings, WORDS) == (headings[1], HEADING)


def test_file_name_is_the_title_if_no_heading_has_its_words() -> None:
    assert find_title("Elm-care_2019.pdf", ["FORM 10-K"], WORDS) == ("Elm care 2019", FILE_NAME)


def test_first_heading_is_the_title_of_a_file_with_a_meaningless_name() -> None:
    assert find_title("scan0001.pdf", ["Elm care"], Counter()) == ("Elm care", HEADING)
    assert find_title("scan0001.pdf", [], Counter()) == ("scan0001", FILE_NAME)


def test_words_of_the_file_name_that_the_title_lacks_are_kept_for_search() -> None:
    assert file_words("BLOCK_2016_10K.pdf", "FORM 10-K", WORDS) == "Block 2016"


@pytest.mark.parametrize("title", ["Microsoft Word - a.docx", "untitled", "12 - 3", "a.indd", "ab"])
def test_titles_written_by_programs_are_junk(title: str) -> None:
    assert is_junk_title(title)
    assert not is_junk_title("Elm care in 2016")


def test_file_name_is_split_at_its_separators() -> None:
    assert title_of_file("folder/a_b-2019.pdf") == "a b 2019"
