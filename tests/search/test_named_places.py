import pytest

from reportqa.document import Page
from reportqa.search.named_places import FOLLOWING, LABELLED, NamedPlace, named_places, without_pages

PAGES = ("ii", "2", "-1", "-2", "9")
PLACES = [
    ("What does page 12 say about staff?", [("page", "12")]),
    ("According to p. 7, who chairs the board?", [("page", "7")]),
    ("What is the total on page xii of the annual report?", [("page", "xii")]),
    ("Summarise pages 3 to 5 of the strategy", [("page", "3"), ("page", "4"), ("page", "5")]),
    ("Which towns are listed on pp. 14–15?", [("page", "14"), ("page", "15")]),
    ("What is the title on the first page?", [("page", "1")]),
    ("Who signed on the last page of the filing?", [("page", "-1")]),
    ("What is in the photo on page three?", [("page", "3")]),
    ("What do the first two pages contain?", [("page", "1"), ("page", "2")]),
    ("What does the cover page say?", [("page", "1")]),
    ("Which rows does Table 3 have?", [("label", "table 3")]),
    ("In Figure 2.1, which line is highest?", [("label", "figure 2.1")]),
    ("What does fig. 4b show?", [("label", "figure 4b")]),
    ("What is said in Box A and in Chart 6?", [("label", "box A"), ("label", "chart 6")]),
    ("What does Appendix C list?", [("label", "appendix C")]),
    ("What does section 3.2 require of landlords?", [("label", "section 3.2")]),
    ("What is the aim of Chapter 4?", [("label", "chapter 4")]),
    ("What does Recommendation 9 ask for?", [("label", "recommendation 9")]),
    ("Which risks does Item 1A name?", [("label", "item 1A")]),
    ("What is concluded in the executive summary?", [("heading", "executive summary")]),
    ("According to the methodology section, how many were interviewed?", [("heading", "methodology")]),
    ('What does the section "Next steps" ask for?', [("heading", "Next steps")]),
    ("Who is thanked in the acknowledgements?", [("heading", "acknowledgements")]),
]
NO_PLACES = [
    "How many pages does the report have?",
    "On which page are the costs?",
    "What does the table show?",
    "How many tables are there?",
    "Which section deals with staff?",
    "How much did the 3 boxes cost?",
    "What figure did the council give in 2016?",
    "Did the table of 12 people agree?",
    "Who wrote the landing page?",
    "In conclusion, what should be done?",
    "What was the introduction of the scheme meant to do?",
    "What did 2019 change?",
    "How many people had stage 3 cancer?",
    "Is a map a good figure?",
]


@pytest.mark.parametrize(("question", "places"), PLACES)
def test_named_place_is_found(question: str, places: list[tuple[str, str]]) -> None:
    assert [(place.kind, place.name) for place in named_places(question)] == places


@pytest.mark.parametrize("question", NO_PLACES)
def test_question_without_a_place_names_none(question: str) -> None:
    assert named_places(question) == ()


def test_words_that_name_a_page_are_left_out() -> None:
    assert without_pages("According to page 7, who chairs the board?") == "who chairs the board?"
    assert without_pages("How many pages are there?") == "How many pages are there?"


def test_last_page_is_counted_from_the_end() -> None:
    pages = [Page(number, label, 0, 9) for number, label in enumerate(["i", "ii", "1", "2"], start=1)]
    found = {name: [page.physical for page in pages if NamedPlace("page", name).is_page(page, 4)] for name in PAGES}
    assert found == {"ii": [2], "2": [2, 4], "-1": [4], "-2": [3], "9": []}


@pytest.mark.parametrize(
    ("name", "heading", "share"),
    [
        ("section 3", "3 Staff", LABELLED),
        ("section 3", "Section 3: Staff", LABELLED),
        ("section 3", "3.2 Nurses", FOLLOWING),
        ("section 3", "30 practices", 0),
        ("section 3.2", "3.2. Nurses", LABELLED),
        ("chapter 2", "Chapter 2 Methods", LABELLED),
        ("appendix B", "Appendix B", LABELLED),
        ("appendix B", "B Survey", 0),
        ("recommendation 3", "3 Staff", 0),
        ("section 3", "3% of staff", 0),
    ],
)
def test_heading_is_the_place_or_below_it(name: str, heading: str, share: float) -> None:
    assert NamedPlace("label", name).share_of_heading(heading) == share


def test_named_heading_matches_without_its_number() -> None:
    assert NamedPlace("heading", "executive summary").share_of_heading("1. Executive Summary") == LABELLED
    assert NamedPlace("heading", "introduction").share_of_heading("Introduction of the scheme") == 0
