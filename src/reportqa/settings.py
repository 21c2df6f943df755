"""Turns environment variables into the settings of one run: where things lie and which model is used."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from reportqa.errors import InputError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
ENCODERS = ("int8", "fp32", "torch")
"""Ways to run the model: as its export in 8-bit integers or as it is, or with sentence-transformers itself."""
MAX_QUESTION_LENGTH = 2000
DEFAULT_K = 5
MAX_K = 50
"""How many citations an answer may have."""
MAX_BRIEFING_BYTES = 1024**2
MAX_QUOTES = 500
"""How large a briefing may be that the server is to make, and how many quotes it may have."""
MAX_CITED = 50
"""How many citations the server formats at a time; in some styles each takes a process."""
MAX_STYLES = 50
"""How many citation styles the server lists at a time."""
OCR_SECONDS = 3600
"""Limit for one file with OCR, which takes seconds a page."""
PAGE_SECONDS = 20
PICTURES_MIB = 64


def cores() -> int:
    """Give how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_YES = frozenset({"1", "true", "yes", "on"})


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one file may cost: seconds, MiB of memory, of the file and of what is read from it.

    Set by REPORTQA_FILE_SECONDS, REPORTQA_FILE_MEMORY_MIB, REPORTQA_FILE_MIB and REPORTQA_FILE_OUTPUT_MIB.
    """

    seconds: int = 300
    memory_mib: int = 2048
    file_mib: int = 256
    output_mib: int = 64


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the corpus, the index and the web files lie, and the model.

    Every field but `root` can be set by REPORTQA_CORPUS, REPORTQA_INDEX, REPORTQA_WEB and
    REPORTQA_MODEL; what is not set is found under `root` (REPORTQA_ROOT, else the current folder).
    `model` is a sentence-transformers name or folder, or None: for building the shipped
    all-MiniLM-L6-v2, for asking the one that the index was built with. `processes` (REPORTQA_PROCESSES)
    read files at the same time, by default as many as there are cores. `encoder` (REPORTQA_ENCODER), one of
    ENCODERS, is what an index is built with, and asked with from then on. `ocr` (REPORTQA_OCR) says whether
    pages that are pictures are read too, `late_interaction` (REPORTQA_LATE_INTERACTION) whether the ten best
    passages are compared with the question token by token, `watch_polling` (REPORTQA_WATCH_POLLING) whether a watched
    corpus is looked through for changes where the system tells of none, as on network drives, `judgements`
    (REPORTQA_JUDGEMENTS) whether the server keeps what readers say of answers.
    """

    root: Path
    corpus_dir: Path
    index_dir: Path
    web_dir: Path
    model: str | None = None
    encoder: str = ENCODERS[0]
    ocr: bool = False
    late_interaction: bool = False
    watch_polling: bool = False
    judgements: bool = True
    limits: Limits = Limits()
    processes: int = field(default_factory=cores)
    page_seconds: int = PAGE_SECONDS
    pictures_mib: int = PICTURES_MIB

    @classmethod
    def from_env(
        cls,
        environ: Mapping[str, str] = os.environ,
        *,
        root: Path | None = None,
        corpus_dir: Path | None = None,
        index_dir: Path | None = None,
        model: str | None = None,
        ocr: bool | None = None,
    ) -> "Settings":
        """Make settings of the arguments, where None of the environment, else of the defaults.

        :raises InputError: when REPORTQA_WEB names a folder without templates, or a number is none.
        """
        root = root or Path(environ.get("REPORTQA_ROOT") or ".")
        ocr = environ.get("REPORTQA_OCR", "").lower() in _YES if ocr is None else ocr

        def folder(given: Path | None, variable: str, default: Path) -> Path:
            return given or (Path(environ[variable]) if environ.get(variable) else default)

        web_dir = folder(None, "REPORTQA_WEB", root / "web")
        if not (web_dir / "templates").is_dir():
            if environ.get("REPORTQA_WEB"):
                raise InputError(
                    f"REPORTQA_WEB names {web_dir}, which has no folder templates. Correct it or unset it."
                )
            web_dir = _installed_web_dir()
        return cls(
            root=root,
            corpus_dir=folder(corpus_dir, "REPORTQA_CORPUS", root / "corpus"),
            index_dir=folder(index_dir, "REPORTQA_INDEX", root / "index"),
            web_dir=web_dir,
            model=model or environ.get("REPORTQA_MODEL") or None,
            encoder=_encoder(environ.get("REPORTQA_ENCODER") or ENCODERS[0]),
            ocr=ocr,
            late_interaction=environ.get("REPORTQA_LATE_INTERACTION", "").lower() in _YES,
            watch_polling=environ.get("REPORTQA_WATCH_POLLING", "").lower() in _YES,
            judgements=(environ.get("REPORTQA_JUDGEMENTS") or "1").lower() in _YES,
            limits=Limits(
                seconds=_number(environ, "REPORTQA_FILE_SECONDS", OCR_SECONDS if ocr else Limits().seconds),
                memory_mib=_number(environ, "REPORTQA_FILE_MEMORY_MIB", Limits().memory_mib),
                file_mib=_number(environ, "REPORTQA_FILE_MIB", Limits().file_mib),
                output_mib=_number(environ, "REPORTQA_FILE_OUTPUT_MIB", Limits().output_mib),
            ),
            processes=_number(environ, "REPORTQA_PROCESSES", cores()),
            page_seconds=_number(environ, "REPORTQA_PAGE_SECONDS", PAGE_SECONDS),
            pictures_mib=_number(environ, "REPORTQA_PICTURES_MIB", PICTURES_MIB),
        )


def _number(environ: Mapping[str, str], variable: str, default: int) -> int:
    text = environ.get(variable) or str(default)
    if not text.isdecimal() or not int(text):
        raise InputError(f'{variable} is "{text}". Give a whole number above 0, or unset it.')
    return int(text)


def _encoder(name: str) -> str:
    if name not in ENCODERS:
        raise InputError(f'REPORTQA_ENCODER is "{name}". Give one of {", ".join(ENCODERS)}, or unset it.')
    return name


def _installed_web_dir() -> Path:
    """Give the web folder that the wheel carries; in a source checkout, the one at its top level."""
    packaged = Path(str(files("reportqa"))) / "web"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2] / "web"
