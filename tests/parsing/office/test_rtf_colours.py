import pytest

from reportqa.parsing.office.rtf import parse
from reportqa.parsing.unseen_text import UNSEEN

TABLE = r"{\colortbl;\red255\green255\blue255;\red0\green51\blue102;\red253\green253\blue253;\red0\green0\blue0;}"


def _read(body: str, before: str = "") -> tuple[str, list[tuple[str, str]]]:
    builder = parse(rf"{{\rtf1\ansi {TABLE}{before}{body}\pard\plain There are 29 beds.\par}}".encode("cp1252"))
    return builder.text, [(part.kind, part.text) for part in builder.left_out]


@pytest.mark.parametrize(
    "body",
    [
        r"\pard {\cf1 Draft.}\par",
        r"\pard\cf3 Draft.\cf0\par",
        r"\pard {\cf1 Dra}{\b\cf1 ft.}\par",
        r"\pard {\cf1 D\'72\u97?ft.}\par",
        r"\pard\cbpat1 {\cf1 Draft.}\par",
        r"\pard\cbpat2 {\cf2 Draft.}\par",
        r"\pard {\highlight4\cf4 Draft.}\par",
        r"\trowd\cellx2000\pard\intbl {\cf1 Draft.}\cell\row",
    ],
)
def test_text_in_the_colour_of_its_background_is_named(body: str) -> None:
    assert _read(body) == ("There are 29 beds.", [(UNSEEN, "Draft.")])


@pytest.mark.parametrize(
    "body",
    [
        r"\pard {\cf2 Draft.}\par",
        r"\pard {\cf1\plain Draft.}\par",
        r"\pard\cf1\cf0 Draft.\par",
        r"\pard\cbpat2 {\cf1 Draft.}\par",
        r"\pard\shading5000 {\cf1 Draft.}\par",
        r"\pard\bgdkhoriz {\cf1 Draft.}\par",
        r"\pard {\chcbpat2\cf1 Draft.}\par",
        r"\pard {\chshdng9000\cf1 Draft.}\par",
        r"\pard {\highlight4\cf1 Draft.}\par",
        r"\trowd\clcbpat2\cellx2000\pard\intbl {\cf1 Draft.}\cell\row",
        r"\trowd\cellx2000\pard\intbl\itap2 {\cf1 Draft.}\cell\row",
        r"\pard {\cf9 Draft.}\par",
        r"{\*\background {\shp }}\pard {\cf1 Draft.}\par",
    ],
)
def test_text_on_another_or_an_unknown_background_is_read(body: str) -> None:
    text, left_out = _read(body)
    assert "Draft." in text
    assert left_out == []


def test_shading_ends_with_its_paragraph_and_its_row() -> None:
    row = r"\trowd\clcbpat2\cellx2000\pard\intbl {\cf1 Beds}\cell\row"
    text, left_out = _read(rf"\pard\cbpat2 {{\cf1 Title}}\par {row}\pard {{\cf1 Draft.}}\par")
    assert "Title" in text
    assert "Beds" in text
    assert left_out == [(UNSEEN, "Draft.")]


@pytest.mark.parametrize("before", [r"{\stylesheet{\s1\cf1 Pale;}{\cs2\v Hush;}}", r"{\*\revtbl{Unknown;}}"])
def test_names_of_styles_and_other_settings_are_no_text(before: str) -> None:
    assert _read(r"\pard{\cf1{\*\bkmkstart mark}}", before) == ("There are 29 beds.", [])
