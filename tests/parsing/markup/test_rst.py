from reportqa.parsing.markup.rst import parse

SOURCE = """Audit
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
    builder = parse(SOURCE.encode())
    assert builder.text.startswith("Audit\n\nNote\n\nKey\n\nThe beds and wards")
    assert [thing.text for thing in builder.left_out] == ["was 41 and 42", "also 43"]
