import pytest

from reportqa.document import DocumentSummary
from reportqa.proofreading.reference_list import ReferenceList
from reportqa.proofreading.source_names import SourceNames, has_name, is_ibid, names_source


def summary(doc_id: str, title: str, family: str, publisher: str, year: int) -> DocumentSummary:
    item = {
        "id": doc_id.partition(".")[0] + "-key",
        "title": title,
        "author": [{"family": family, "given": "A"}],
        "publisher": publisher,
        "issued": {"date-parts": [[year]]},
    }
    return DocumentSummary(doc_id, "0" * 64, "application/pdf", item, 3, 3, 100, ())


LESSONS = "Lessons for large-scale general practice"
SHELF = SourceNames(
    [
        summary("bigger.pdf", f"Is Bigger Better? {LESSONS}", "Rosen", "Nuffield Trust", 2016),
        summary("fund/networks.html", "Primary care networks explained", "Baird", "The King’s Fund", 2020),
        summary("ACME_2016_10K.pdf", "Annual report", "Acme", "Acme plc", 2016),
    ]
)


@pytest.mark.parametrize(
    ("note", "doc_id"),
    [
        ("Rosen R (2016), p. 15", "bigger.pdf"),
        ("Nuffield Trust 2016: 15", "bigger.pdf"),
        ("Is bigger better? Lessons for large-scale general practice, 15", "bigger.pdf"),
        ("Lessons for Large-scale General Practice, p. 4", "bigger.pdf"),
        ("[@rosen2016, p. 15]", "bigger.pdf"),
        ("[@bigger-key, p. 15]", "bigger.pdf"),
        ("Baird, Primary care networks explained", "fund/networks.html"),
        ("ACME_2016_10K, p. 3", "ACME_2016_10K.pdf"),
        ("The King's Fund, 2020", "fund/networks.html"),
    ],
)
def test_note_names_a_document(note: str, doc_id: str) -> None:
    assert SHELF.named(note) == {doc_id}


WARDS = SourceNames(
    [
        summary("wards.md", "Wards by the sea", "Jørgensen-Ibáñez", "Orme Press", 2012),
        summary("tides.md", "Wards inland", "Jørgensen-Ibáñez", "Orme Press", 2012),
        summary("fees.md", "Prices of rooms", "Bär", "Lido Press", 2014),
    ]
)
LISTED = ReferenceList(
    [
        "Jørgensen-Ibáñez, A. (2012a). Wards inland. Orme Press.",
        "Jørgensen-Ibáñez, A. (2012b). Wards by the sea. Orme Press.",
    ]
)


@pytest.mark.parametrize("note", ["Baer 2014", "Bar 2014", "BÄR 2014", "Bär, 2014"])
def test_names_are_compared_without_accents_and_with_ae(note: str) -> None:
    assert WARDS.named(note) == {"fees.md"}
    assert len(WARDS.named("Jorgensen-Ibanez 2012")) == 2
    assert len(WARDS.named("Jörgensen Ibáñez 2012")) == 2


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("(Bär 2014, on tides, p. 2)", {"fees.md"}),
        ("(tides.md, p. 2)", {"tides.md"}),
        ("(tides, p. 2)", {"tides.md"}),
        ("about tides and fees they say", set()),
        ("(fees 3)", set()),
    ],
)
def test_word_is_a_file_name_only_with_its_ending_or_alone(note: str, found: set[str]) -> None:
    assert WARDS.named(note) == found


def test_list_of_references_says_which_work_a_lettered_year_is() -> None:
    assert WARDS.named("Jørgensen-Ibáñez 2012b") == {"wards.md", "tides.md"}
    assert WARDS.named("Jørgensen-Ibáñez 2012b", LISTED) == {"wards.md"}
    assert WARDS.named("Jorgensen-Ibanez 2012a", LISTED) == {"tides.md"}
    assert WARDS.titles({"wards.md", "fees.md"}) == ("Wards by the sea", "Prices of rooms")


def test_names_are_told_from_other_capitals() -> None:
    assert has_name("Lind, p. 4")
    assert has_name("see Lind")
    assert not any(map(has_name, ["p. 4", "See p. 4", "Emphasis added.", "March 2012", "PDF p. 4", "Ibid., p. 4"]))


@pytest.mark.parametrize(
    "note", ["", "p. 15", "2016", "Smith 2016, 3", "[@smith2016]", "emphasis added", "in practice"]
)
def test_note_that_names_none_of_them(note: str) -> None:
    assert SHELF.named(note) == frozenset()


def test_title_in_quotation_marks_is_no_quotation() -> None:
    assert SHELF.is_title("Primary Care Networks Explained")
    assert SHELF.is_title("Is bigger better? Lessons for large-scale")
    assert not SHELF.is_title("Primary care networks were explained")


def test_ibid_and_sources_are_told() -> None:
    assert is_ibid("Ibid., p. 9")
    assert is_ibid("Id. at 9")
    assert is_ibid("See also ibid.")
    assert not is_ibid("Idaho at 9")
    assert not is_ibid("Rosen, ibid.")
    assert names_source("Smith 2019")
    assert names_source("@smith")
    assert not names_source("emphasis added")
