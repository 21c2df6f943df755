from pathlib import Path

import pytest

from reportqa.briefings.files import form_of, write_files
from reportqa.errors import InputError


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.docx", "docx"), ("a.HTML", "html"), ("a.htm", "html"), ("a.b.markdown", "md"), ("a.zip", "zip")],
)
def test_ending_says_the_format(name: str, form: str) -> None:
    assert form_of(Path(name)) == form


@pytest.mark.parametrize("name", ["a", "a.doc", "docx"])
def test_ending_of_no_format_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(InputError, match=r"does not end in a format of a briefing: \.docx, \.odt"):
        form_of(Path(name))


def test_files_are_written_over_whole(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"a longer text before")
    write_files({tmp_path / "a.md": b"new", tmp_path / "b.json": b"[]"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.md": b"new", "b.json": b"[]"}


def test_file_that_cannot_be_written_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    for path in (tmp_path / "nowhere" / "a.md", tmp_path / "folder.md"):
        with pytest.raises(InputError, match="cannot be written"):
            write_files({path: b"x"})
    assert [path.name for path in tmp_path.iterdir()] == ["folder.md"]
