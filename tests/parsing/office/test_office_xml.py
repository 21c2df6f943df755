from lxml import etree

from reportqa.parsing.office.office_xml import choose_alternatives, drawing_text, drawn_part, relationship
from reportqa.parsing.office.word_xml import text_of
from reportqa.parsing.office.zip_package import Package
from support.hostile import zipped
from support.word import element

R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def test_first_alternative_with_something_to_show_is_kept() -> None:
    words = "<w:r><w:t>{}</w:t></w:r>"
    both = "<w:p><AlternateContent><Choice>{}</Choice><Fallback>{}</Fallback></AlternateContent></w:p>"
    for first, second, text in (("One", "Two", "One"), ("", "Two", "Two"), ("", "", "")):
        root = element(both.format(*(words.format(each) if each else "" for each in (first, second))))
        choose_alternatives(root)
        assert text_of(root) == text


def test_reference_is_read_in_both_namespaces() -> None:
    strict = element('<w:x xmlns:r="http://purl.oclc.org/ooxml/officeDocument/relationships" r:id="a"/>')
    assert (relationship(strict), relationship(element(f'<w:x {R} r:dm="b"/>'), "dm")) == ("a", "b")


def test_part_of_a_chart_is_found_by_its_reference() -> None:
    package = Package(zipped({"word/c.xml": "<chartSpace/>"}), "Word file", ".docx")
    related = {"a": "word/c.xml", "b": "word/missing.xml"}
    found = [
        drawn_part(element(f'<w:x {R} r:{name}="{key}"/>'), package, related)
        for name, key in (("id", "a"), ("dm", "a"), ("id", "b"), ("id", "c"))
    ]
    assert [node is not None for node in found] == [True, True, False, False]


def test_text_of_a_diagram_is_its_paragraphs() -> None:
    node = etree.fromstring("<a><p><r><t>One</t></r><br/><r><t>two</t></r></p><p/><p><r><t>Three</t></r></p></a>")
    assert list(drawing_text(node)) == ["One two", "Three"]
