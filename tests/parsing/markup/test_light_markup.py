from reportqa.parsing.markup.light_markup import parse_asciidoc, parse_org, parse_rst

RST = """Audit
=====

.. note:: Key

.. was 41
   and 42

..
   also 43

.. _place:

The :term:`beds <bed>` and |sub|, [CIT]_.

.. |sub| replace:: wards

.. [CIT] A source.
"""


def test_comments_are_named_and_targets_left_out() -> None:
    builder = parse_rst(RST.encode())
    assert builder.text.startswith("Audit\n\nNote\n\nKey\n\nThe beds and wards")
    assert [thing.text for thing in builder.left_out] == ["was 41 and 42", "also 43"]


ORG = """* Beds
Ely has 31 beds.
# was 41
#+BEGIN_COMMENT
was 42
#+END_COMMENT
** COMMENT Draft
Perhaps 43.
*** Below
* Wards :noexport:
Secret 44.
* TODO Staff :tag:
SCHEDULED: <2016-04-12 Tue>
Ann.
"""


def test_what_is_not_exported_is_named() -> None:
    builder = parse_org(ORG.encode())
    assert builder.text == "Beds\n\nEly has 31 beds.\n\nStaff\n\nAnn."
    assert [(thing.kind, thing.text) for thing in builder.left_out] == [
        ("part that is not exported", "** COMMENT Draft Perhaps 43. *** Below"),
        ("part that is not exported", "* Wards :noexport: Secret 44."),
        ("comment", "was 41"),
        ("comment", "was 42"),
        ("state of a heading", "TODO"),
        ("tag", ":tag:"),
        ("planning", "SCHEDULED: <2016-04-12 Tue>"),
    ]


ASCIIDOC = """= Bed audit
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
    builder = parse_asciidoc(ASCIIDOC.encode())
    assert "The trust has {beds} 31 beds." in builder.text
    for words in ("Bed audit\n", "Note\n\nClosed in June.", "Ely · Beds: 31", "Wards\n\nAsh", "In May."):
        assert words in builder.text
    assert [section.heading for section in builder.sections] == ["Bed audit", "Wards"]
    assert sorted(thing.text for thing in builder.left_out) == ["a comment", "old: 41"]
    assert builder.warnings == ['The included file "other.adoc" is not read.']


def test_what_pandoc_cannot_read_is_plain_text() -> None:
    builder = parse_asciidoc(b"= Audit\n\nThe trust has 13 vans.\n\ninclude::a[x] []\n\n")
    assert "The trust has 13 vans." in builder.text
    assert "plain text" in builder.warnings[0]
