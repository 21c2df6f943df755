import pytest

from reportqa.proofreading.note_numbers import has_unread_number


@pytest.mark.parametrize(
    "note",
    [
        "Lind 2012a",
        "Lind, 19 July 2012",
        "Lind 2012, § 4.2",
        "Lind 2012, paras 4–6, 9",
        "Lind 2012, fig. 3 and table 2",
        "Lind 2012, Rn. 12",
        "Wards Today 12(3)",
        "vol. 4, no. 2, 3rd ed.",
        "Lind, doi:10.1000/182",
        "https://example.org/a/15",
        "above n 4",
        "Ten wards of 1987, 40 years on",
    ],
)
def test_years_parts_volumes_addresses_and_titles_are_read(note: str) -> None:
    assert not has_unread_number(note, "Ten wards of 1987, 40 years on")


@pytest.mark.parametrize("note", ["Lind 2012, folio 4", "Lind 2012 | 4", "Lind 2012 (4)", "Lind 2012, leaf 4r"])
def test_other_numbers_may_be_pages(note: str) -> None:
    assert has_unread_number(note, "Wards")
