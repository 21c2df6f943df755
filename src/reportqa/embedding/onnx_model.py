"""The exported model on disk: a folder with an ONNX graph, a tokenizer, and what else it takes to embed alike.

It lies beside the generations of an index, in encoders/, and is sealed: no byte of it can change unnoticed.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from reportqa.storage import sync

VERSION = 1
"""Raised by one whenever an export is made otherwise, so that those made before are made anew."""
ENCODERS_DIR = "encoders"
GRAPH = "model.onnx"
TOKENIZER = "tokenizer.json"

_DESCRIPTION = "description.json"
_DESCRIPTION_SUM = "description.sha256"


class UnsoundExport(Exception):
    """An export that cannot be used; the message goes on after its name: "is missing"."""


@dataclass(frozen=True, slots=True)
class Description:
    """What an export was made of, and how its graph is used.

    `max_tokens` are read of a text, start and end marks included; `pooling` is "mean", "cls" or "max" of the token
    outputs; the prompts go before what is embedded. `files` are the sha256 of the others in the folder. `refused` is
    why there is no export of the model, "" when there is one.
    """

    name: str
    sha256: str
    encoder: str
    dim: int = 0
    max_tokens: int = 0
    pooling: str = ""
    passage_prompt: str = ""
    question_prompt: str = ""
    refused: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    version: int = VERSION


def export_dir(index_dir: Path, sha256: str, encoder: str) -> Path:
    """Give the folder where an index has the export of a model."""
    return index_dir / ENCODERS_DIR / f"{sha256[:16]}-{encoder}"


def read_description(folder: Path) -> Description:
    """Read what an export is.

    :raises UnsoundExport: when there is none, it was made by another version, or it is not as it was written.
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
    """Read a file of an export whole.

    :raises UnsoundExport: when it does not have the bytes that were written.
    """
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise UnsoundExport(f"is damaged ({name} is missing or cannot be read)") from error
    if hashlib.sha256(content).hexdigest() != description.files.get(name):
        raise UnsoundExport(f"is damaged ({name} does not have the bytes that were written)")
    return content


def write_description(folder: Path, description: Description) -> None:
    """Seal an export: write what it is, its sum, and see that all of it is on the disk."""
    content = json.dumps(asdict(description), indent=1).encode()
    (folder / _DESCRIPTION).write_bytes(content)
    (folder / _DESCRIPTION_SUM).write_bytes(_sum_line(content))
    for path in folder.iterdir():
        sync(path)
    sync(folder)


def put(made: Path, folder: Path) -> None:
    """Move a sealed export to its place."""
    shutil.rmtree(folder, ignore_errors=True)
    made.rename(folder)
    sync(folder.parent)


def problems(folder: Path) -> list[str]:
    """Say what is wrong with an export; reads all of it."""
    try:
        description = read_description(folder)
        for name in description.files:
            read_part(folder, description, name)
    except UnsoundExport as error:
        return [str(error)]
    return []


def _sum_line(written: bytes) -> bytes:
    return f"{hashlib.sha256(written).hexdigest()}  {_DESCRIPTION}\n".encode()
