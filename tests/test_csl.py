import pytest

from reportqa.csl import (
    FROM_FILE,
    item_authors,
    item_date,
    item_editors,
    item_status,
    item_text,
    item_year,
    shown_origin,
    unchecked_fields,
)


@pytest.mark.parametrize(
    ("item", "authors"),
    [
        ({"author": [{"family": "Rosen", "given": "Rebecca"}]}, ("Rebecca Rosen",)),
        ({"author": [{"literal": "Nuffield Trust"}]}, ("Nuffield Trust",)),
        (
            {"author": [{"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"}, {}]},
            ("Vincent van Gogh",),
        ),
        ({"author": "Rebecca Rosen"}, ("Rebecca Rosen",)),
        ({"author": ["Rebecca Rosen", {"family": "Curry"}]}, ("Rebecca Rosen", "Curry")),
        ({"author": None}, ()),
        ({"author": [{"family": 7}]}, ("7",)),
        ({}, ()),
    ],
)
def test_authors_are_given_name_first(item: dict[str, object], authors: tuple[str, ...]) -> None:
    assert item_authors(item) == authors


@pytest.mark.parametrize(
    ("issued", "year"),
    [
        ({"date-parts": [[2016, 7]]}, 2016),
        ({"date-parts": [["2016"]]}, 2016),
        ({"date-parts": [[]]}, None),
        ({"date-parts": []}, None),
        ({"date-parts": [[float("inf")]]}, None),
        ({"raw": "July 2016"}, None),
        ("2016", None),
        (None, None),
    ],
)
def test_year_is_none_where_it_cannot_be_read(issued: object, year: int | None) -> None:
    assert item_year({"issued": issued}) == year


def test_text_field_that_is_empty_or_no_text_is_none() -> None:
    assert item_text({"publisher": "Nuffield Trust"}, "publisher") == "Nuffield Trust"
    assert item_text({"publisher": ""}, "publisher") is None
    assert item_text({"publisher": 7}, "publisher") is None
    assert item_text({}, "publisher") is None


@pytest.mark.parametrize(
    ("parts", "shown"),
    [([2016, 7, 19], "19 July 2016"), (["2016", "7"], "July 2016"), ([2016], "2016"), ([2016, 21], "2016"), ([], None)],
)
def test_date_is_shown_as_far_as_it_is_known(parts: list[int], shown: str | None) -> None:
    assert item_date({"issued": {"date-parts": [parts]}}) == shown


def test_editors_and_words_in_place_of_the_date() -> None:
    item = {"editor": [{"family": "Ash", "given": "Jo"}], "issued": {"literal": "in press"}}
    assert (item_editors(item), item_status(item)) == (("Jo Ash",), "in press")
    assert (item_editors({}), item_status({}), item_status({"issued": "2016"})) == ((), None, None)


def test_author_and_date_of_the_file_are_unchecked() -> None:
    origins = {"title": FROM_FILE, "author": FROM_FILE, "issued": "library.json"}
    assert unchecked_fields(origins) == ("author",)
    assert [shown_origin(name, origin) for name, origin in origins.items()] == [
        "the file", "the file, not checked", "library.json"
    ]  # fmt: skip
