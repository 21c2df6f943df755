from lxml import etree

from reportqa.parsing.office.slide_text import listed_paragraphs, paragraphs, struck_out
from reportqa.parsing.xml_tree import Element


def shape(*found: str, styles: str = "") -> Element:
    return etree.fromstring(f"<sp><lstStyle>{styles}</lstStyle>{''.join(f'<p>{each}</p>' for each in found)}</sp>")


def words(text: str, look: str = "") -> str:
    return f"<r><rPr {look}/><t>{text}</t></r>"


def test_runs_are_joined_and_struck_out_text_is_left_out() -> None:
    node = shape(words("prac") + words("tices") + "<br/>" + words("7") + words("2", 'baseline="30000"'), "<r/>")
    assert list(paragraphs(node)) == ["practices 7²"]
    node = shape(words("It has 640 ") + words("999 ", 'strike="sngStrike"') + words("staff", 'strike="noStrike"'))
    assert list(paragraphs(node)) == ["It has 640 staff"]
    assert list(struck_out(node)) == ["999 "]


def test_automatic_numbers_are_text() -> None:
    first = '<pPr><buAutoNum type="arabicPeriod" startAt="7"/></pPr>'
    inner = '<pPr lvl="1"><buAutoNum type="alphaLcParenBoth"/></pPr>'
    node = shape(
        first + words("One"), inner + words("Two"), inner + words("Three"), first + words("Four"), inner + words("Five")
    )
    assert list(paragraphs(node)) == ["7. One", "(a) Two", "(b) Three", "8. Four", "(a) Five"]


def test_bullets_of_the_shape_count_unless_the_paragraph_has_none() -> None:
    node = shape(
        words("One"),
        "<pPr><buNone/></pPr>" + words("Two"),
        words("Three"),
        styles='<lvl1pPr><buAutoNum type="romanUcPlain"/></lvl1pPr>',
    )
    assert list(listed_paragraphs(node)) == [("I One", True), ("Two", False), ("I Three", True)]
    assert list(listed_paragraphs(shape('<pPr><buChar char="x"/></pPr>' + words("One")))) == [("One", True)]
