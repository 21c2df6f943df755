"""Settings of one run from environment variables: folders, model, limits."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from reportqa.corpus_memory import remembered_corpus
from reportqa.errors import InputError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
MULTILINGUAL_MODEL = "multilingual-e5-small"
"""Model of the extra `reportqa[languages]`."""
ENCODERS = ("int8", "fp32", "torch")
"""How the model runs: its ONNX export in 8-bit integers or 32-bit floats, or sentence-transformers."""
MAX_QUESTION_LENGTH = 2000
MAX_THREAD = 10
"""Maximum number of questions before a follow-up."""
DEFAULT_K = 5
MAX_K = 50
"""Maximum number of passages that an answer shows beside its own."""
MAX_BRIEFING_BYTES = 1024**2
MAX_NOTES = 50_000
"""Maximum number of characters of the notes of a briefing that the server makes."""
MAX_QUOTES = 500
"""Maximum number of quotes of a briefing that the server makes."""
MAX_COMPARED = 40_000
"""Maximum number of characters of changed quotes that the server compares at once with their documents."""
MAX_CITED = 50
"""Maximum number of citations that the server formats at once; in some styles each takes a process."""
MAX_STYLES = 50
"""Maximum number of citation styles that the server lists at once."""
MAX_OPENED = 20_000
"""Maximum number of characters of a document that an MCP client reads at once."""
MAX_READ = 1_000_000
"""Maximum number of characters of a document that an MCP client reads as one resource."""
MAX_LISTED = 100
"""Maximum number of documents that an MCP client lists at once."""
MAX_VALUES = 50
"""Maximum number of values of a filter that an MCP client sends."""
MAX_NAME_LENGTH = 1000
"""Maximum length of an id, a name or a page that an MCP client sends."""
MAX_PLACE_LENGTH = 16_384
"""Maximum length of a place or link that an MCP client sends; a link has up to 600 characters of a quote, escaped."""
OCR_SECONDS = 3600
"""Time limit for one file with OCR, which takes seconds per page."""
PAGE_SECONDS = 20
REQUEST_SECONDS = 10
PICTURES_MIB = 64
AUDIT_DAYS = 365
LLM_SECONDS = 60
LLM_QUESTION_TOKENS = 30_000
LLM_DAY_TOKENS = 1_000_000


def cores() -> int:
    """Return the number of cores available to this process."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_YES = frozenset({"1", "true", "yes", "on"})


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits for reading one file: seconds, and MiB of memory, of the file and of the text read from it.

    Set by REPORTQA_FILE_SECONDS, REPORTQA_FILE_MEMORY_MIB, REPORTQA_FILE_MIB and REPORTQA_FILE_OUTPUT_MIB.
    """

    seconds: int = 300
    memory_mib: int = 2048
    file_mib: int = 256
    output_mib: int = 64


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A language model behind an OpenAI-compatible server, and the limits of its use; the key is never shown.

    Set by REPORTQA_LLM_URL, REPORTQA_LLM_MODEL, REPORTQA_LLM_KEY (else OPENAI_API_KEY), REPORTQA_LLM_SECONDS for a
    request with its retries, REPORTQA_LLM_QUESTION_TOKENS and REPORTQA_LLM_DAY_TOKENS.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: int = LLM_SECONDS
    question_tokens: int = LLM_QUESTION_TOKENS
    day_tokens: int = LLM_DAY_TOKENS

    def __post_init__(self) -> None:
        """Check the URL and the name.

        :raises InputError: when the URL is not http or https, has more than host and path, or the name is empty.
        """
        if not _is_web_address(self.url):
            raise InputError(
                "REPORTQA_LLM_URL is not an address of the form http://HOST/PATH or https://HOST/PATH without user name"
                " and query. Set it, for example, to http://127.0.0.1:11434/v1, or unset it."
            )
        if not self.model:
            raise InputError("REPORTQA_LLM_URL is set, but no model. Set REPORTQA_LLM_MODEL to the model's name.")

    @property
    def host(self) -> str:
        """The host and port, as shown to the user."""
        return urlsplit(self.url).netloc

    @property
    def is_local(self) -> bool:
        """Whether the server is on this machine by its address."""
        return urlsplit(self.url).hostname in {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Settings:
    """Folders, model and options; REPORTQA_ and the field's name in capitals is its environment variable.

    The variables of folders have no "_DIR"; without them, folders are looked up under `root`, by default the current
    folder. The corpus is then the folder that the index was last built from, if it is still there.
    :param model: a sentence-transformers name or folder; None for the shipped model (building) or the index's (asking)
    :param reader: a cross-encoder or question-answering model, by name or folder, that reads the ten best passages
    :param encoder: one of ENCODERS, used to build an index and to ask it
    :param ocr: read pages that are pictures
    :param strict_references: leave author and date that only the metadata of a file have out of references
    :param watch_polling: check a watched corpus regularly, for network drives that do not report changes
    :param judgements: let the server store feedback on answers
    :param processes: number of files read at the same time, by default one per core
    :param page_seconds: time limit for the picture of a page
    :param request_seconds: time limit for a request to the server that has no longer limit of its own
    :param pictures_mib: size of the cache of page pictures in MiB
    :param shows_unshared: once a collection is shared, show all users the documents that are in no shared one
    :param state_url: the database of users and what they keep; None for SQLite in the index folder
    :param audit: whether an audit log is kept; None for servers that others can reach
    :param audit_days: how long its files are kept
    :param audit_syslog: the socket of syslog, or HOST:PORT, which gets a copy
    :param llm: the language model that may be asked; None without REPORTQA_LLM_URL
    """

    root: Path
    corpus_dir: Path
    index_dir: Path
    web_dir: Path
    model: str | None = None
    encoder: str = ENCODERS[0]
    ocr: bool = False
    watch_polling: bool = False
    judgements: bool = True
    limits: Limits = Limits()
    processes: int = field(default_factory=cores)
    page_seconds: int = PAGE_SECONDS
    request_seconds: int = REQUEST_SECONDS
    pictures_mib: int = PICTURES_MIB
    models_dir: Path = Path("models")
    reader: str | None = None
    llm: Endpoint | None = None
    strict_references: bool = False
    state_url: str | None = field(default=None, repr=False)
    audit: bool | None = None
    audit_days: int = AUDIT_DAYS
    audit_syslog: str | None = None
    shows_unshared: bool = False

    @classmethod
    def from_env(
        cls,
        environ: Mapping[str, str] = os.environ,
        *,
        root: Path | None = None,
        corpus_dir: Path | None = None,
        index_dir: Path | None = None,
        model: str | None = None,
        reader: str | None = None,
        ocr: bool | None = None,
        strict_references: bool | None = None,
    ) -> "Settings":
        """Return settings from the arguments, then the environment, then the defaults.

        :raises InputError: when REPORTQA_WEB names a folder without templates, or another value is invalid.
        """
        root = root or Path(environ.get("REPORTQA_ROOT") or ".")
        ocr = environ.get("REPORTQA_OCR", "").lower() in _YES if ocr is None else ocr

        if strict_references is None:
            strict_references = environ.get("REPORTQA_STRICT_REFERENCES", "").lower() in _YES

        def folder(given: Path | None, variable: str, default: Path) -> Path:
            return given or (Path(environ[variable]) if environ.get(variable) else default)

        index_dir = folder(index_dir, "REPORTQA_INDEX", root / "index")
        web_dir = folder(None, "REPORTQA_WEB", root / "web")
        if not (web_dir / "templates").is_dir():
            if environ.get("REPORTQA_WEB"):
                raise InputError(
                    f"REPORTQA_WEB names {web_dir}, which has no templates folder. Correct it or unset it."
                )
            web_dir = _installed_web_dir()
        return cls(
            root=root,
            corpus_dir=folder(corpus_dir, "REPORTQA_CORPUS", _corpus_of(index_dir, root / "corpus")),
            index_dir=index_dir,
            web_dir=web_dir,
            models_dir=folder(None, "REPORTQA_MODELS", root / "models"),
            model=model or environ.get("REPORTQA_MODEL") or None,
            reader=reader or environ.get("REPORTQA_READER") or None,
            encoder=_encoder(environ.get("REPORTQA_ENCODER") or ENCODERS[0]),
            ocr=ocr,
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
            request_seconds=_number(environ, "REPORTQA_REQUEST_SECONDS", REQUEST_SECONDS),
            pictures_mib=_number(environ, "REPORTQA_PICTURES_MIB", PICTURES_MIB),
            llm=_endpoint(environ) if environ.get("REPORTQA_LLM_URL") else None,
            strict_references=strict_references,
            state_url=environ.get("REPORTQA_STATE_URL") or None,
            audit=environ["REPORTQA_AUDIT"].lower() in _YES if environ.get("REPORTQA_AUDIT") else None,
            audit_days=_number(environ, "REPORTQA_AUDIT_DAYS", AUDIT_DAYS),
            audit_syslog=environ.get("REPORTQA_AUDIT_SYSLOG") or None,
            shows_unshared=_unshared(environ.get("REPORTQA_UNSHARED") or "nobody"),
        )


def _corpus_of(index_dir: Path, default: Path) -> Path:
    """Return the corpus folder that an index remembers, else the default, also if both are the same folder."""
    found = remembered_corpus(index_dir)
    return default if found is None or (default.is_dir() and found.samefile(default)) else found


def _endpoint(environ: Mapping[str, str]) -> Endpoint:
    return Endpoint(
        url=environ["REPORTQA_LLM_URL"],
        model=environ.get("REPORTQA_LLM_MODEL", ""),
        key=environ.get("REPORTQA_LLM_KEY") or environ.get("OPENAI_API_KEY") or "",
        seconds=_number(environ, "REPORTQA_LLM_SECONDS", LLM_SECONDS),
        question_tokens=_number(environ, "REPORTQA_LLM_QUESTION_TOKENS", LLM_QUESTION_TOKENS),
        day_tokens=_number(environ, "REPORTQA_LLM_DAY_TOKENS", LLM_DAY_TOKENS),
    )


def _is_web_address(url: str) -> bool:
    """Return whether a URL is http or https, with a host, and without user name, query and white space."""
    try:
        parts = urlsplit(url)
        has_host = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    is_bare = not (parts.query or parts.fragment or "@" in parts.netloc) and not any(map(str.isspace, url))
    return parts.scheme in {"http", "https"} and has_host and is_bare


def _number(environ: Mapping[str, str], variable: str, default: int) -> int:
    text = environ.get(variable) or str(default)
    if not text.isdecimal() or not int(text):
        raise InputError(f'{variable} is "{text}". Set it to a whole number above 0, or unset it.')
    return int(text)


def _unshared(group: str) -> bool:
    if group not in {"everyone", "nobody"}:
        raise InputError(f'REPORTQA_UNSHARED is "{group}". Set it to everyone or nobody, or unset it.')
    return group == "everyone"


def _encoder(name: str) -> str:
    if name not in ENCODERS:
        raise InputError(f'REPORTQA_ENCODER is "{name}". Set it to one of {", ".join(ENCODERS)}, or unset it.')
    return name


def _installed_web_dir() -> Path:
    """Return the web folder in the wheel, or that at the top level of a source checkout."""
    packaged = Path(str(files("reportqa"))) / "web"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2] / "web"
