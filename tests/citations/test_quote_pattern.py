from reportqa.citations.quote_pattern import Pattern


def test_ellipsis_and_bracketed_words_are_gaps() -> None:
    pattern = Pattern("so it […] is [the company] now")
    assert [slot.gap for slot in pattern.slots if slot.gap] == ["ellipsis", "bracket"]
    assert pattern.words == 4
    assert pattern.has_gaps


def test_bracketed_letter_has_either_case() -> None:
    assert set(Pattern("[t]he end").slots[0].keys) == {"the", "The"}


def test_text_without_marks_of_the_writer_is_taken_as_it_is() -> None:
    pattern = Pattern("So it … is", marks=False)
    assert not pattern.has_gaps
    assert pattern.slots[0].keys == ("So",)
