from reportqa.parsing.pdf.guessed_letters import guess_letters, warn_of_guesses
from reportqa.parsing.pdf.lines import Line
from reportqa.parsing.pdf.parser import parse
from support.mapped_pdf import mapped_pdf

CODES = {chr(code): chr(code) for code in range(0x20, 0x7F)} | {"#": "\ue001"}


def test_guessed_words_are_named_and_others_stay() -> None:
    lines = [Line(text, 0.0, 0.0, 1.0, 1.0, 1.0) for text in ("in\ufffduence of it", "no \ufffd sign", "plain")]
    repaired, guessed = guess_letters(lines, {"influence": 2})
    assert [line.text for line in repaired] == ["influence of it", "no \ufffd sign", "plain"]
    assert guessed == ["influence"]


def test_warning_lists_pages_and_words_once() -> None:
    assert warn_of_guesses([["first", "office"], [], ["office"]]) == [
        "Letters that the fonts do not name were guessed, on page 1, 3: first, office. Check quotes of them."
    ]
    assert warn_of_guesses([[], []]) == []


def test_document_with_guessed_letters_says_so() -> None:
    builder = parse(mapped_pdf("BT /F 12 Tf 50 300 Td (It was speci#ed in the plan.) Tj ET", CODES))
    assert builder.text == "It was specified in the plan."
    assert [(thing.kind, thing.text, thing.page) for thing in builder.left_out] == [("guessed letters", "specified", 1)]
    assert "specified" in builder.warnings[0]
