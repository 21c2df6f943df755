from reportqa.parsing.markup.asciidoc import parse

SOURCE = """= Bed audit
Ann Cole
2019-03-04

The trust has {beds} *31* beds.footnote:[In May.]

// a comment
////
old: 41
////

NOTE: Closed in June.

|===
|Town |Beds

|Ely |31
|===

include::other.adoc[]
ifdef::x[]
== Wards

* Ash
endif::[]
"""


def test_text_tables_and_notes_are_read_and_the_rest_is_named() -> None:
    builder = parse(SOURCE.encode())
    assert "The trust has {beds} 31 beds." in builder.text
    for words in ("Bed audit\n", "Note\n\nClosed in June.", "Ely · Beds: 31", "Wards\n\nAsh", "In May."):
        assert words in builder.text
    assert [section.heading for section in builder.sections] == ["Bed audit", "Wards"]
    assert sorted(thing.text for thing in builder.left_out) == ["a comment", "old: 41"]
    assert builder.warnings == ['The included file "other.adoc" is not read.']


def test_what_pandoc_cannot_read_is_plain_text() -> None:
    builder = parse(b"= Audit\n\nThe trust has 13 vans.\n\ninclude::a[x] []\n\n")
    assert "The trust has 13 vans." in builder.text
    assert "plain text" in builder.warnings[0]
