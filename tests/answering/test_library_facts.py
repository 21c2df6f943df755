from typing import Any

import pytest

from reportqa.answer import Fact
from reportqa.answering.library_facts import fact_text, facts_of
from reportqa.answering.library_questions import Field
from reportqa.document import DocumentSummary

FRONT = "Costs of ferries\n\nBy Ann Lee\n\nPublished: 3 May 2019\n\nPublished by the Coast Forum.\n\nText."


def summary(doc_id: str, origin: str = "the file", **item: Any) -> DocumentSummary:
    origins = dict.fromkeys(item, origin)
    item = {"title": "Costs", **item}
    return DocumentSummary(doc_id, "0" * 64, "text/plain", item, 12, 1, len(FRONT), (), "en", origins)


def issued(*parts: int) -> dict[str, Any]:
    return {"date-parts": [list(parts)]}


@pytest.mark.parametrize(
    ("document", "field", "value", "origin", "words"),
    [
        (summary("a.txt"), "author", "Ann Lee", "its byline", "By Ann Lee"),
        (summary("a.txt"), "issued", "3 May 2019", "its date line", "Published: 3 May 2019"),
        (summary("a.txt"), "publisher", "Coast Forum", "its imprint", "Published by the Coast Forum."),
        (summary("a.txt"), "pages", "12", "the file", None),
        (summary("a.txt"), "language", "English", "the text", None),
        (summary("a.txt", author=[{"literal": "Bo Dahl"}]), "author", "Bo Dahl", "the TXT file's metadata", None),
        (summary("a.txt", "library.json", author=[{"family": "Lee", "given": "Ann"}]), "author", "Ann Lee",
         "library.json", "By Ann Lee"),
        (summary("a.txt", issued=issued(2019, 5, 3)), "issued", "3 May 2019", "its date line", "Published: 3 May 2019"),
        (summary("a.txt", "library.json", issued=issued(2020)), "issued", "2020", "library.json", None),
        (summary("a.html", publisher="Coast Forum"), "publisher", "Coast Forum", "its imprint",
         "Published by the Coast Forum."),
    ],
)  # fmt: skip
def test_value_has_its_origin_and_the_words_that_state_it(
    document: DocumentSummary, field: Field, value: str, origin: str, words: str | None
) -> None:
    (fact,) = facts_of(document, field, FRONT)
    assert (fact.value, fact.origin) == (value, origin)
    if words is None:
        assert fact.stated_in is None
    else:
        assert fact.stated_in == document.doc_id
        assert FRONT[fact.start : fact.end] == words


def test_stated_date_comes_before_the_creation_date_of_a_file() -> None:
    (fact,) = facts_of(summary("a.pdf", issued=issued(2023, 1, 9)), "issued", FRONT)
    assert fact.value == "3 May 2019"
    (fact,) = facts_of(summary("a.pdf", issued=issued(2019, 4, 9)), "issued", FRONT)
    assert fact.value == "3 May 2019"
    (fact,) = facts_of(summary("a.pdf", issued=issued(2018, 1, 9)), "issued", FRONT)
    assert fact.value == "9 January 2018"
    (fact,) = facts_of(summary("a.pdf", issued=issued(2023, 1, 9)), "issued", "No date here.")
    assert (fact.value, fact.origin) == ("9 January 2023", "the PDF file's metadata")


@pytest.mark.parametrize("field", ["author", "issued", "publisher", "DOI", "URL"])
def test_unknown_field_has_no_fact(field: Field) -> None:
    assert list(facts_of(summary("a.txt"), field, "Costs of ferries\n\nThey rose.")) == []


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (Fact("a.txt", "Costs", "author", "Ann Lee", "its byline"), "Costs · Authors: Ann Lee (from its byline)"),
        (Fact("a.txt", "Costs", "title", "Costs", "the text"), "Title: Costs (from the text)"),
        (Fact(None, None, "documents", "1,204", "the index"), "Documents: 1,204 (from the index)"),
        (Fact("a.txt", "Costs", "DOI", "10.5555/1", "library.json"), "Costs · DOI: 10.5555/1 (from library.json)"),
    ],
)
def test_fact_as_a_line_names_its_document_and_its_origin(fact: Fact, text: str) -> None:
    assert fact_text(fact) == text
