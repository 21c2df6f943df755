from reportqa.cli.describing import description_text
from reportqa.document import DocumentSummary
from reportqa.ingest import description_fields

DOCUMENT = DocumentSummary(
    "a.pdf", "0" * 64, "application/pdf",
    {"title": "T", "author": [{"literal": "pc42"}], "publisher": "Quay"}, 1, 1, 9, (),
    origins={"title": "first heading", "author": "the file", "publisher": "library.json"},
)  # fmt: skip


def test_each_field_has_its_origin() -> None:
    assert description_text(DOCUMENT, {"publisher": "Quay"}).splitlines() == [
        "title      T  (first heading)",
        "author     pc42  (the file, not checked)",
        "issued     –",
        "publisher  Quay  (library.json)",
    ]


def test_what_the_index_does_not_have_yet_says_so() -> None:
    fields = description_fields(DOCUMENT, {"author": [{"literal": "pc42"}], "issued": {"literal": "n.d."}})
    following = "library.json, used after the next build"
    assert fields["author"] == {"value": "pc42", "origin": following}
    assert fields["issued"] == {"value": "n.d.", "origin": following}
    assert fields["publisher"] == {"value": "Quay", "origin": "library.json, until the next build"}
