import pytest

from reportqa.briefings import typesetting
from reportqa.briefings.typesetting import typeset
from reportqa.errors import InputError
from reportqa.settings import Limits


def test_source_becomes_a_pdf() -> None:
    assert typeset(b"= Hello").startswith(b"%PDF-")


def test_error_of_a_source_is_named() -> None:
    with pytest.raises(InputError, match=r"The PDF cannot be made \(unclosed delimiter\)\. Write \.docx"):
        typeset(b"#foo(")


def test_source_cannot_read_other_files() -> None:
    with pytest.raises(InputError, match="cannot be made"):
        typeset(b'#read("/etc/hostname")')


def test_source_that_needs_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "LIMITS", Limits(seconds=1, memory_mib=1024))
    with pytest.raises(InputError, match="The PDF needs more than 1 seconds or 1,024 MiB"):
        typeset(b"#lorem(2000000)")
