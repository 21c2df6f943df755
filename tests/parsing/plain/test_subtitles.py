import pytest

from reportqa.errors import ParseError
from reportqa.parsing.plain.subtitles import parse

VTT = """WEBVTT - Board meeting

NOTE made by a program

STYLE
::cue { color: red }

intro-1
00:00:01.000 --> 00:00:04.000 align:start
<v.loud Ann Cole>The board approved <i>38</i>
new posts &amp; beds.</v>

00:04.000 --> 00:05.000
<v Ann Cole>It met in May.

00:05.000 --> 00:06.000
<v Bela Kiss>Thank you.

00:20.000 --> 00:22.000
<v Bela Kiss>Goodbye.
"""


def test_what_is_said_is_text_with_its_speaker() -> None:
    builder = parse(VTT.encode())
    assert builder.text.split("\n\n") == [
        "Ann Cole: The board approved 38 new posts & beds. It met in May.",
        "Bela Kiss: Thank you.",
        "Bela Kiss: Goodbye.",
    ]
    assert [thing.text.split()[0] for thing in builder.left_out] == ["Board", "NOTE", "STYLE"]


def test_subrip_is_read_and_repeated_lines_are_written_once() -> None:
    source = (
        "1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}<b>First line</b>\r\n\r\n"
        "2\r\n00:00:02,000 --> 00:00:03,000\r\nFirst line\r\nand the second.\r\n"
    )
    assert parse(source.encode("cp1252")).text == "First line and the second."


def test_long_speech_is_parted_at_sentences() -> None:
    cues = "".join(f"\n00:{n:02}.000 --> 00:{n + 1:02}.000\n{'word ' * 20}end {n}.\n" for n in range(12))
    paragraphs = parse(f"WEBVTT\n{cues}".encode()).text.split("\n\n")
    assert len(paragraphs) > 1
    assert all(paragraph.endswith(".") for paragraph in paragraphs)


def test_file_without_subtitles_is_refused() -> None:
    with pytest.raises(ParseError, match="has no subtitles"):
        parse(b"WEBVTT\n\nNo times here.\n")


def test_identifiers_of_subtitles_are_no_text_without_empty_lines_too() -> None:
    source = "1\n00:00:01,000 --> 00:00:02,000\nIn 2024\n38\n2\n00:00:02,000 --> 00:00:03,000\nbeds were built.\n"
    assert parse(source.encode()).text == "In 2024 38 beds were built."
    assert not parse(source.encode()).left_out
    named = "WEBVTT\n\nchapter one\n00:01.000 --> 00:02.000\nEly has 31 beds.\n"
    assert parse(named.encode()).text == "Ely has 31 beds."
    assert not parse(named.encode()).left_out


def test_lines_above_the_identifier_are_named() -> None:
    builder = parse(b"WEBVTT\nKind: captions\nx-1\n00:01.000 --> 00:02.000\nEly has 31 beds.\n")
    assert builder.text == "Ely has 31 beds."
    assert [(thing.kind, thing.text) for thing in builder.left_out] == [("metadata", "Kind: captions")]
