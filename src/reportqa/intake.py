"""Takes the files of a corpus in: each read and cut into passages, or found as it was read before."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from logging import getLogger

from reportqa import chunker, parsing
from reportqa.bibliography import Bibliography
from reportqa.cache import Cache, key_of
from reportqa.content import Content
from reportqa.corpus import file_size
from reportqa.datatypes import Document, Passage
from reportqa.embedder import Embedder
from reportqa.errors import ParseError
from reportqa.reading import describe_content, read_both
from reportqa.settings import Settings
from reportqa.stages import Progress
from reportqa.workers import run

_log = getLogger(__name__)

Parsed = list[tuple[Document, list[Passage]]]


@dataclass(frozen=True, slots=True)
class Intake:
    """The documents with their passages, in the order of their paths, and how many of them were read anew.

    `refused` gives the reason for each file that could not be read.
    """

    parsed: Parsed
    read: int
    refused: Mapping[str, str]


def take_in(
    settings: Settings,
    files: Mapping[str, str],
    library: Bibliography,
    copies: Mapping[str, tuple[str, ...]],
    embedder: Embedder,
    cache: Cache,
    progress: Progress,
) -> Intake:
    """Give the documents of `files`, the sha256 of each by its path, in that order; read those not in the cache.

    They are read in worker processes, and each goes into the cache when it has been read.
    """
    documents: dict[str, Document] = {}
    for doc_id, sha256 in files.items():
        if (kept := cache.find(_key(sha256, doc_id, settings))) is not None:
            documents[doc_id] = describe_content(Content.from_bytes(kept), doc_id, library, copies)
    unread = [doc_id for doc_id in files if doc_id not in documents]
    passages = {doc_id: chunker.chunk(document, embedder.count_tokens) for doc_id, document in documents.items()}
    advance = progress.stage("Reading", len(unread))
    refused: dict[str, str] = {}
    read = partial(read_both, settings.corpus_dir, library=library, copies=copies, ocr=settings.ocr)
    largest_first = sorted(unread, key=partial(file_size, settings.corpus_dir), reverse=True)
    with closing(run(read, largest_first, settings.limits, settings.processes)) as results:
        for finished in results:
            if isinstance(finished.outcome, ParseError):
                refused[finished.name] = str(finished.outcome)
                _log.info("%s %s", finished.name, getattr(finished.outcome, "details", ""))
            else:
                content, document = finished.outcome
                # By the bytes that were read: the file may have changed since it was looked at.
                cache.keep(_key(content.sha256, finished.name, settings), content.to_bytes())
                documents[finished.name] = document
                passages[finished.name] = chunker.chunk(document, embedder.count_tokens)
            advance(1, finished.name)
    return Intake(
        parsed=[(documents[doc_id], passages[doc_id]) for doc_id in files if doc_id in documents],
        read=len(unread) - len(refused),
        refused={doc_id: refused[doc_id] for doc_id in files if doc_id in refused},
    )


def _key(sha256: str, doc_id: str, settings: Settings) -> bytes:
    return key_of("content", sha256, parsing.way(doc_id, ocr=settings.ocr))
