from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.csl import FROM_FILE
from reportqa.ingest.references.metadata import describe, own_fields
from reportqa.ingest.references.reference_import import Reference
from reportqa.text import vocabulary
from support.strategies import any_text, doc_ids, fast, prose

names = st.sampled_from(["title", "publisher", "URL", "language", "note"])
items = st.dictionaries(names, any_text, max_size=4)


def title_of(
    doc_id: str, library: dict[str, Any] | None = None, file: dict[str, Any] | None = None, *texts: str
) -> str:
    references = [Reference("library.json", library)] if library else []
    return str(describe(doc_id, references, file or {}, texts, vocabulary(" ".join(texts)))[0]["title"])


@fast
@given(doc_ids, st.lists(st.one_of(prose, any_text), max_size=3), any_text)
def test_every_document_has_a_title_on_one_line(doc_id: str, headings: list[str], own: str) -> None:
    title = title_of(doc_id, None, {"title": own}, *headings)
    assert title == " ".join(title.split())
    assert title or not doc_id.strip()


@fast
@given(st.lists(items, max_size=3), items)
def test_each_field_is_that_of_the_first_source_that_has_it(
    references: list[dict[str, str]], own: dict[str, str]
) -> None:
    sources = [Reference(f"{number}.bib", item) for number, item in enumerate(references)]
    item, origins = describe("a.pdf", sources, own, ["A heading"], {})
    for name in ("publisher", "URL"):
        having = [source for source in sources if source.item.get(name, "").strip()]
        if having:
            assert (item[name], origins[name]) == (having[0].item[name], having[0].origin)
    assert set(origins) == item.keys() - {"id", "type"}


def test_title_of_the_library_goes_before_that_of_the_file() -> None:
    assert title_of("a.pdf", {"title": "True title"}, {"title": "Title in the file"}, "A heading") == "True title"
    assert title_of("a.pdf", {"publisher": "P"}, {"title": "Title in the file"}, "A heading") == "Title in the file"


def test_junk_title_of_a_file_is_passed_over_for_its_heading() -> None:
    assert title_of("scan0001.pdf", None, {"title": "Microsoft Word - final2.docx"}, "A heading") == "A heading"


def test_file_name_is_the_title_of_last_resort() -> None:
    assert title_of("2016/annual-report.txt") == "annual report"


def test_fields_of_the_library_go_before_those_of_the_file() -> None:
    references = [Reference("library.json", {"title": "T", "publisher": "L"}), Reference("a.bib", {"publisher": "B"})]
    item, origins = describe("a.pdf", references, {"publisher": "F", "language": "en"}, (), {})
    assert (item["publisher"], item["language"], item["id"]) == ("L", "en", "a.pdf")
    assert origins == {"title": "library.json", "publisher": "library.json", "language": FROM_FILE}


def test_web_page_is_one_unless_a_bibliography_says_otherwise() -> None:
    def kind(doc_id: str, item: dict[str, str]) -> str:
        return str(describe(doc_id, [Reference("library.json", item)], {}, ["A heading"], {})[0]["type"])

    assert [kind("a.html", {}), kind("a.HTM", {}), kind("a.pdf", {})] == ["webpage", "webpage", "report"]
    assert kind("a.html", {"type": "report"}) == "report"


@pytest.mark.parametrize("issued", ["19 July 2016", {"raw": "2016-07-19"}, {"literal": "19 July 2016"}])
def test_date_in_words_becomes_numbers(issued: object) -> None:
    item, _ = describe("a.pdf", [Reference("a.json", {"issued": issued})], {}, ["A heading"], {})
    assert item["issued"] == {"date-parts": [[2016, 7, 19]]}


@pytest.mark.parametrize("field", [{"issued": "last summer"}, {"title": " "}, {"publisher": ["A", "B"]}, {"URL": 7}])
def test_field_without_a_usable_value_is_left_to_the_next_source(field: dict[str, Any]) -> None:
    (name,) = field
    following = {"issued": {"date-parts": [[2017]]}, "title": "A title", "publisher": "P", "URL": "https://example.org"}
    item, origins = describe("a.pdf", [Reference("a.json", field)], following, (), {})
    assert (item[name], origins[name]) == (following[name], FROM_FILE)


@pytest.mark.parametrize(
    ("front", "kept"),
    [
        (None, [2016, 7, 19]),
        ("Annual report", None),
        ("Annual report 2016", [2016]),
        ("Annual report 2015", None),
        ("Annual report 2017", None),
        ("Founded in 1948, in 2016 renamed", [2016]),
        ("Invoice 120164", None),
        ("Annual report, JULY 2016", [2016, 7]),
        ("August 2016", [2016]),
        ("18 July 2016", [2016, 7]),
        ("19th July 2016", [2016, 7, 19]),
        ("Jul 19, 2016", [2016, 7, 19]),
        ("2016-07-19", [2016, 7, 19]),
        ("2016-07-18", [2016, 7]),
    ],
)
def test_date_of_creation_counts_only_as_far_as_the_text_names_it(front: str | None, kept: list[int] | None) -> None:
    own = own_fields({"issued": {"date-parts": [[2016, 7, 19]]}}, front)
    assert own == ({"issued": {"date-parts": [kept]}} if kept else {})


@pytest.mark.parametrize(
    "junk", ["jsmith", "rrosen01", "JSmith", "Administrator", "NHS\\jsmith", "WS-0A1B2C3", "Adobe Acrobat 9"]
)
def test_login_and_program_are_no_authors(junk: str) -> None:
    assert own_fields({"author": [{"literal": junk}]}) == {}


@pytest.mark.parametrize("name", ["Rebecca Rosen", "NHS England", "OECD", "Rosen", "McKinsey", "de la Cruz"])
def test_people_and_bodies_are_authors(name: str) -> None:
    assert own_fields({"author": [{"literal": name}]}) == {"author": [{"literal": name}]}


def test_junk_among_the_authors_leaves_the_others() -> None:
    people = [{"family": "Rosen", "given": "Rebecca"}, {"literal": "NHS England"}]
    assert own_fields({"author": [people[0], {"literal": "Microsoft Word"}, people[1]]}) == {"author": people}


def test_accession_number_is_no_title() -> None:
    assert own_fields({"title": "0001018724-18-000005"}) == {}


def test_field_that_is_null_in_a_bibliography_is_left_out() -> None:
    references = [Reference("library.json", {"title": "T", "author": None}), Reference("b.bib", {"publisher": None})]
    following = {"author": [{"literal": "Pat Cole"}], "publisher": "Quay"}
    item, origins = describe("a.pdf", [*references, Reference("c.bib", following)], following, [], {})
    assert (item.keys() & {"author", "publisher"}, origins) == (set(), {"title": "library.json"})
