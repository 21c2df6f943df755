"""Tells how an index stands: what is in use, and what in the corpus has changed since it was built."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reportqa.errors import CorpusError, IndexUnavailable
from reportqa.index import OWN_CALIBRATION, Manifest, generations
from reportqa.ingest.corpus import find_copies, find_files, hash_inputs
from reportqa.ingest.rebuild_reasons import shaping_settings
from reportqa.ingest.references.sidecar_files import find_bibliographies
from reportqa.settings import Settings
from reportqa.storage import file_sha256, sizes_of


@dataclass(frozen=True, slots=True)
class Changes:
    """What in a corpus differs from what an index was built of, by path.

    `failed` gives the reason for each file that is there and not in the index; `settings` names what shaped its
    passages and is set otherwise now.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    failed: Mapping[str, str]
    settings: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.removed or self.settings)


@dataclass(frozen=True, slots=True)
class Status:
    """How an index stands.

    `age_seconds` count from the end of the build, `parts` the bytes of each part of the generation in use,
    `total_bytes` those of the whole index folder. `before` is when the generation that `rollback` goes to was
    built. `changes` is None when the corpus cannot be looked at, for which `problem` is the reason; it is also what
    keeps the generation from being opened. `encoder` is how the model embedded it (see `settings.ENCODERS`).
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
        """Give the status as its JSON object."""
        return {**asdict(self), "up_to_date": self.problem is None and self.changes is not None and not self.changes}


def status(settings: Settings) -> Status:
    """Tell how the index stands, and compare the corpus with it by the contents of all files.

    :raises IndexUnavailable: when there is no index, or its manifest is broken.
    :raises IndexMismatch: when it was built by another version.
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
    return Status(
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
    """Compare the corpus with what a generation was built of; `sum_of` gives the sha256 of a file.

    :raises CorpusError: when the corpus cannot be looked at.
    """
    paths, skipped = find_files(settings.corpus_dir)
    libraries = find_bibliographies(settings.corpus_dir)
    for name in libraries:
        skipped.pop(name, None)
    inputs = hash_inputs(settings, paths, libraries, skipped, sum_of)
    find_copies(paths, inputs, skipped)
    same = {name for name, sha256 in inputs.items() if manifest.inputs.get(name) == sha256}
    # Why a file failed holds until it changes.
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
    """Give the bytes of each file of a generation, and of each folder in it as one, the largest first."""
    parts: dict[str, int] = {}
    for name, size in sizes_of(folder).items():
        part = name.split("/")[0]
        parts[part] = parts.get(part, 0) + size
    return dict(sorted(parts.items(), key=lambda item: (-item[1], item[0])))
