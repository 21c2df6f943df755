from reportqa.parsing.markup.org import parse

SOURCE = """* Beds
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
* Staff :tag:
Ann.
"""


def test_what_is_not_exported_is_named() -> None:
    builder = parse(SOURCE.encode())
    assert builder.text == "Beds\n\nEly has 31 beds.\n\nStaff\n\nAnn."
    assert [(thing.kind, thing.text) for thing in builder.left_out] == [
        ("comment", "was 41"),
        ("comment", "was 42"),
        ("part that is not exported", "** COMMENT Draft Perhaps 43. *** Below"),
        ("part that is not exported", "* Wards :noexport: Secret 44."),
    ]
