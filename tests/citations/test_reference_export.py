import json
import re
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from hypothesis import strategies as st

from reportqa.citations.reference_export import write_bibtex, write_csl_json
from reportqa.citations.ris_writer import write_ris
from reportqa.citations.works import Work
from reportqa.parsing.markup.pandoc import convert
from support.cited import ITEMS
from support.strategies import fast

HARD = {
    "type": "report",
    "title": "50% of “Staff” & {pay}: A_B #1 $5 ~ ^ \\ -- `x` Größe — it’s 3 < 4",
    "author": [
        {"literal": "Department for Environment, Food and Rural Affairs"},
        {"literal": "Marks and Spencer & Co."},
        {"family": "Berg", "given": "Jan", "dropping-particle": "van der"},
        {"family": "King", "given": "Martin", "suffix": "Jr."},
        {"family": "Ünal Öz", "given": "Ğ"},
    ],
    "editor": [{"literal": "The Editors"}],
    "issued": {"date-parts": [[2016, 7, 19]]},
    "accessed": {"date-parts": [[2020, 1, 2]]},
    "publisher": "Smith, Son and Daughters",
    "publisher-place": "Zürich",
    "URL": "https://example.org/a_b?x=1&y=2%20z#~q",
    "number": "12",
    "genre": "Working paper",
    "language": "en-GB",
    "page": "1-20",
    "DOI": "10.1000/a_b(c)",
}
ARTICLE = {
    "type": "article-journal", "title": "GP pay", "container-title": "The Journal of Pay", "volume": "3", "issue": "4",
    "page": "5-6", "author": [{"family": "Li", "given": "X."}], "issued": {"date-parts": [[1999]]},
}  # fmt: skip
SITE = {
    "type": "webpage", "title": "Damp", "container-title": "Harbour Watch", "URL": "https://example.org/damp",
    "author": [{"family": "Berg", "given": "Ana", "non-dropping-particle": "van der"}],
}  # fmt: skip
RANGE = {"type": "report", "title": "Years", "issued": {"date-parts": [[2015, 4], [2016, 3]]}}
ALL = {**ITEMS, "hard": HARD, "article": ARTICLE, "site": SITE, "range": RANGE}
texts = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), max_size=30).map(str.strip)


def work(item: dict[str, Any], key: str = "key2016") -> Work:
    return Work.of(key, item)


