import pytest
from flask import Flask

from reportqa.answering.query import Query
from reportqa.document import DocumentSummary
from reportqa.index.facets import Facets
from reportqa.index.filters import Filters
from reportqa.server.pages.ask_form import AskForm, ask_address, only_address
from reportqa.server.pages.filter_fields import MAX_BOXES


def facets(count: int) -> Facets:
    """Return the facets of `count` documents, each with its own publisher."""
    return Facets(
        DocumentSummary(
            f"{n:03}.txt", "0" * 64, "text/plain", {"title": f"T{999 - n}", "publisher": f"P{n:03}"}, 0, 1, 1, (), "en"
        )
        for n in range(count)
    )


def form(query: Query, count: int, app: Flask) -> AskForm:
    with app.test_request_context():
        return AskForm.of(query, facets(count))


def sent(form: AskForm) -> set[tuple[str, str]]:
    """Return what the form submits unchanged."""
    fields = (*form.fields, *form.dates)
    boxes = {(field.name, option.value) for field in fields for option in field.options if option.chosen}
    return boxes | set(form.hidden)


QUERY = Query(
    "Why?",
    filters=Filters(
        doc_ids=("000.txt", "001.txt"), publishers=("P000", "p001", "P0"), languages=("en",), published_from="2016"
    ),
)


@pytest.mark.parametrize("count", [1, 2, MAX_BOXES, MAX_BOXES + 1])
def test_form_sends_the_filters_that_it_came_with(app: Flask, count: int) -> None:
    expected = {(name, value) for name, given in QUERY.filters.values().items() for value in given}
    assert sent(form(QUERY, count, app)) == expected


def test_field_with_one_value_is_not_shown(app: Flask) -> None:
    assert form(QUERY, 1, app).fields == form(QUERY, 1, app).dates == ()
    assert [field.name for field in form(QUERY, 2, app).fields] == ["document", "publisher"]


def test_each_chip_leads_to_the_question_without_its_filter(app: Flask) -> None:
    chips = form(QUERY, 3, app).chips
    shown = ", ".join(f"{chip.label}: {chip.value}" for chip in chips)
    assert shown == (
        "Document: T999, Document: T998, Publisher: P000, Publisher: p001, Publisher: P0, Language: English, From: 2016"
    )
    assert all(chip.address.startswith("/ask?q=Why?") for chip in chips)
    assert "from=" not in chips[-1].address
    assert "document=000.txt" not in chips[0].address
    assert "document=001.txt" in chips[0].address


def test_address_keeps_k_unless_it_is_replaced(app: Flask) -> None:
    query = Query("Why?", 7, Filters(publishers=("a & b",)))
    with app.test_request_context():
        assert ask_address(query) == "/ask?q=Why?&k=7&publisher=a+%26+b"
        assert ask_address(query, k=12) == "/ask?q=Why?&k=12&publisher=a+%26+b"
        assert only_address(query, "a.txt") == "/ask?q=Why?&document=a.txt&publisher=a+%26+b"


def test_form_within_a_document_asks_it_alone() -> None:
    assert AskForm.within("a.pdf") == AskForm(hidden=(("document", "a.pdf"),))


def test_arrangement_is_kept_by_the_form_and_every_link(app: Flask) -> None:
    query = Query("Why?", sort="date", group="document", filters=Filters(publishers=("P000",)))
    made = form(query, 3, app)
    assert {("sort", "date"), ("group", "document")} <= set(made.hidden)
    assert all("sort=date&group=document" in chip.address for chip in made.chips)
    with app.test_request_context():
        assert ask_address(query, sort="relevance") == "/ask?q=Why?&publisher=P000&group=document"


def test_filters_can_be_saved_with_their_question(app: Flask) -> None:
    assert form(QUERY, 3, app).savable == {
        "q": "Why?", "after": (), "k": None, **QUERY.filters.values(),
    }  # fmt: skip
    assert form(Query("Why?"), 3, app).savable == {}
