"""An exported model on disk: a folder with an ONNX graph, a tokenizer and a description, all with checksums.

Exports are in encoders/, beside the generations of an index.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from reportqa.storage import sync

VERSION = 1
"""Increased whenever exports change, so that older ones are replaced."""
ENCODERS_DIR = "encoders"
GRAPH = "model.onnx"
TOKENIZER = "tokenizer.json"

_DESCRIPTION = "description.json"
_DESCRIPTION_SUM = "description.sha256"


class UnsoundExport(Exception):
    """An export that cannot be used; the message continues after its name: "is missing"."""


@dataclass(frozen=True, slots=True)
class Description:
    """The model of an export, and how to use its graph.

    `max_tokens` includes start and end tokens; `pooling` is "mean", "cls" or "max"; the prompts are prepended to the
    texts; `center`, if any, is subtracted from all vectors. `files` holds the sha256 of the other files. `refused` is
    why the model could not be exported, or "".
    """

    name: str
    sha256: str
    encoder: str
    dim: int = 0
    max_tokens: int = 0
    pooling: str = ""
    passage_prompt: str = ""
    question_prompt: str = ""
    center: Sequence[float] | None = None
    refused: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    version: int = VERSION


def export_dir(index_dir: Path, sha256: str, encoder: str) -> Path:
    """Return the folder of the export of a model in an index."""
    return index_dir / ENCODERS_DIR / f"{sha256[:16]}-{encoder}"


def read_description(folder: Path) -> Description:
    """Read the description of an export.

    :raises UnsoundExport: when it is missing, damaged or of another version.
    """
    try:
        written = (folder / _DESCRIPTION).read_bytes()
        if (folder / _DESCRIPTION_SUM).read_bytes() != _sum_line(written):
            raise UnsoundExport(f"is damaged ({_DESCRIPTION} does not have the bytes that were written)")
        content = json.loads(written)
        if content.get("version") != VERSION:
            raise UnsoundExport("was made by another version of reportqa")
        return Description(**content)
    except FileNotFoundError as error:
        raise UnsoundExport("is missing") from error
    except (OSError, ValueError, TypeError) as error:
        raise UnsoundExport(f"cannot be read ({error})") from error


def read_part(folder: Path, description: Description, name: str) -> bytes:
    """Read a file of an export.

    :raises UnsoundExport: when it is missing or damaged.
    """
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise UnsoundExport(f"is damaged ({name} is missing or cannot be read)") from error
    if hashlib.sha256(content).hexdigest() != description.files.get(name):
        raise UnsoundExport(f"is damaged ({name} does not have the bytes that were written)")
    return content


def write_description(folder: Path, description: Description) -> None:
    """Write the description of an export and its checksum, and flush all files to disk."""
    content = json.dumps(asdict(description), indent=1).encode()
    (folder / _DESCRIPTION).write_bytes(content)
    (folder / _DESCRIPTION_SUM).write_bytes(_sum_line(content))
    for path in folder.iterdir():
        sync(path)
    sync(folder)


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Yield an empty folder that replaces `folder` when the block succeeds."""
    making = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    try:
        yield making
        shutil.rmtree(folder, ignore_errors=True)
        making.rename(folder)
        sync(folder.parent)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def is_refused(folder: Path) -> bool:
    """Return whether a model was found not to be exportable."""
    try:
        return bool(read_description(folder).refused)
    except UnsoundExport:
        return False


def export_problem(index_dir: Path, sha256: str, encoder: str) -> str | None:
    """Return what is wrong with the export that an encoder needs, or None; reads all of it."""
    if encoder == "torch":
        return None
    folder = export_dir(index_dir, sha256, encoder)
    try:
        description = read_description(folder)
        for name in description.files:
            read_part(folder, description, name)
    except UnsoundExport as error:
        return str(error)
    return None


def _sum_line(written: bytes) -> bytes:
    return f"{hashlib.sha256(written).hexdigest()}  {_DESCRIPTION}\n".encode()
