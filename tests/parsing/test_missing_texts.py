from lxml import etree

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.missing_texts import name_missing, texts_between


def test_texts_that_a_document_lacks_are_named_behind_the_text_before_them() -> None:
    builder = DocumentBuilder()
    builder.paragraph("Ely has 31 beds.")
    builder.leave_out("comment", "was 30")
    name_missing([("p", "Ely has "), ("p", "31 beds"), ("b", "lost words"), ("c", "was 30"), ("p", "7")], builder)
    assert [(thing.kind, thing.text, thing.position) for thing in builder.left_out[1:]] == [
        ("part that is not read", "b: lost words", len("Ely has 31 beds"))
    ]


def test_long_text_that_was_left_out_is_not_named_twice() -> None:
    builder = DocumentBuilder()
    builder.leave_out("comment", "word " * 200 + "ending")
    name_missing([("", "word ending")], builder)
    assert len(builder.left_out) == 1


def test_name_of_the_first_column_is_no_missing_text() -> None:
    builder = DocumentBuilder()
    builder.table([["Town", "Beds"], ["Ely", "31"]])
    name_missing([("th", "Town")], builder)
    assert not builder.left_out


def test_texts_between_tags_are_yielded_with_their_elements() -> None:
    root = etree.fromstring("<a>one<b>two</b>three<c>four</c></a>")
    texts = [(name, text) for name, text in texts_between(root, {"c"}) if text]
    assert texts == [("a", "one"), ("b", "two"), ("a", "three")]
