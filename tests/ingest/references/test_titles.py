from collections import Counter

import pytest

from reportqa.ingest.references.titles import FILE_NAME, HEADING, file_words, find_title, is_junk_title, title_of_file
from reportqa.text import vocabulary

WORDS = Counter("best buy annual report block care elm".split())


def test_heading_that_has_the_words_of_the_file_name_is_the_title() -> None:
    headings = ["UNITED STATES SECURITIES AND EXCHANGE COMMISSION", "Best Buy 2019 annual report"]
    assert find_title("BESTBUY_2019_10K.pdf", headings, WORDS) == (headings[1], HEADING)


def test_file_name_is_the_title_if_no_heading_has_its_words() -> None:
    assert find_title("Elm-care_2019.pdf", ["FORM 10-K"], WORDS) == ("Elm care 2019", FILE_NAME)


def test_first_heading_is_the_title_of_a_file_with_a_meaningless_name() -> None:
    assert find_title("scan0001.pdf", ["Elm care"], Counter()) == ("Elm care", HEADING)
    assert find_title("scan0001.pdf", [], Counter()) == ("scan0001", FILE_NAME)


def test_file_name_is_split_at_its_separators() -> None:
    assert title_of_file("folder/a_b-2019.pdf") == "a b 2019"


@pytest.mark.parametrize(
    "title", ["Microsoft Word - a.docx", "untitled", "Document1", "12 - 3", "report.indd", "ab", "", "print"]
)
def test_title_that_a_program_wrote_is_junk(title: str) -> None:
    assert is_junk_title(title)


@pytest.mark.parametrize("title", ["Is Bigger Better?", "Documents of the inquiry", "Book keeping in practices", "NHS"])
def test_title_that_an_author_wrote_is_kept(title: str) -> None:
    assert not is_junk_title(title)


@pytest.mark.parametrize(
    ("doc_id", "title", "text", "words"),
    [
        ("BLOCK_2016_10K.pdf", "FORM 10-K", "Block has a block of shares", "Block 2016"),
        ("BESTBUY_2019_10K.pdf", "BEST BUY FISCAL 2019 FORM 10-K", "best buy best buy", ""),
        ("000_97fc3b3d98f5b5ab.txt", "Is bigger better?", "bigger and better", ""),
        ("nuffield-final-report.pdf", "Is bigger better?", "the Nuffield Trust", "nuffield"),
        ("8K_dated-2022-07-01.pdf", "Amcor", "dated as of today", "8K dated 2022"),
    ],
)
def test_words_of_the_file_name_are_those_that_the_title_lacks(doc_id: str, title: str, text: str, words: str) -> None:
    assert file_words(doc_id, title, vocabulary(text)) == words
