"""Pipeline from files to index entries: parsed in worker processes or found in the cache, in path order."""

import json
from collections.abc import Generator, Iterable, Mapping
from contextlib import closing
from functools import partial
from logging import getLogger

from reportqa import parsing
from reportqa.document import Document
from reportqa.embedding import Embedder, knows_language
from reportqa.errors import ParseError
from reportqa.index import FORMAT
from reportqa.ingest import chunker
from reportqa.ingest.cache import Cache, key_of
from reportqa.ingest.document_reader import make_document
from reportqa.ingest.index_entry import VERSION, IndexEntry
from reportqa.ingest.references.sidecar_files import Bibliography
from reportqa.parsing import ParsedFile, parse_file
from reportqa.progress import Progress
from reportqa.sandbox import Finished, run
from reportqa.settings import Settings
from reportqa.text import VOCABULARY, vocabulary

_log = getLogger(__name__)


class DocumentPipeline:
    """Pipeline over `files`, the sha256 of each by path.

    Files that are not in the cache are parsed in worker processes ahead of the caller, and wait for their turn in the
    cache. `read` counts the parsed files, `refused` has the reason for each unreadable one; both grow meanwhile.
    """

    def __init__(
        self,
        settings: Settings,
        files: Mapping[str, str],
        library: Bibliography,
        copies: Mapping[str, tuple[str, ...]],
        embedder: Embedder,
        cache: Cache,
        progress: Progress,
    ) -> None:
        self.read = 0
        self.refused: dict[str, str] = {}
        self._settings = settings
        self._files = files
        self._describe = partial(
            make_document, library=library, copies=copies, knows=partial(knows_language, embedder.name)
        )
        self._embedder = embedder
        self._cache = cache
        # Keyed by the bytes that were parsed: a file may have changed since it was hashed.
        self._arrived: dict[str, bytes] = {}
        self._held: dict[bytes, ParsedFile] = {}
        self._unread = set(unread_files(settings, files, cache))
        self._advance = progress.stage("Reading", len(self._unread))

    def documents(self) -> Generator[tuple[Document, IndexEntry], None, None]:
        """Yield the documents with their entries; use `contextlib.closing` if the generator may not be exhausted."""
        with closing(self._run(doc_id for doc_id in self._files if doc_id in self._unread)) as results:
            for doc_id, sha256 in self._files.items():
                if doc_id not in self._unread:
                    self._arrived[doc_id] = _content_key(sha256, doc_id, self._settings)
                while doc_id not in self._arrived and doc_id not in self.refused:
                    self._receive(finished := next(results))
                    self._advance(1, finished.name)
                if taken := self._take(doc_id):
                    yield taken

    def _run(self, doc_ids: Iterable[str]) -> Generator[Finished[ParsedFile], None, None]:
        read = partial(parse_file, self._settings.corpus_dir, ocr=self._settings.ocr)
        return run(read, doc_ids, self._settings.limits, self._settings.processes)

    def _receive(self, finished: Finished[ParsedFile]) -> None:
        if isinstance(finished.outcome, ParseError):
            self.refused[finished.name] = str(finished.outcome)
            _log.info("%s %s", finished.name, getattr(finished.outcome, "details", ""))
            return
        content = finished.outcome
        key = _content_key(content.sha256, finished.name, self._settings)
        self._cache.keep(key, content.to_bytes())
        if not self._cache.has(key):
            self._held[key] = content
        self._arrived[finished.name] = key
        self.read += 1

    def _take(self, doc_id: str) -> tuple[Document, IndexEntry] | None:
        if (key := self._arrived.pop(doc_id, None)) is None:
            return None
        content = self._held.pop(key, None) or self._found(key)
        if content is None:
            # The cached entry is damaged.
            with closing(self._run([doc_id])) as results:
                self._receive(next(results))
            return self._take(doc_id)
        document = self._describe(content, doc_id, words=self._vocabulary(content, key))
        return document, self._entry(document, key)

    def _found(self, key: bytes) -> ParsedFile | None:
        kept = self._cache.find(key)
        return None if kept is None else ParsedFile.from_bytes(kept)

    def _vocabulary(self, content: ParsedFile, content_key: bytes) -> Mapping[str, int]:
        key = key_of("vocabulary", VOCABULARY, content_key.hex())
        if (kept := self._cache.find(key)) is not None:
            found: dict[str, int] = json.loads(kept)
            return found
        made = vocabulary(content.text)
        self._cache.keep(key, json.dumps(made).encode())
        return made

    def _entry(self, document: Document, content_key: bytes) -> IndexEntry:
        key = key_of(
            "digest", VERSION, FORMAT, chunker.MAX_TOKENS, content_key.hex(), document.title,
            document.file_words, self._embedder.name, self._embedder.sha256,
        )  # fmt: skip
        if (kept := self._cache.find(key)) is not None:
            return IndexEntry.from_bytes(kept, document.doc_id)
        made = IndexEntry.of(document, self._embedder.count_tokens)
        self._cache.keep(key, made.to_bytes())
        return made


def unread_files(settings: Settings, files: Mapping[str, str], cache: Cache) -> list[str]:
    """Return the paths of those of `files` (sha256 by path) that must be parsed, in order."""
    return [doc_id for doc_id, sha256 in files.items() if not cache.has(_content_key(sha256, doc_id, settings))]


def _content_key(sha256: str, doc_id: str, settings: Settings) -> bytes:
    return key_of("content", sha256, parsing.parser_key(doc_id, ocr=settings.ocr))
