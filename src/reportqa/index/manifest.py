"""Manifest of a generation: what it was built from, and checksums of its files."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from reportqa.errors import IndexMismatch
from reportqa.storage import changed_blocks, changed_files, cut_files, file_sums, files_in, sizes_of

FORMAT = 17
"""Version of the index format; increased when older indexes cannot be read or have other terms than questions."""
READ_AT_ONCE = 256 * 1024**2
"""Bytes of a generation that are checked when it is opened; a larger one in part (see `changed_blocks`)."""

MANIFEST_FILE = "manifest.json"
_SUM_FILE = "manifest.sha256"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was built from and consists of.

    `inputs` are the sha256 of all files of the corpus by path, `skipped` the reasons for those that could not be
    read, `settings` those that shape passages; `files`, `sizes` and `blocks` are the sha256, the bytes and the crc32
    of each block of the generation's own files. `encoder` is one of `settings.ENCODERS`.
    """

    format: int
    generation: str
    created: str
    model: str
    model_sha256: str
    dim: int
    settings: Mapping[str, int]
    counts: Mapping[str, int]
    inputs: Mapping[str, str]
    skipped: Mapping[str, str]
    sample_questions: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    blocks: Mapping[str, Sequence[int]] = field(default_factory=dict)
    encoder: str = "torch"

    @property
    def made(self) -> str:
        """When it was built (see `time_text`)."""
        return time_text(self.created)

    def write(self, folder: Path) -> None:
        """Write the manifest with the checksums of the files in a folder, and a checksum of itself."""
        sums = {name: file_sums(path) for name, path in files_in(folder).items()}
        summed = replace(
            self,
            files={name: sha256 for name, (sha256, _) in sums.items()},
            sizes=sizes_of(folder),
            blocks={name: blocks for name, (_, blocks) in sums.items()},
        )
        content = json.dumps(asdict(summed)).encode()
        (folder / MANIFEST_FILE).write_bytes(content)
        (folder / _SUM_FILE).write_bytes(_sum_line(content))

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Read the manifest of the generation in a folder.

        :raises Damaged: when it is missing or has changed.
        :raises IndexMismatch: when it was written by a version with another format.
        """
        try:
            written = (folder / MANIFEST_FILE).read_bytes()
            content: dict[str, Any] = json.loads(written.decode("utf-8"))
            if content["format"] != FORMAT:
                raise IndexMismatch(
                    f"The index in {folder.parent.parent} has format {content['format']}; this version of reportqa"
                    f' reads format {FORMAT}. Run "reportqa index".'
                )
            if (folder / _SUM_FILE).read_bytes() != _sum_line(written):
                raise Damaged(f"{MANIFEST_FILE} and {_SUM_FILE} have changed since they were written")
            return cls(**{**content, "sample_questions": tuple(content["sample_questions"])})
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Damaged(f"{MANIFEST_FILE} or {_SUM_FILE} is missing or cannot be read") from error

    def check(self, folder: Path, *, whole: bool = False) -> None:
        """Check the files; of more than READ_AT_ONCE bytes only some, unless `whole`.

        :raises Damaged: with the first missing or changed file.
        """
        wrong = cut_files(folder, self.sizes) or changed_blocks(folder, self.blocks, None if whole else READ_AT_ONCE)
        if wrong:
            raise Damaged(wrong[0])

    def damage(self, folder: Path) -> list[str]:
        """Return a description of each missing or changed file."""
        return cut_files(folder, self.sizes) or changed_files(folder, self.files)


class Damaged(Exception):
    """A generation with a missing or changed file; the message names it."""


def _sum_line(written: bytes) -> bytes:
    """Return the line with which `sha256sum --check` checks the manifest."""
    return f"{hashlib.sha256(written).hexdigest()}  {MANIFEST_FILE}\n".encode()


def time_text(created: str) -> str:
    """Return the time of a manifest for display: 2016-07-19 10:00 UTC."""
    return f"{created[:16].replace('T', ' ')} UTC"
