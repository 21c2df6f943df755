import pytest

from reportqa.parsing.html.parser import parse

NOTES = "<p><sup>1</sup> Without agency staff.</p><p><sup>2</sup> Estimated.</p>"


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("It sold<sup>1</sup> 12<sup>2</sup> vans.", "It sold 12 vans."),
        ("It sold 12<sup>1,2</sup> vans.", "It sold 12 vans."),
        ('It sold 12<sup><a href="#x1">2</a></sup> vans.', "It sold 12 vans."),
        ('It sold 12<a href="#x1"><sup>2</sup></a> vans.', "It sold 12 vans."),
        ('It sold 12<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a> vans.', "It sold 12 vans."),
        ('It sold 12<a href="#fn-9" role="doc-noteref">9</a> vans.', "It sold 12 vans."),
        ("It is 12 km<sup>2</sup> or 10<sup>2</sup> fields.", "It is 12 km² or 10² fields."),
        ("It sold 12<sup>3</sup> vans.", "It sold 12³ vans."),
        ('It sold 12 vans, see <a href="#part2">2</a>.', "It sold 12 vans, see 2."),
    ],
)
def test_marks_of_notes_are_not_text_and_powers_are(sentence: str, text: str) -> None:
    assert parse(f"<p>{sentence}</p>{NOTES}".encode()).text.startswith(f"{text}\n\n¹ Without agency staff.")


def test_powers_of_a_page_without_notes_are_kept() -> None:
    assert parse(b"<p>It is 12<sup>2</sup>.</p><p>The area.</p>").text == "It is 12².\n\nThe area."


def test_mark_in_a_cell_is_not_part_of_its_figure() -> None:
    table = "<table><tr><th>Ward</th><th>Beds<sup>1</sup></th></tr><tr><td>Ash</td><td>12<sup>2</sup></td></tr></table>"
    assert parse(f"{table}{NOTES}".encode()).text.startswith("Ash · Beds: 12\n\n")


def test_note_of_word_keeps_its_text() -> None:
    page = '<p>Vans<a href="#_ftn1" name="_ftnref1">[1]</a></p><p><a href="#_ftnref1" name="_ftn1">[1]</a> Of 20.</p>'
    assert parse(page.encode()).text == "Vans\n\n[1] Of 20."


def test_raised_letter_behind_a_figure_in_a_cell_is_a_mark() -> None:
    row = "<tr><td>Ash<sup>a</sup></td><td>11.9<sup>a</sup></td><td>5<sup>(b)</sup></td><td>1<sup>st</sup></td></tr>"
    table = f"<table><tr><th>Town</th><th>A</th><th>B</th><th>C</th></tr>{row}</table>"
    assert parse(f"<p>Rates.</p>{table}".encode()).tables[0].rows[1] == ("Asha", "11.9", "5", "1st")


def test_links_of_headings_to_themselves_are_left_out() -> None:
    assert parse("<h2 id='a'>Limits<a href='#a'>¶</a></h2><p>It is 5.</p>".encode()).text == "Limits\n\nIt is 5."
