"""Status of the index: the current generation, and what has changed in the corpus since it was built."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from reportqa.errors import CorpusError, IndexUnavailable
from reportqa.index import OWN_CALIBRATION, Manifest, generations
from reportqa.ingest.corpus import scan_corpus
from reportqa.ingest.rebuild_reasons import shaping_settings
from reportqa.settings import Settings
from reportqa.storage import file_sha256, sizes_of

_ID_FORMAT = "%Y%m%dT%H%M%S%f"
"""Format of the id of a generation: the time at which its build began to read files."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Differences between a corpus and what the index was built from, by path.

    `failed` has the reason for each file that is not in the index, `settings` the names of changed settings.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    failed: Mapping[str, str]
    settings: tuple[str, ...] = ()

    def among(self, names: Collection[str]) -> "Changes":
        """Return the changes of these files only."""
        return replace(
            self,
            new=tuple(name for name in self.new if name in names),
            changed=tuple(name for name in self.changed if name in names),
            removed=tuple(name for name in self.removed if name in names),
            failed={name: reason for name, reason in self.failed.items() if name in names},
        )

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.removed or self.settings)


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """Status of an index.

    `age_seconds` counts from the end of the build; `parts` are the bytes of each part of the current generation,
    `total_bytes` those of the index folder; `before` is when the previous generation was built. `changes` is None if
    the corpus cannot be read; `problem` is the reason, or why the generation cannot be opened.
    """

    generation: str
    created: str
    age_seconds: int
    model: str
    encoder: str
    counts: Mapping[str, int]
    parts: Mapping[str, int]
    total_bytes: int
    generation_before: str | None
    before: str | None
    own_calibration: bool
    changes: Changes | None
    problem: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "up_to_date": self.problem is None and self.changes is not None and not self.changes}


def read_status(settings: Settings) -> IndexStatus:
    """Return the status of the index, with the corpus compared by the contents of all files.

    :raises IndexUnavailable: when there is no index, or its manifest is broken.
    :raises IndexMismatch: when it has another format.
    """
    generation = generations.current(settings.index_dir)
    manifest = generations.read_manifest(settings.index_dir, generation)
    before = generations.previous(settings.index_dir)
    changes, problem = None, None
    try:
        changes = compare(settings, manifest)
        generations.checked_manifest(settings.index_dir, generation)
    except (CorpusError, IndexUnavailable) as error:
        problem = str(error)
    return IndexStatus(
        generation=generation,
        created=manifest.created,
        age_seconds=max(0, round((datetime.now(UTC) - datetime.fromisoformat(manifest.created)).total_seconds())),
        model=manifest.model,
        encoder=manifest.encoder,
        counts=manifest.counts,
        parts=_parts(generations.folder(settings.index_dir, generation)),
        total_bytes=sum(sizes_of(settings.index_dir).values()),
        generation_before=before.generation if before else None,
        before=before.created if before else None,
        own_calibration=(settings.index_dir / OWN_CALIBRATION).is_file(),
        changes=changes,
        problem=problem,
    )


def compare(settings: Settings, manifest: Manifest, sum_of: Callable[[Path], str] = file_sha256) -> Changes:
    """Compare the corpus with what a generation was built from; `sum_of` returns the sha256 of a file.

    :raises CorpusError: when the corpus cannot be read.
    """
    corpus = scan_corpus(settings, sum_of)
    inputs, skipped = corpus.inputs, corpus.skipped
    same = {name for name, sha256 in inputs.items() if manifest.inputs.get(name) == sha256}
    # The reason of a failure stays valid until the file changes.
    failed = {name: reason for name, reason in manifest.skipped.items() if name in same}
    now = shaping_settings(settings)
    return Changes(
        new=tuple(sorted(inputs.keys() - manifest.inputs.keys())),
        changed=tuple(sorted((inputs.keys() & manifest.inputs.keys()) - same)),
        removed=tuple(sorted(manifest.inputs.keys() - inputs.keys() - skipped.keys())),
        failed={**failed, **skipped},
        settings=tuple(
            sorted(
                name for name in now.keys() | manifest.settings.keys() if now.get(name) != manifest.settings.get(name)
            )
        ),
    )


def _parts(folder: Path) -> dict[str, int]:
    """Return the bytes of each file and folder in the folder of a generation, largest first."""
    parts: dict[str, int] = {}
    for name, size in sizes_of(folder).items():
        part = name.split("/")[0]
        parts[part] = parts.get(part, 0) + size
    return dict(sorted(parts.items(), key=lambda item: (-item[1], item[0])))


class FileHashes:
    """Cache of the sha256 of files; a file is read again only if its size, times or inode have changed."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[tuple[int, ...], str]] = {}
        self._lock = Lock()

    def of(self, path: Path) -> str:
        """Return the sha256 of a file in hexadecimal.

        :raises OSError: when it cannot be read.
        """
        stat = path.stat()
        mark = stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, stat.st_dev
        with self._lock:
            known = self._known.get(path)
        if known and known[0] == mark:
            return known[1]
        found = file_sha256(path)
        with self._lock:
            self._known[path] = mark, found
        return found


def corpus_changes(settings: Settings, generation: str, sums: FileHashes) -> Changes:
    """Compare the corpus with a generation.

    Indexed files whose times are before the start of the build count as unchanged; the others are read.
    `read_status` reads all.
    :raises IndexUnavailable: when the generation is missing or broken.
    :raises CorpusError: when the corpus cannot be read.
    """
    manifest = generations.read_manifest(settings.index_dir, generation)
    began = _began(manifest.generation)

    def sum_of(path: Path) -> str:
        known = manifest.inputs.get(path.relative_to(settings.corpus_dir).as_posix())
        stat = path.stat()
        # The change time cannot be set back, unlike the modification time, which unpacking an archive sets.
        if known and max(stat.st_mtime, stat.st_ctime) < began:
            return known
        return sums.of(path)

    return compare(settings, manifest, sum_of)


def _began(generation: str) -> float:
    """Return when a build began, in seconds since 1970; 0 if its id is not a time."""
    try:
        return datetime.strptime(generation, _ID_FORMAT).replace(tzinfo=UTC).timestamp()
    except ValueError:
        return 0.0
