import pytest

from reportqa.citations.ris_tags import TYPES, WRITTEN_TYPES, field_of, tag_of


def test_each_type_is_read_as_it_is_written() -> None:
    assert [kind for kind in set(TYPES.values()) if TYPES[WRITTEN_TYPES[kind]] != kind] == []


@pytest.mark.parametrize("kind", sorted(set(TYPES.values())))
@pytest.mark.parametrize(
    "field", ["title", "author", "editor", "translator", "publisher", "genre", "DOI", "URL", "language"]
)
def test_field_that_every_type_has_is_read_from_its_tag(kind: str, field: str) -> None:
    tag = tag_of(field, kind)
    assert tag is not None
    assert field_of(tag, kind) == field


@pytest.mark.parametrize(
    ("field", "kind", "tag"),
    [
        ("number", "report", "SN"), ("ISBN", "book", "SN"), ("ISSN", "article-journal", "SN"),
        ("collection-title", "report", "T2"), ("collection-title", "chapter", "T3"),
        ("container-title", "chapter", "T2"),
        ("editor", "report", "ED"), ("editor", "book", "A3"), ("editor", "chapter", "A2"),
        ("collection-editor", "report", "A2"), ("number-of-pages", "book", "SP"), ("page", "report", "SP"),
        ("number-of-pages", "report", None), ("archive", "book", None),
    ],
)  # fmt: skip
def test_tag_depends_on_the_type(field: str, kind: str, tag: str | None) -> None:
    assert tag_of(field, kind) == tag
