from typing import Any

import pytest

from reportqa.corpus.filter_options import FilterOptions, filters_of
from reportqa.errors import InputError
from reportqa.index import EVERYTHING, Filters


@pytest.mark.parametrize(
    ("options", "filters"),
    [
        ({}, EVERYTHING),
        ({"author": None, "year": None}, EVERYTHING),
        ({"document": "a.pdf", "author": ["Lee", "Ray"]}, Filters(doc_ids=("a.pdf",), authors=("Lee", "Ray"))),
        ({"publisher": ("Trust",), "language": "en"}, Filters(publishers=("Trust",), languages=("en",))),
        ({"collection": "Nuffield"}, Filters(collections=("Nuffield",))),
        ({"file_type": "pdf"}, Filters(file_types=("pdf",))),
        ({"year": 2016}, Filters(published_from="2016", published_to="2016")),
        ({"published_from": 2016, "published_to": "2017-03"}, Filters(published_from="2016", published_to="2017-03")),
    ],
)
def test_keyword_arguments_are_filters(options: FilterOptions, filters: Filters) -> None:
    assert filters_of(options) == filters


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"writer": "Lee"}, 'Unknown filter "writer". Known are: collection, document'),
        ({"author": 5}, '"author" must be a string or a list of strings.'),
        ({"author": ["Lee", 5]}, '"author" must be a string or a list of strings.'),
        ({"year": [2016]}, "must be a date"),
        ({"published_from": True}, "must be a date"),
        ({"year": 2016, "published_to": 2017}, "cannot be combined"),
        ({"published_from": 2017, "published_to": 2016}, "Swap them"),
    ],
)
def test_wrong_filters_are_one_sentence(options: Any, message: str) -> None:
    with pytest.raises(InputError, match=message.replace(".", r"\.").replace("(", r"\(")):
        filters_of(options)
