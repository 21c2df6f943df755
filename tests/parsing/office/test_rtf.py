import pytest

from support.formats import read

pytestmark = pytest.mark.slow


def test_rtf_of_other_programs_is_read() -> None:
    data = (
        rb"{\rtf1\ansi\ansicpg1252{\info{\title Caf\'e9s and GPs}{\author Rebecca Rosen}{\creatim\yr2016\mo7\dy19}}"
        rb"\pard It\u8217?s \'a325.\par \pard\ls1 one item\par \pard\ls1 other item\par"
        rb"\trowd\cellx2000\cellx4000\pard\intbl Year\cell Size\cell\row\trowd\cellx2000\cellx4000\pard\intbl 2014"
        rb"\cell 9\cell\row \pard After{\super\chftn{\*\footnote\pard A note.}}.{\*\annotation\pard Is it?}\par}"
    )
    builder = read("a.rtf", data)
    assert builder.text == "It’s £25.\n\none item\n\nother item\n\nYear · Size\n2014 · 9\n\nAfter.\n\nA note."
    assert builder.csl_item["title"] == "Cafés and GPs"
    assert builder.csl_item["issued"] == {"date-parts": [[2016, 7, 19]]}


def test_deleted_words_are_omitted_and_numbered_headings_are_headings() -> None:
    data = (
        rb"{\rtf1\ansi{\stylesheet{\s1\outlinelevel0 heading 1;}}"
        rb"\pard\plain\s1\outlinelevel0\b{\listtext\pard\plain 1.\tab}\ls1 {Money}\par "
        rb"\pard\plain The board recommends{\deleted\revauthdel1 \'20not} {\revised\revauth1 strongly} to go on.\par}"
    )
    builder = read("a.rtf", data)
    assert builder.text == "1. Money\n\nThe board recommends strongly to go on."
    assert [section.heading for section in builder.sections] == ["1. Money"]


def test_numbers_of_clauses_and_of_headings_are_text() -> None:
    table = rb"{\*\listtable{\list{\listlevel\levelnfc0}{\listlevel\levelnfc0}\listid1}}"
    table += rb"{\*\listoverridetable{\listoverride\listid1\ls1}}"
    heading = rb"\pard\outlinelevel0 {\listtext\pard\plain\f0 2.\tab}\ls1 Scope\par "
    clause = rb"{\listtext\pard\plain\f0 2.1\tab}\pard\plain\ilvl1\ls1 Lorries stop.\par "
    text = read("a.rtf", rb"{\rtf1\ansi" + table + heading + clause + rb"\pard The end.\par}").text
    assert text == "2. Scope\n\n2.1 Lorries stop.\n\nThe end."
