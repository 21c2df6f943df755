import shutil
import subprocess
from pathlib import Path

import pytest

from reportqa.errors import ParseError
from reportqa.parsing.office.old_formats import parse_doc, parse_ppt

NEEDS_OFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@pytest.mark.parametrize("parse", [parse_doc, parse_ppt])
def test_without_libreoffice_it_is_named(parse: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert callable(parse)
    with pytest.raises(ParseError, match="needs LibreOffice"):
        parse(b"\xd0\xcf\x11\xe0" + bytes(600))


@pytest.mark.slow
@NEEDS_OFFICE
def test_old_word_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The Avon trust has 12 vans.")
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--headless", "--convert-to", "doc"]
    subprocess.run([*command, "--outdir", tmp_path, tmp_path / "a.txt"], check=True, capture_output=True)
    assert parse_doc((tmp_path / "a.doc").read_bytes()).text == "The Avon trust has 12 vans."
