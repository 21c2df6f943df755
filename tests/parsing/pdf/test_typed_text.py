from reportqa.parsing.pdf.annotations import BUTTON, FIELD, TYPED, Annotation
from reportqa.parsing.pdf.lines import Line
from reportqa.parsing.pdf.rotation import Frame
from reportqa.parsing.pdf.typed_text import with_typed
from reportqa.parsing.pdf.words import Word, no_rules

FRAME = Frame(0, 600.0, 800.0)


def line(text: str, left: float, bottom: float, width: float = 80.0) -> Line:
    word = Word(text, left, left + width, bottom, bottom + 10, 0, len(text) - 1)
    return Line(text, left, bottom, left + width, bottom + 10, 10.0, words=(word,))


def texts(lines: list[Line], *added: Annotation, separated: bool = False) -> list[str]:
    parted = (lambda *_: True) if separated else no_rules
    return [line.text for line in with_typed(lines, added, FRAME, parted)]


LABELS = [line("Beds:", 50, 700), line("Nurses:", 300, 700), line("Manager", 50, 600)]


def test_value_continues_the_nearest_label_on_its_line() -> None:
    beds = Annotation(FIELD, "63", (140.0, 698.0, 200.0, 714.0))
    nurses = Annotation(FIELD, "12 full time", (390.0, 698.0, 450.0, 714.0))
    assert texts(LABELS, nurses, beds) == ["Beds: 63", "Nurses: 12 full time", "Manager"]


def test_box_to_tick_is_before_or_behind_its_label() -> None:
    before = Annotation(BUTTON, "☒", (35.0, 700.0, 45.0, 710.0))
    behind = Annotation(BUTTON, "☐", (385.0, 700.0, 395.0, 710.0))
    assert texts(LABELS, before, behind) == ["☒ Beds:", "Nurses: ☐", "Manager"]


def test_field_behind_a_rule_has_a_line_of_its_own() -> None:
    beds = Annotation(FIELD, "63", (140.0, 698.0, 200.0, 714.0))
    assert texts(LABELS, beds, separated=True) == ["63", "Beds:", "Nurses:", "Manager"]


def test_field_of_several_lines_below_its_label() -> None:
    address = Annotation(FIELD, "1 High Street\nEly", (50.0, 560.0, 200.0, 598.0), "Address")
    assert texts(LABELS, address) == [*[label.text for label in LABELS], "Address: 1 High Street", "Ely"]


def test_typed_text_is_placed_below_the_line_above_it() -> None:
    typed = Annotation(TYPED, "Corrected to 64.", (50.0, 650.0, 200.0, 670.0))
    placed = with_typed(LABELS, [typed, Annotation("note", "No text", (0.0, 0.0, 1.0, 1.0))], FRAME)
    assert [line.text for line in placed] == ["Beds:", "Corrected to 64.", "Nurses:", "Manager"]
    assert placed[1].words[0].first == -1
    assert 650 <= placed[1].bottom < placed[1].top <= 670


def test_page_with_fields_only() -> None:
    assert texts([], Annotation(FIELD, "63", (140.0, 698.0, 200.0, 714.0), "Beds")) == ["Beds: 63"]
