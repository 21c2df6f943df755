import pytest

from reportqa.parsing.html.parser import parse

BODY = "<h1>Inspection</h1><p>The ward was inspected in May, and this form was filled in.</p>{}"


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ('<label>Beds <input value="412"></label>', "Beds 412"),
        ('<label>Day <input type="date" value="2019-05-04"></label>', "Day 2019-05-04"),
        ("<p>Grade: <select><option>Good</option><option selected>Poor</option></select></p>", "Grade: Poor"),
        ('<input type="checkbox" checked> Doors <input type="checkbox"> Alarms', "☒ Doors ☐ Alarms"),
        ("<p>Notes: <textarea>Five vans\nare old.</textarea></p>", "Notes: Five vans are old."),
    ],
)
@pytest.mark.parametrize("form", ["<form>{}</form>", "<div>{}</div>"])
def test_values_of_a_form_are_text(form: str, part: str, text: str) -> None:
    assert parse(BODY.format(form.format(part)).encode()).text.endswith(f"filled in.\n\n{text}")


def test_options_that_are_not_chosen_are_named() -> None:
    part = "<p>Grade: <select><option>Good</option><option selected>Poor</option></select></p>"
    assert [(left.kind, left.text) for left in parse(BODY.format(part).encode()).left_out] == [
        ("options not chosen", "Good")
    ]


@pytest.mark.parametrize(
    "part",
    [
        '<form action="/search"><input name="q" value="flu"></form>',
        '<form role="search"><input value="flu"></form>',
        '<header><input value="flu"></header>',
        '<form id="login"><input value="flu"></form>',
        '<form><input type="hidden" value="flu"><input type="submit" value="flu"></form>',
        "<select><option>flu</option><option>cold</option></select>",
    ],
)
def test_tools_of_the_site_are_not_text(part: str) -> None:
    assert "flu" not in parse(BODY.format(part).encode()).text


def test_boxes_of_a_list_are_kept() -> None:
    items = '<li><input type="checkbox" checked> Doors</li><li><input type="checkbox"> Alarms</li>'
    assert parse(BODY.format(f"<ul>{items}</ul>").encode()).text.endswith("\n☒ Doors\n☐ Alarms")
