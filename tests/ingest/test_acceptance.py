import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportqa.ingest.acceptance import MAX_BYTES, names_at_top, numbered_name, put_into, remove_unchanged, safe_name
from reportqa.storage import file_sha256

NAMES = st.text(max_size=300) | st.text("./\\:_~ a\u202e\ud800\x00éÅ-$conCON1", max_size=30)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("report.pdf", "report.pdf"),
        ("Jahresbericht für Köln (2).PDF", "Jahresbericht für Köln (2).PDF"),
        ("报告 2016.docx", "报告 2016.docx"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\report.pdf", "report.pdf"),
        ("/etc/report.pdf/", "file"),
        ("a\x00b\nc\td.pdf", "ab c d.pdf"),
        ("gnp.\u202etxt.pdf", "gnp.txt.pdf"),
        (".hidden.pdf", "hidden.pdf"),
        ("__main__.txt", "main__.txt"),
        ("~$report.docx", "$report.docx"),
        (".pdf", "pdf"),
        ("_.pdf", "file.pdf"),
        ("", "file"),
        ("..", "file"),
        ("con.pdf", "con-file.pdf"),
        ("COM1 .x.txt", "COM1-file.x.txt"),
        ('<script>"a".html', "-script--a-.html"),
        ("report.pdf. . ", "report.pdf"),
        ("e\u0301.txt", "\u00e9.txt"),
    ],
)
def test_name_becomes_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(NAMES)
@example("\u0344" * 300)
@example("_con")
@example("~ .con.x")
@example("a" * 400 + ".pdf")
@example("é" * 400 + ".pdf")
def test_safe_name_stays_in_its_folder(name: str) -> None:
    safe = safe_name(name)
    assert safe == safe_name(safe)
    assert safe == unicodedata.normalize("NFC", safe)
    assert PurePosixPath(safe).name == PureWindowsPath(safe).name == safe
    assert Path("/waiting", safe).resolve().parent == Path("/waiting")
    assert 0 < len(safe.encode()) <= MAX_BYTES
    assert not safe.startswith((".", "_", "~", " "))
    assert not safe.endswith((".", " "))
    assert all(unicodedata.category(letter)[0] != "C" for letter in safe)
    assert not PureWindowsPath(safe).is_reserved()


@given(NAMES)
def test_extension_is_kept(name: str) -> None:
    assert safe_name(f"{name}.docx").endswith("docx")


def test_number_is_before_the_extension() -> None:
    assert numbered_name("report 1.2.pdf", 3) == "report 1.2 (3).pdf"
    assert numbered_name("report", 2) == "report (2)"


@pytest.fixture
def corpus_dir(tmp_path: Path) -> Path:
    (tmp_path / "corpus").mkdir()
    return tmp_path / "corpus"


def test_names_are_found_whatever_their_case(corpus_dir: Path) -> None:
    (corpus_dir / "Report.PDF").write_text("x")
    assert names_at_top(corpus_dir) == {"report.pdf": "Report.PDF"}
    assert names_at_top(corpus_dir / "none") == {}


def test_nothing_is_overwritten_unless_replacing(corpus_dir: Path, tmp_path: Path) -> None:
    def put(text: str, *, replace: bool = False) -> str:
        path = tmp_path / f"waiting {text}.txt"
        path.write_text(text)
        return put_into(corpus_dir, path, "a.txt", replace=replace)

    assert [put("0"), put("1"), put("2")] == ["a.txt", "a (2).txt", "a (3).txt"]
    assert put("new", replace=True) == "a.txt"
    found = {file.name: file.read_text() for file in corpus_dir.iterdir()}
    assert found == {"a.txt": "new", "a (2).txt": "1", "a (3).txt": "2"}
    assert (tmp_path / "waiting new.txt").read_text() == "new"


def test_file_that_stays_outside_is_copied(corpus_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("one")
    put_into(corpus_dir, tmp_path / "one.txt", "a.txt", replace=False)
    put_into(corpus_dir, tmp_path / "one.txt", "b.txt", replace=False, link=False)
    (tmp_path / "one.txt").write_text("other")
    assert (corpus_dir / "b.txt").read_text() == "one"


def test_leftovers_of_an_interrupted_move_do_no_harm(corpus_dir: Path, tmp_path: Path) -> None:
    (corpus_dir / ".waiting.part").write_text("half")
    (tmp_path / "waiting.txt").write_text("whole")
    assert put_into(corpus_dir, tmp_path / "waiting.txt", "a.txt", replace=False) == "a.txt"
    assert [(file.name, file.read_text()) for file in corpus_dir.iterdir()] == [("a.txt", "whole")]


def test_only_an_unchanged_file_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Some text.")
    sha256 = file_sha256(path)
    (tmp_path / "link.txt").symlink_to(path)
    assert not remove_unchanged(tmp_path / "link.txt", sha256)
    path.write_text("Other text.")
    assert not remove_unchanged(path, sha256)
    assert path.read_text() == "Other text."
    path.write_text("Some text.")
    assert remove_unchanged(path, sha256)
    assert not path.exists()
    assert remove_unchanged(path, sha256)
