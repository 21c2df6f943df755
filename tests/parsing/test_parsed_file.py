from pathlib import Path

from reportqa.document import LeftOut, Page, Section, Table
from reportqa.parsing import ParsedFile, parse_file


def test_every_field_and_every_character_come_back() -> None:
    content = ParsedFile(
        "0" * 64, "a\ud800\u2028\x00b", (Page(1, None, 0, 2), Page(2, "ii", 2, 5, True)), (Section("a", 1, 0),),
        (Table(0, 2, (("a", ""), ("b", "c")), ((None, None), (0, 1))),),
        (LeftOut("menu", "Home", 0), LeftOut("page number", "3", 2, 1)),
        {"title": "A", "issued": {"date-parts": [[2016, 7]]}, "author": [{}]}, ("One.", "Two."), None, 1.5,
        (b"", b"\x00\xff"),
    )  # fmt: skip
    assert ParsedFile.from_bytes(content.to_bytes()) == content


def test_content_does_not_depend_on_the_name(tmp_path: Path) -> None:
    for name in ("a.md", "other.md"):
        (tmp_path / name).write_text("# Lessons\n\nSome text.")
    assert parse_file(tmp_path, "a.md") == parse_file(tmp_path, "other.md")
