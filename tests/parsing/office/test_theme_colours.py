import pytest
from lxml import etree

from reportqa.parsing.office.theme_colours import ThemeColours

THEME = etree.fromstring(
    '<a:theme xmlns:a="urn:a"><a:clrScheme><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1>'
    '<a:lt1><a:srgbClr val="FEFEFE"/></a:lt1></a:clrScheme></a:theme>'
)


@pytest.mark.parametrize(
    ("fill", "colour"),
    [
        ('<srgbClr val="0A0B0C"/>', (10, 11, 12)),
        ('<schemeClr val="bg1"/>', (254, 254, 254)),
        ('<schemeClr val="tx1"/>', (0, 0, 0)),
        ('<schemeClr val="accent1"/>', None),
        ('<schemeClr val="bg1"><lumMod val="50000"/></schemeClr>', None),
        ('<srgbClr val="FFFFFF"><alpha val="10000"/></srgbClr>', None),
        ('<prstClr val="white"/>', (255, 255, 255)),
        ('<hslClr hue="0"/>', None),
        ("", None),
    ],
)
def test_fill_has_a_colour_of_its_own_or_of_the_theme(fill: str, colour: tuple[int, int, int] | None) -> None:
    assert ThemeColours(THEME).of(etree.fromstring(f"<solidFill>{fill}</solidFill>")) == colour


def test_presentations_name_the_colours_of_their_themes() -> None:
    assert ThemeColours(THEME, {"bg1": "dk1"}).named("bg1") == (0, 0, 0)
    assert ThemeColours(None).named("bg1") is None
