from typing import Any

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from reportqa.citations.ris_reader import read_ris
from reportqa.citations.ris_tags import WRITTEN_TYPES
from reportqa.citations.ris_writer import write_ris
from reportqa.citations.works import Work, clean_item
from support.strategies import fast
from support.zotero_ris import read_as_zotero

PERSON = {"family": "Berg", "given": "Jan"}
texts = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=20)
names = st.one_of(
    st.fixed_dictionaries({"literal": texts}),
    st.fixed_dictionaries(
        {"family": texts}, optional={"given": texts, "suffix": texts, "non-dropping-particle": texts}
    ),
)
dates = st.one_of(
    st.fixed_dictionaries({"literal": st.sampled_from(["forthcoming", "n.d."])}),
    st.fixed_dictionaries(
        {
            "date-parts": st.lists(
                st.lists(st.integers(1, 12), max_size=2).map(lambda rest: [2016, *rest]), min_size=1, max_size=2
            )
        },
        optional={"circa": st.booleans()},
    ),
)
FIELDS = (
    "title title-short container-title collection-title event-title publisher publisher-place genre number volume issue"
    " page number-of-pages edition ISBN ISSN DOI URL language abstract note status archive"
).split()
ROLES = ("author", "editor", "collection-editor", "translator", "chair")
items = st.fixed_dictionaries(
    {"type": st.sampled_from([*WRITTEN_TYPES, "treaty", "review"])},
    optional={
        **dict.fromkeys(ROLES, st.lists(names, max_size=3)),
        **dict.fromkeys(("issued", "accessed", "original-date"), dates),
        **dict.fromkeys(FIELDS, texts),
    },
)


def ris(**item: Any) -> str:
    return write_ris([Work.of("key", {"title": "T", **item})])


@pytest.mark.slow
@fast
@given(items)
def test_own_ris_comes_back_whole(item: dict[str, Any]) -> None:
    work = Work.of("key", item)
    (record,) = read_ris(write_ris([work]))
    assert clean_item(record.item) == work.item


@pytest.mark.parametrize(
    ("item", "fields"),
    [
        ({"type": "report", "number": "RR-7"}, {"reportNumber": "RR-7"}),
        ({"type": "report", "collection-title": "Papers"}, {"seriesTitle": "Papers"}),
        ({"type": "report", "genre": "Working paper"}, {"reportType": "Working paper"}),
        ({"type": "report", "editor": [PERSON]}, {"editor": ["Berg|Jan"]}),
        ({"type": "report", "collection-editor": [PERSON]}, {"seriesEditor": ["Berg|Jan"]}),
        ({"type": "book", "editor": [PERSON]}, {"editor": ["Berg|Jan"]}),
        ({"type": "book", "collection-title": "Papers", "collection-number": "3"},
         {"series": "Papers", "seriesNumber": "3"}),
        ({"type": "book", "number-of-pages": "99", "ISBN": "1"}, {"numPages": "99", "ISBN": "1"}),
        ({"type": "chapter", "container-title": "Book", "collection-title": "Papers", "editor": [PERSON]},
         {"bookTitle": "Book", "series": "Papers", "editor": ["Berg|Jan"]}),
        ({"type": "webpage", "container-title": "Site", "editor": [PERSON], "accessed": {"raw": "2020-01-02"}},
         {"websiteTitle": "Site", "editor": ["Berg|Jan"], "accessDate": "2020/01/02"}),
        ({"type": "article-journal", "ISSN": "1", "issue": "4", "page": "5-6"},
         {"ISSN": "1", "issue": "4", "pages": "5-6"}),
        ({"type": "paper-conference", "container-title": "Proc.", "event-title": "Meeting"},
         {"proceedingsTitle": "Proc.", "conferenceName": "Meeting"}),
        ({"type": "report", "author": [{"literal": "Board of Trade"}]}, {"author": ["Board of Trade"]}),
        ({"type": "report", "issued": {"date-parts": [[2016, 7]]}}, {"date": "2016/07/"}),
        ({"type": "report", "issued": {"literal": "in press"}}, {"date": "in press"}),
    ],
)  # fmt: skip
def test_zotero_reads_each_field_where_it_belongs(item: dict[str, Any], fields: dict[str, Any]) -> None:
    found = read_as_zotero(ris(**item))
    assert {name: found.get(name) for name in fields} == fields


def test_doi_has_no_resolver_and_organisations_end_in_a_comma() -> None:
    text = ris(type="report", DOI="https://doi.org/10.5555/a_(b)", author=[{"literal": "A, B and C"}])
    assert "DO  - 10.5555/a_(b)\n" in text
    assert "AU  - A, B and C,\n" in text


def test_rispy_reads_all_fields() -> None:
    (found,) = rispy.loads(
        ris(
            type="report", author=[PERSON], editor=[PERSON], number="RR-7", genre="Paper", publisher="P", language="en",
            **{"publisher-place": "Hull", "collection-title": "Papers", "issued": {"date-parts": [[2016, 7]]}},
            accessed={"date-parts": [[2020, 1, 2]]}, DOI="10.5555/a", URL="https://example.org", abstract="A.",
            page="3-4",
        )
    )  # fmt: skip
    assert {
        "type_of_reference": "RPRT", "id": "key", "title": "T", "authors": ["Berg, Jan"], "issn": "RR-7",
        "type_of_work": "Paper", "publisher": "P", "language": "en", "place_published": "Hull",
        "secondary_title": "Papers", "year": "2016", "date": "2016/07/", "access_date": "2020/01/02",
        "doi": "10.5555/a", "urls": ["https://example.org"], "abstract": "A.", "start_page": "3", "end_page": "4",
    }.items() <= found.items()  # fmt: skip


def test_tags_hold_all_of_an_ordinary_report() -> None:
    assert "U1" not in ris(
        type="report", author=[PERSON, {"literal": "Board"}], publisher="P", number="7",
        issued={"date-parts": [[2016, 7, 19]]}, URL="https://example.org",
    )  # fmt: skip
