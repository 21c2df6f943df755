from lxml.html import HtmlElement, fragment_fromstring

from reportqa.parsing.html.parser import parse
from reportqa.parsing.html.repeats import compared, repeated_descriptions, repeated_lines

CAPTION = "A nurse of the county fund visits an old couple in their home at the coast of the North Sea."


def page(content: str) -> HtmlElement:
    return fragment_fromstring(f"<div>{content}</div>")


def test_caption_given_twice_is_kept_once() -> None:
    body = page(f"<div class='caption'>{CAPTION}</div><div class='gallery'><div>{CAPTION}</div></div>")
    assert [line.text for line in repeated_lines(body)] == [CAPTION]


def test_shortened_copy_of_a_caption_is_a_repetition() -> None:
    short = f"{CAPTION[:85]} ... more"
    body = page(f"<div class='caption-full'>{CAPTION}</div><div class='caption-short'>{short}</div>")
    assert [line.text for line in repeated_lines(body)] == [short]


def test_sentences_sources_and_captions_of_figures_may_be_the_same() -> None:
    assert repeated_lines(page(f"<p>{CAPTION}</p><p>{CAPTION}</p>")) == []
    assert repeated_lines(page(f"<figure><figcaption>{CAPTION}</figcaption></figure>" * 2)) == []
    assert repeated_lines(page(f"<table><tr><td class='caption'>{CAPTION}</td></tr></table>" * 2)) == []


def test_title_outside_of_the_heading_is_a_repetition() -> None:
    title = "The county fund for nurses"
    (line,) = repeated_lines(page(f"<h1>{title}</h1><p>Text.</p><div>{title}</div>"))
    assert line.block.tag == "div"
    assert repeated_lines(page(f"<h1>{title}</h1><h1>Costs of the fund</h1><div>{title}</div>")) == []


def test_description_that_the_text_has_is_a_repetition() -> None:
    body = page(
        f"<img alt='{CAPTION}'><p>{CAPTION} Photo: Somebody</p><img alt='Bars of a chart'><img alt='Bars of a chart'>"
    )
    assert [picture.get("alt") for picture in repeated_descriptions(body)] == [CAPTION, "Bars of a chart"]


def test_description_that_names_the_file_is_none() -> None:
    body = page(
        "<img alt='nurse-2.jpg'><img alt='nurse home visit' src='/a/nurse-home-visit.jpg?x=1'>"
        "<img alt='Poverty rate' src='/poverty-rate.png'>"
    )
    assert [picture.get("alt") for picture in repeated_descriptions(body)] == ["nurse-2.jpg", "nurse home visit"]


def test_description_in_a_table_is_a_repetition_only_of_a_whole_line() -> None:
    table = "<table><tr><td><img alt='{0}'></td><td>{1}</td></tr></table>"
    assert len(list(repeated_descriptions(page(table.format(CAPTION, CAPTION))))) == 1
    assert list(repeated_descriptions(page(table.format(CAPTION, f"{CAPTION} And more.")))) == []


def test_repetitions_are_left_out_by_name() -> None:
    builder = parse(
        f"<h1>Fund</h1><p>It pays.</p><figure><img alt='{CAPTION}'><figcaption>{CAPTION}</figcaption></figure>".encode()
    )
    assert builder.text.count(CAPTION) == 1
    assert [(part.kind, part.text) for part in builder.left_out] == [("repeated text", CAPTION)]


def test_letters_and_digits_are_compared() -> None:
    assert compared("Größe: 12_ %") == "größe12"


def test_title_given_in_two_headings_is_kept_once() -> None:
    (line,) = repeated_lines(page("<h1>The county fund for nurses</h1><p>Text.</p><h1>The county fund for nurses</h1>"))
    assert line.block.getprevious() is not None
