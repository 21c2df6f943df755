from lxml import etree

from reportqa.parsing.office.opendocument_properties import item_of


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
