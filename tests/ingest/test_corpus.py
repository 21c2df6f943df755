import os
from pathlib import Path

import pytest

from reportqa.errors import CorpusError
from reportqa.ingest.corpus import nothing_to_read, read_questions, scan_corpus
from reportqa.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "corpus").mkdir()
    return Settings.from_env({}, root=tmp_path)


def test_reports_are_found_in_order_and_hidden_files_are_not(settings: Settings) -> None:
    for name in ("b.txt", "a.md", ".hidden.txt", "_draft.txt", "~$a.docx", "questions.txt", "library.json"):
        (settings.corpus_dir / name).write_text(name)
    (settings.corpus_dir / "_old").mkdir()
    (settings.corpus_dir / "_old" / "c.txt").write_text("c")
    corpus = scan_corpus(settings)
    assert corpus.paths == ["a.md", "b.txt"]
    assert corpus.libraries == ["library.json"]
    assert corpus.inputs.keys() == {"a.md", "b.txt", "library.json", "questions.txt"}
    assert corpus.skipped == {}


@pytest.mark.parametrize("folder", ["Flu report_files", "Flu report-Dateien", "Flu report_fichiers"])
def test_folder_saved_with_a_page_is_skipped(settings: Settings, folder: str) -> None:
    for name in (folder, "other_files"):
        (settings.corpus_dir / name).mkdir()
        (settings.corpus_dir / name / "saved_resource.html").write_text(f"<p>Advertisement in {name}.</p>")
    (settings.corpus_dir / "Flu report.html").write_text("<p>The flu closed 12 schools.</p>")
    corpus = scan_corpus(settings)
    assert corpus.paths == ["Flu report.html", "other_files/saved_resource.html"]
    assert corpus.skipped == {folder: "belongs to the saved web page beside it and holds no reports."}


def test_bibliography_in_json_is_no_report(settings: Settings) -> None:
    (settings.corpus_dir / "works.json").write_text('[{"type": "report", "title": "Audit"}]')
    (settings.corpus_dir / "beds.json").write_text('[{"town": "Ely", "beds": 31}]')
    corpus = scan_corpus(settings)
    assert (corpus.paths, corpus.libraries) == (["beds.json"], ["works.json"])


def test_copy_is_skipped_with_the_name_of_the_first_file(settings: Settings) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (settings.corpus_dir / name).write_text("Same." if name != "b.txt" else "Other.")
    corpus = scan_corpus(settings)
    assert corpus.copies == {"a.txt": ("c.txt",)}
    assert corpus.skipped == {"c.txt": "is the same file as a.txt."}


def test_empty_files_are_not_copies_of_each_other(settings: Settings) -> None:
    for name in ("a.txt", "b.txt"):
        (settings.corpus_dir / name).touch()
    assert scan_corpus(settings).copies == {}


def test_unsupported_file_and_links_out_of_the_corpus_are_skipped_with_the_reason(settings: Settings) -> None:
    (settings.corpus_dir / "film.mp4").touch()
    (settings.corpus_dir / "link.txt").symlink_to(settings.corpus_dir.parent / "outside.txt")
    (settings.corpus_dir / "folder").symlink_to(settings.corpus_dir.parent, target_is_directory=True)
    skipped = scan_corpus(settings).skipped
    assert skipped["film.mp4"].startswith("can't be read. Supported: .")
    assert "outside the corpus" in skipped["link.txt"]
    assert "a link to a folder" in skipped["folder"]


@pytest.mark.parametrize("name", ["questions.txt", "library.json", "a.txt", "a.bib", "a.json"])
def test_nothing_outside_the_corpus_and_no_pipe_is_opened(settings: Settings, name: str) -> None:
    secret = settings.corpus_dir.parent / "secret"
    secret.write_text('[{"type": "report", "title": "Secret"}]')
    (settings.corpus_dir / name).symlink_to(secret)
    corpus = scan_corpus(settings)
    assert (corpus.paths, corpus.libraries, corpus.inputs) == ([], [], {})
    assert "outside the corpus" in corpus.skipped[name]
    assert read_questions(settings.corpus_dir) == ()
    (settings.corpus_dir / name).unlink()
    os.mkfifo(settings.corpus_dir / name)
    assert "a pipe or a device" in scan_corpus(settings).skipped[name]
    assert read_questions(settings.corpus_dir) == ()


def test_missing_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"There is no folder .*corpus\. Create it"):
        scan_corpus(Settings.from_env({}, root=tmp_path))


def test_sample_questions_are_the_lines_of_their_file(settings: Settings) -> None:
    assert read_questions(settings.corpus_dir) == ()
    (settings.corpus_dir / "questions.txt").write_text("Who?\n\n  Why? \n")
    assert read_questions(settings.corpus_dir) == ("Who?", "Why?")


def test_message_without_readable_files_names_each_reason(tmp_path: Path) -> None:
    assert "\n  a.pdf is empty." in nothing_to_read(tmp_path, {"a.pdf": "is empty."})
