"""The choice of how a model runs: as a valid ONNX export, or else with sentence-transformers."""

import ctypes
import logging
import shutil
from collections.abc import Collection
from functools import cache
from pathlib import Path

from reportqa.embedding.base import Embedder
from reportqa.embedding.identity import identify, model_to_load
from reportqa.embedding.onnx_embedder import ExportedEmbedder
from reportqa.embedding.onnx_model import ENCODERS_DIR, UnsoundExport, export_dir, is_refused, replacing
from reportqa.embedding.transformer import SentenceTransformerEmbedder, load_transformer
from reportqa.errors import IndexUnavailable

_CHOICES = {"int8": ("int8", "fp32"), "fp32": ("fp32",), "torch": ()}
"""The exports to try for each requested encoder, in order."""
_NEAR = {"int8": "int8", "fp32": "fp32", "torch": "fp32"}
"""The export that embeds questions like the encoder that embedded the passages."""
_DRIVER = "libcuda.so.1"

_log = logging.getLogger(__name__)
_made: dict[str, Path] = {}
"""Valid exports that this process has seen, by name; other indexes get a copy."""


def encoder_for(index_dir: Path, sha256: str, wanted: str) -> str:
    """Return what a build would embed with: the requested encoder, or a fallback where its export was refused."""
    if wanted != "torch" and _has_gpu():
        return "torch"
    return next((one for one in _CHOICES[wanted] if not is_refused(export_dir(index_dir, sha256, one))), "torch")


def open_embedder(
    index_dir: Path, model: str, sha256: str, encoder: str, *, named: str | None = None
) -> Embedder:  # fmt: skip
    """Open the model of an index to embed questions; writes nothing.

    Without a valid export, sentence-transformers embeds the questions nearly alike.
    :param named: the model as the user named it; no other folder is loaded (see `model_to_load`)
    :raises ModelError: when the model cannot be loaded then.
    """
    folder = export_dir(index_dir, sha256, _NEAR[encoder])
    try:
        return ExportedEmbedder.open(folder)
    except UnsoundExport as error:
        if encoder != "torch":
            _log.warning(
                'The exported model %s %s; sentence-transformers is used instead. Run "reportqa index" to export it'
                " again.",
                folder,
                error,
            )
    return load_transformer(model_to_load(model, named))


def prepare_embedder(index_dir: Path, model: str | None, wanted: str, *, anew: bool = False) -> Embedder:
    """Return the embedder to build an index with, exporting the model if needed.

    `anew` retries refused exports. Only one process at a time may do this for an index.
    :raises ModelError: when the model cannot be loaded.
    :raises IndexUnavailable: when the export cannot be written.
    """

    @cache
    def loaded() -> SentenceTransformerEmbedder:
        return load_transformer(model)

    sha256 = (identify(model) or (loaded().name, loaded().sha256))[1]
    gpu = wanted != "torch" and _has_gpu()
    for encoder in ("fp32",) if gpu else _CHOICES[wanted]:
        folder = export_dir(index_dir, sha256, encoder)
        if not anew and is_refused(folder):
            continue
        found = _opened(folder) or _copied(folder) or _exported(loaded(), folder, encoder)
        if found:
            _made[folder.name] = folder
            if not gpu:
                return found
    return load_transformer(model, device="cuda") if gpu else loaded()


def remove_unused_exports(index_dir: Path, used: Collection[tuple[str, str]]) -> None:
    """Remove the exports that no generation uses; `used` are the sha256 and encoder of each generation's model."""
    kept = {export_dir(index_dir, sha256, one).name for sha256, encoder in used for one in {encoder, _NEAR[encoder]}}
    folder = index_dir / ENCODERS_DIR
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in kept and not is_refused(path):
            shutil.rmtree(path, ignore_errors=True)


def _opened(folder: Path) -> ExportedEmbedder | None:
    try:
        return ExportedEmbedder.open(folder)
    except UnsoundExport:
        return None


def _copied(folder: Path) -> ExportedEmbedder | None:
    """Copy and open an export that this process has seen in another index."""
    seen = _made.get(folder.name)
    if seen in {None, folder}:
        return None
    try:
        with replacing(folder) as copy:
            shutil.copytree(seen, copy, dirs_exist_ok=True)
            return ExportedEmbedder.open(copy)
    except (UnsoundExport, OSError):
        return None


def _exported(transformer: SentenceTransformerEmbedder, folder: Path, encoder: str) -> ExportedEmbedder | None:
    """Export a model and open the export; record and log a refusal."""
    from reportqa.embedding.onnx_export import ExportRefused, export, refuse

    try:
        try:
            export(transformer, folder, encoder)
        except ExportRefused as error:
            _log.warning("No %s export of the model %s: %s.", encoder, transformer.name, error)
            refuse(transformer, folder, encoder, str(error))
            return None
    except OSError as error:
        raise IndexUnavailable(
            f"The exported model cannot be written to {folder.parent} ({error.strerror or error}). Check that the disk"
            " has space and the folder is writable. The current index is unchanged."
        ) from error
    return ExportedEmbedder.open(folder)


def _has_gpu() -> bool:
    """Return whether torch finds a GPU; torch is not imported without a driver."""
    try:
        ctypes.CDLL(_DRIVER)
    except OSError:
        return False
    import torch

    return bool(torch.cuda.is_available())
