from lxml import etree

from reportqa.parsing.office.word_xml import is_on, namespace, pieces, run, table, text_of, value, xml_text
from support.word import URI, element


def test_value_is_read_in_the_namespace_of_the_element() -> None:
    node = element('<w:a w:val="7"/>')
    assert (value(node), value(node, "other"), value(None)) == ("7", "", "")
    assert namespace(node) == f"{{{URI}}}"
    assert namespace(etree.fromstring("<a/>")) == ""


def test_property_is_on_unless_it_is_switched_off() -> None:
    assert [is_on(element(f"<w:b {said}/>")) for said in ("", 'w:val="1"', 'w:val="0"', 'w:val="off"')] == [
        True,
        True,
        False,
        False,
    ]
    assert not is_on(None)


def test_run_has_a_copy_of_bold_and_italics_only() -> None:
    look = element("<w:rPr><w:b/><w:vanish/></w:rPr>")
    made = run("2.1\x01 ", look, look)
    assert text_of(made) == "2.1  "
    assert [node.tag.rpartition("}")[2] for node in made[0]] == ["b"]
    assert len(look) == 2


def test_table_has_its_cells_in_order() -> None:
    made = table([["", "Visits"], ["2016", "5"]], element("<w:p/>"))
    assert [text_of(cell) for cell in made.iter("{*}tc")] == ["", "Visits", "2016", "5"]


def test_pieces_are_texts_and_elements_in_order() -> None:
    found = list(pieces(element("<w:p><w:r><w:t>a</w:t><w:tab/></w:r></w:p>")))
    assert [piece if isinstance(piece, str) else piece.tag.rpartition("}")[2] for piece in found] == [
        "p",
        "r",
        "a",
        "tab",
    ]


def test_characters_that_xml_does_not_allow_are_spaces() -> None:
    assert xml_text("a\x00b\tc\ufffe") == "a b\tc "
