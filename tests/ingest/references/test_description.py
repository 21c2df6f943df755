from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.errors import InputError
from reportqa.ingest.references.description import read_description, typed_description
from support.strategies import fast

words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)


def test_only_what_is_given_is_a_field() -> None:
    assert read_description() == {}
    assert read_description(" Buses \n at night ", ["Doe, Jane", "Board of Buses"], "July 2018", "Quay Press") == {
        "title": "Buses at night",
        "author": [{"family": "Doe", "given": "Jane"}, {"literal": "Board of Buses"}],
        "issued": {"date-parts": [[2018, 7]]},
        "publisher": "Quay Press",
    }


def test_empty_text_is_for_what_the_document_does_not_have() -> None:
    assert read_description(None, [""], "", " ") == {"author": None, "issued": None, "publisher": None}


@pytest.mark.parametrize(("title", "issued"), [(" ", None), (None, "soon"), (None, "99999")])
def test_title_or_date_that_is_none_is_refused(title: str | None, issued: str | None) -> None:
    with pytest.raises(InputError, match="Type"):
        read_description(title, issued=issued)


def test_item_is_shown_as_it_is_typed() -> None:
    item = {
        "title": "T", "issued": {"date-parts": [[2018, 7], [2019]]},
        "author": [
            {"family": "Meer", "given": "Jan", "non-dropping-particle": "van der"}, {"literal": "A, B and C"}, "Plain",
        ],
    }  # fmt: skip
    assert typed_description(item) == {
        "title": "T", "author": "van der Meer, Jan; A, B and C,", "issued": "2018-07/2019", "publisher": "",
    }  # fmt: skip


@fast
@given(
    st.fixed_dictionaries(
        {
            "title": words,
            "author": st.one_of(
                st.fixed_dictionaries({"literal": words}), st.fixed_dictionaries({"family": words, "given": words})
            ).map(lambda name: [name]),
            "issued": st.sampled_from(
                [{"literal": "in press"}, {"date-parts": [[2018]]}, {"date-parts": [[2018, 7, 19]]}]
            ),
            "publisher": words,
        }
    )
)
def test_what_is_shown_is_read_again(item: dict[str, Any]) -> None:
    typed = typed_description(item)
    assert read_description(typed["title"], [typed["author"]], typed["issued"], typed["publisher"]) == item


@pytest.mark.parametrize("typed", ["2016-13-40", "2016-07-19x", "03/04/2016", "soon"])
def test_date_that_is_read_in_part_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match="is not a date"):
        read_description(issued=typed)


@pytest.mark.parametrize("typed", ["2016", "2016-07", "19 July 2016", "2016/2017", "c. 2016", "in press", "n.d."])
def test_date_that_is_read_whole_is_kept(typed: str) -> None:
    assert read_description(issued=typed)["issued"]
