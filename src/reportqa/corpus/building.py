"""Builds of an index from a program."""

from collections.abc import Callable
from pathlib import Path

from reportqa.ingest import Summary
from reportqa.ingest import index as build
from reportqa.progress import Advance
from reportqa.settings import Settings

Say = Callable[[str], object]


class SentenceProgress:
    """Progress as sentences: the start of each stage, and each file when it is done."""

    def __init__(self, say: Say) -> None:
        self._say = say

    def stage(self, name: str, total: int) -> Advance:
        done = 0
        self._say(f"{name}: {total:,}")

        def advance(steps: int, file: str = "", /) -> None:
            nonlocal done
            done += steps
            if file:
                self._say(f"{name}: {done:,} of {total:,} ({file})")

        return advance

    def say(self, sentence: str) -> None:
        self._say(sentence)


def build_index(
    folder: str | Path,
    index: str | Path | None = None,
    *,
    model: str | None = None,
    ocr: bool | None = None,
    rebuild: bool = False,
    progress: Say | None = None,
) -> Summary:
    """Build the index of a folder of reports, or find that it is up to date.

    Only new and changed files are parsed. If the build fails, the index before it stays in use.

    :param folder: the folder of the reports
    :param index: the folder of the index; None: REPORTQA_INDEX, else `index` in the current folder
    :param model: a sentence-transformers model by name or folder; None: REPORTQA_MODEL, else the shipped one
    :param ocr: also read pages that are pictures, with Tesseract; None: REPORTQA_OCR, else not
    :param rebuild: parse and embed everything again
    :param progress: called with a sentence for each step, such as `print`
    :raises CorpusError: when the folder is missing or has nothing that can be read.
    :raises InputError: when pictures are to be read and Tesseract is missing.
    :raises ModelError: when the model cannot be loaded.
    :raises IndexUnavailable: when the folder of the index cannot be written.
    """
    settings = Settings.from_env(
        corpus_dir=Path(folder), index_dir=None if index is None else Path(index), model=model, ocr=ocr
    )
    return build(settings, SentenceProgress(progress or _silent), rebuild=rebuild)


def _silent(_sentence: str) -> None:
    """Show nothing."""
