from lxml import etree

from reportqa.parsing.office.opendocument_xml import chart_figures, item_of, paragraph_texts, text_of
from reportqa.parsing.office.zip_package import Package
from support.hostile import zipped
from support.opendocument import NAMESPACES, element


def test_text_is_on_one_line_with_spaces_and_tabs() -> None:
    node = element("<text:p>One<text:s/>two<text:tab/><text:span>three</text:span> </text:p>")
    assert text_of(node) == "One two three"
    assert list(
        paragraph_texts(element("<text:section><text:p>A</text:p><text:p/><text:h>B</text:h></text:section>"))
    ) == [
        "A",
        "B",
    ]


def test_figures_of_a_chart_are_in_its_object() -> None:
    title = "<chart:title><text:p>Visits</text:p></chart:title>"
    chart = f"<x {NAMESPACES}><chart:chart>{title}<table:table/></chart:chart></x>"
    package = Package(zipped({"Object 1/content.xml": chart}), "OpenDocument text", ".odt")
    titles, table = chart_figures(package, element('<draw:object xlink:href="./Object 1"/>'))
    assert titles == ["Visits"]
    assert table is not None
    assert chart_figures(package, element('<draw:object xlink:href="./Object 2"/>')) == ([], None)


def test_first_author_comes_before_the_last_and_the_creation_before_a_change() -> None:
    meta = etree.fromstring(
        "<meta><title>Beds</title><initial-creator>Ada Quill; Tom Reed</initial-creator><creator>Una Voss</creator>"
        "<creation-date>2016-07-19T10:00:00</creation-date><date>2020-01-01</date></meta>"
    )
    item = item_of(meta)
    assert item["title"] == "Beds"
    assert item["author"] == [{"literal": "Ada Quill"}, {"literal": "Tom Reed"}]
    assert item["issued"]["date-parts"][0][0] == 2016
    assert item_of(None) == {}
