from pathlib import Path

import pytest

from reportqa.errors import ParseError
from reportqa.passwords import VARIABLE, read_passwords, refused


def test_passwords_are_the_lines_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "passwords.txt"
    file.write_bytes("\ufeffpass word\r\n\n caf\u00e9 ".encode())
    assert read_passwords({VARIABLE: str(file)}) == ["pass word", " caf\u00e9 "]
    assert read_passwords({}) == []


def test_file_of_passwords_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match=f"the file that {VARIABLE} names cannot be read"):
        read_passwords({VARIABLE: str(tmp_path / "none.txt")})


def test_refusal_names_the_file_only_if_there_is_one() -> None:
    assert "set REPORTQA_PASSWORDS" in str(refused({}))
    assert "Add it there" in str(refused({VARIABLE: "passwords.txt"}))
