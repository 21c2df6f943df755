import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from reportqa.cli.progress_bars import LineProgress
from reportqa.embedding import identify
from reportqa.index.generations import current, folder
from reportqa.index.manifest import FORMAT
from reportqa.ingest.build import index
from reportqa.ingest.cache import CACHE_DIR, Cache
from reportqa.ingest.corpus import scan_corpus
from reportqa.ingest.rebuild_reasons import explain_rebuild
from reportqa.settings import Limits, Settings
from reportqa.storage import file_sha256
from support.corpora import ONE_PROCESS

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("exports")]

OTHER = "other", "0" * 64, "fp32"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an index of a text, a PDF and an empty file."""
    settings = Settings.from_env(ONE_PROCESS, root=tmp_path_factory.mktemp("outlook"))
    settings.corpus_dir.mkdir()
    (settings.corpus_dir / "a.txt").write_text("Modality had 87,556 patients. It works in Birmingham.")
    (settings.corpus_dir / "empty.txt").write_text(" ")
    shutil.copy(Path(__file__).parents[2] / "corpus" / "survey-briefing.pdf", settings.corpus_dir)
    index(settings, LineProgress(Console(quiet=True)))
    return settings


@pytest.fixture
def indexed(template: Settings, tmp_path: Path) -> Settings:
    shutil.copytree(template.root, tmp_path, dirs_exist_ok=True)
    return Settings.from_env(ONE_PROCESS, root=tmp_path)


def said(settings: Settings, model: tuple[str, str, str] | None = None, *, rebuild: bool = False) -> list[str]:
    corpus = scan_corpus(settings)
    files = {doc_id: corpus.inputs[doc_id] for doc_id in corpus.paths}
    name, sha256 = identify() or OTHER[:2]
    model = model or (name, sha256, settings.encoder)
    with Cache.open(settings.index_dir, ignored=rebuild) as cache:
        return list(explain_rebuild(settings, files, model, cache, rebuild=rebuild))


def change_manifest(settings: Settings, change: Callable[[dict[str, object]], object]) -> None:
    path = folder(settings.index_dir, current(settings.index_dir)) / "manifest.json"
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(json.dumps(manifest))
    path.with_name("manifest.sha256").write_text(f"{file_sha256(path)}  manifest.json\n")


def test_nothing_is_said_of_what_is_as_before_or_was_asked_for(indexed: Settings) -> None:
    assert said(indexed) == said(indexed, OTHER, rebuild=True) == []
    (indexed.corpus_dir / "new.txt").write_text("A file that is new is read, and that is no surprise.")
    assert said(indexed) == []
    shutil.rmtree(indexed.index_dir)
    assert said(indexed) == []


def test_other_model_embeds_all_and_reads_nothing(indexed: Settings) -> None:
    (sentence,) = said(indexed, OTHER)
    passages = json.loads((folder(indexed.index_dir, current(indexed.index_dir)) / "manifest.json").read_text())[
        "counts"
    ]["passages"]
    assert passages > 1
    assert sentence == (
        f"The index was built with a different model: {passages} passages are embedded again; no file is parsed again."
    )


def test_other_encoder_embeds_all_and_reads_nothing(indexed: Settings) -> None:
    name, sha256 = identify() or OTHER[:2]
    (sentence,) = said(indexed, (name, sha256, "fp32"))
    assert sentence.startswith("The model runs differently than when the index was built (fp32, not int8):")
    assert sentence.endswith("passages are embedded again; no file is parsed again.")


def test_model_of_the_generation_before_embeds_only_what_is_new(indexed: Settings) -> None:
    index(indexed, LineProgress(Console(quiet=True)), rebuild=True)
    change_manifest(indexed, lambda manifest: manifest.update(model=OTHER[0], model_sha256=OTHER[1], encoder=OTHER[2]))
    (sentence,) = said(indexed)
    assert "the previous generation used it, so only newer passages are embedded" in sentence


def test_ocr_reads_pdfs_again(indexed: Settings) -> None:
    assert said(replace(indexed, ocr=True)) == ["OCR is now on: 1 file is parsed again."]


def test_other_parsers_read_all_again(indexed: Settings) -> None:
    change_manifest(indexed, lambda manifest: manifest["settings"].update(parser_version=0))  # type: ignore[attr-defined]
    shutil.rmtree(indexed.index_dir / CACHE_DIR)
    assert said(indexed) == ["The parsers have changed since the index was built: 2 files are parsed again."]


def test_other_length_of_passages_cuts_all_anew(indexed: Settings) -> None:
    change_manifest(indexed, lambda manifest: manifest["settings"].update(max_tokens=64))  # type: ignore[attr-defined]
    assert said(indexed) == ["Passages now have up to 128 tokens: all are cut again, and embedded if they differ."]


def test_other_rules_for_titles_and_authors_read_no_file_again(indexed: Settings) -> None:
    change_manifest(indexed, lambda manifest: manifest["settings"].update(metadata_version=0))  # type: ignore[attr-defined]
    assert said(indexed) == ["Titles, authors and dates are found by new rules: files are not read again."]
    summary = index(indexed, LineProgress(Console(quiet=True)))
    assert (summary.built, summary.read, summary.embedded) == (True, 0, 0)


def test_other_limits_try_what_failed_again(indexed: Settings) -> None:
    assert said(replace(indexed, limits=Limits(seconds=9))) == [
        "The limits for parsing a file have changed: files that could not be parsed are tried again."
    ]


def test_other_format_is_written_anew(indexed: Settings) -> None:
    change_manifest(indexed, lambda manifest: manifest.update(format=FORMAT - 1))
    (indexed.corpus_dir / "empty.txt").unlink()
    assert said(indexed) == ["This version uses a new index format: the index is rebuilt; no file is parsed again."]


def test_a_build_says_it_before_it_begins(indexed: Settings) -> None:
    console = Console(width=200, record=True, quiet=False, file=(indexed.root / "said").open("w"))
    change_manifest(indexed, lambda manifest: manifest["settings"].update(max_tokens=64))  # type: ignore[attr-defined]
    index(indexed, LineProgress(console))
    console.file.close()
    lines = (indexed.root / "said").read_text().splitlines()
    assert [line.split()[0] for line in lines] == ["Passages", "Reading", "Indexing", "Finishing"]


def test_other_encoder_embeds_all_anew(indexed: Settings) -> None:
    (sentence,) = said(replace(indexed, encoder="fp32" if indexed.encoder != "fp32" else "torch"))
    assert sentence.startswith("The model runs differently than when the index was built (")
    assert sentence.endswith(" passages are embedded again; no file is parsed again.")
