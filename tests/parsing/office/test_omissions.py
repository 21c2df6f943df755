from lxml import etree

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.office.omissions import Omissions
from reportqa.parsing.office.word_xml import pieces
from support.word import element


def test_parts_are_recorded_in_the_order_of_the_document_at_their_places() -> None:
    runs = [f"<w:r><w:t>{text}</w:t></w:r>" for text in ("Some ", "hidden ", "words ", "here ", "struck")]
    root = element(f"<w:p>{''.join(runs)}</w:p>")
    omissions = Omissions()
    first, second, third = root[1], root[2], root[4]
    omissions.take_out(third, "struck-out text", "struck")
    omissions.take_out(first, "hidden text", "hidden ")
    omissions.take_out(second, "hidden text", "words")
    assert omissions.marks(root)
    omissions.locate(root, pieces)
    assert not omissions.marks(root)
    builder = DocumentBuilder()
    builder.paragraph("Some here")
    omissions.record("comment", "Said")
    omissions.write(builder)
    assert [(part.kind, part.text, part.position) for part in builder.left_out] == [
        ("hidden text", "hidden words", 4),
        ("struck-out text", "struck", 9),
        ("comment", "Said", 9),
    ]


def test_emptied_element_keeps_what_is_kept() -> None:
    root = element("<w:p><w:pPr/><w:r/><w:r/></w:p>")
    omissions = Omissions()
    omissions.empty(root, "contents entry", "One", "pPr")
    omissions.locate(root, pieces)
    assert [etree.QName(node).localname for node in root] == ["pPr"]
