import pytest

from reportqa.parsing.metadata import csl_item, read_author, read_date, read_title


@pytest.mark.parametrize("junk", ["Microsoft Word - draft3.doc", "Document1", "untitled", "report.indd", "  ", "123"])
def test_junk_is_not_a_title(junk: str) -> None:
    assert read_title(junk) is None


@pytest.mark.parametrize("junk", ["Microsoft Office User", "admin", "a@example.org", "https://example.org/x", "User1"])
def test_junk_is_not_an_author(junk: str) -> None:
    assert read_author(junk) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2016-07-19T10:00:00Z", [2016, 7, 19]),
        ("19 July 2016", [2016, 7, 19]),
        ("July 19, 2016", [2016, 7, 19]),
        ("July 2016", [2016, 7]),
        ("19/07/2016", [2016, 7, 19]),
        ("03/04/2016", [2016]),
        ("2016-02-31", [2016, 2]),
        ("spring 2016", [2016]),
        ("0001-01-01", None),
        ("never", None),
    ],
)
def test_dates_are_read_as_far_as_they_are_certain(text: str, parts: list[int] | None) -> None:
    assert read_date(text) == parts


def test_item_has_only_valid_fields() -> None:
    fields = csl_item(
        title="untitled", authors=["Rebecca Rosen", "admin", "Rebecca Rosen"], url="file:///a", language="English"
    )
    assert fields == {"author": [{"literal": "Rebecca Rosen"}]}