def read(text: str, reader: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(convert(text.encode(), reader, "csljson")[0])
    return found


def curly(value: Any) -> Any:
    """Write apostrophes as a typesetter does: BibTeX has no other way to write them."""
    return json.loads(json.dumps(value, ensure_ascii=False).replace("'", "’"))


@pytest.mark.parametrize("name", ALL)
def test_csl_json_is_read_back_as_it_was(name: str) -> None:
    assert json.loads(write_csl_json([work(ALL[name])])) == [work(ALL[name]).item]
    assert read(write_csl_json([work(ALL[name])]), "csljson")[0]["title"]


@pytest.mark.parametrize("name", ALL)
def test_bibtex_is_read_back_by_pandoc_field_by_field(name: str) -> None:
    found = read(write_bibtex([work(ALL[name])]), "biblatex")
    assert found == [curly(work(ALL[name]).item)]


@pytest.mark.parametrize("name", ALL)
def test_bibtex_is_read_by_another_reader(name: str) -> None:
    library = parse_string(write_bibtex([work(ALL[name])]))
    assert not library.failed_blocks
    entry = library.entries[0]
    assert entry.key == "key2016"
    fields = {field.key: field.value for field in entry.fields}
    item = work(ALL[name]).item
    assert fields.get("url", "") == item.get("URL", "")
    issued = item.get("issued", {"date-parts": [[None]]})["date-parts"][0][0]
    assert fields.get("year") == (str(issued) if issued else None)
    assert bodies(fields.get("author", "")) == [n["literal"] for n in item.get("author", []) if "literal" in n]


def bodies(authors: str) -> list[str]:
    """Return the names in braces of a field that has the authors."""
    whole = re.findall(r"(?:^| and )\{((?:[^{}]|\\[{}])*)\}(?= and |$)", authors)
    return [name.replace("\\&", "&") for name in whole]


@pytest.mark.parametrize("name", ALL)
def test_ris_is_read_back_by_rispy(name: str) -> None:
    item = work(ALL[name]).item
    found = rispy.loads(write_ris([work(ALL[name])]))[0]
    assert (found["id"], found["title"]) == ("key2016", item["title"])
    assert found.get("publisher") == item.get("publisher")
    assert found.get("urls", [None])[0] == item.get("URL")
    authors = [name.removesuffix(",") for name in found.get("authors", [])]
    assert [name["literal"] for name in item.get("author", []) if "literal" in name] == [
        author for author, name in zip(authors, item.get("author", []), strict=True) if "literal" in name
    ]
    parts = item.get("issued", {"date-parts": [[]]})["date-parts"][0]
    assert found.get("year") == (str(parts[0]) if parts else None)
    if parts:
        assert [int(part) for part in found["date"].split("/") if part] == parts


@pytest.mark.parametrize("name", ALL)
def test_ris_is_read_back_by_pandoc(name: str) -> None:
    item = work(ALL[name]).item
    found = read(write_ris([work(ALL[name])]), "ris")[0]
    assert found["title"] == item["title"]
    for field in ("publisher", "URL", "volume", "issue", "page", "DOI"):
        assert found.get(field) == item.get(field)
    whole = [name["literal"] for name in item.get("author", []) if "," not in name.get("literal", ",")]
    assert [name["family"] for name in found.get("author", []) if name["family"] in whole] == whole


def test_missing_date_is_left_out_everywhere() -> None:
    undated = [work(ITEMS["guidance.pdf"])]
    for text in (write_bibtex(undated), write_ris(undated), write_csl_json(undated)):
        assert not re.search(r"date|year|PY  -|DA  -|issued|n\.d\.", text)


@pytest.mark.slow
@fast
@given(texts, texts, texts)
def test_any_title_author_and_publisher_come_back_from_bibtex(title: str, author: str, publisher: str) -> None:
    item = {"type": "report", "title": title or "X", "author": [{"literal": author or "Y"}], "publisher": publisher}
    found = read(write_bibtex([work(item)]), "biblatex")[0]
    expected = curly(work(item).item)
    assert {name: found.get(name) for name in expected} == expected


@fast
@given(texts, texts)
def test_any_title_and_publisher_come_back_from_ris(title: str, publisher: str) -> None:
    item = work({"type": "report", "title": title or "X", "publisher": publisher}).item
    found = rispy.loads(write_ris([Work("k", item)]))[0]
    assert (found["title"], found.get("publisher")) == (item["title"], item.get("publisher"))


def test_bibtex_of_hard_dates_names_and_titles() -> None:
    item = {
        "type": "report", "title": "Loss of <i>Salix</i> & <b>more</b>",
        "author": [{"family": "Li"}, {"literal": "others"}],
        "issued": {"literal": "in press"}, "DOI": "https://doi.org/https://doi.org/10.5555/x_(1)", "status": "in press",
    }  # fmt: skip
    text = write_bibtex([work(item)])
    assert "author = {Li and others}" in text
    assert r"title = {{Loss of \emph{Salix} \& \textbf{more}}}" in text
    assert "doi = {10.5555/x_(1)}" in text
    assert "year = {in press}" in text
    assert "date" not in text
    (entry,) = parse_string(text).entries
    assert entry["author"] == "Li and others"


@pytest.mark.parametrize(
    ("issued", "date"),
    [
        ({"date-parts": [[1890]], "circa": True}, "1890~"),
        ({"date-parts": [[-44, 3]]}, "-0043-03"),
        ({"date-parts": [[2016, 13]]}, "2016"),
        ({"date-parts": [[2014], [0]]}, "2014"),
        ({"date-parts": "2016"}, "2016"),
    ],
)
def test_date_of_bibtex_is_valid_and_read_back(issued: dict[str, Any], date: str) -> None:
    text = write_bibtex([work({"type": "report", "title": "T", "issued": issued})])
    assert f"  date = {{{date}}}" in text
    assert read(text, "biblatex")[0]["issued"] == work({"issued": issued}).item["issued"]
