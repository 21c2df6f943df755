"""Small corpora of a test: their texts indexed with the model, or their words alone without it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from reportqa.cli.progress_bars import showing_progress
from reportqa.document import Document
from reportqa.index import PASSAGE_WORDS, Library, LibraryWriter, WordIndex, WordWriter
from reportqa.ingest.build import index
from reportqa.ingest.index_entry import IndexEntry
from reportqa.search.vocabulary import Vocabulary
from reportqa.settings import Settings

ONE_PROCESS = {"REPORTQA_PROCESSES": "1"}
"""Environment for builds of few small files: they take less time than the start of a second process to read them."""


def index_corpus(folder: Path, texts: Mapping[str, str], settings: Settings | None = None) -> Settings:
    """Write texts into a corpus by file name and index it; return the settings to ask it with."""
    corpus = folder / "corpus"
    corpus.mkdir()
    for name, text in texts.items():
        (corpus / name).write_text(text, encoding="utf-8")
    settings = replace(settings or Settings.from_env(ONE_PROCESS), corpus_dir=corpus, index_dir=folder / "index")
    with showing_progress() as progress:
        index(settings, progress)
    return settings


def words_of(folder: Path, texts: Mapping[str, str], names: tuple[str, ...] = ()) -> Vocabulary:
    """Write the words of texts by file name into an index without vectors; return its vocabulary."""
    with LibraryWriter(folder) as library, WordWriter(folder / PASSAGE_WORDS) as words:
        for name, text in texts.items():
            document = Document(name, "0" * 64, "text/plain", {"title": name}, text)
            digest = IndexEntry.of(document, lambda parts: [len(part.split()) for part in parts])
            library.add(document, digest.passages, digest.words, digest.abbreviations)
            words.add(digest.passage_terms, digest.passage_rows)
        library.add_keys()
    return Vocabulary(Library.open(folder), WordIndex.open(folder / PASSAGE_WORDS), names)
