"""Chooses how a model runs: as its export where there is one that can be trusted, else with sentence-transformers."""

import ctypes
import logging
import shutil
from collections.abc import Collection
from pathlib import Path

from reportqa.embedding.base import Embedder
from reportqa.embedding.identity import identify
from reportqa.embedding.onnx_embedder import ExportedEmbedder
from reportqa.embedding.onnx_model import ENCODERS_DIR, UnsoundExport, export_dir, put, read_description
from reportqa.embedding.transformer import load_transformer
from reportqa.errors import IndexUnavailable
from reportqa.settings import DEFAULT_MODEL

_CHOICES = {"int8": ("int8", "fp32"), "fp32": ("fp32",), "torch": ()}
"""Which exports are made for an encoder that is asked for: the first that is not refused."""
_NEAR = {"int8": "int8", "fp32": "fp32", "torch": "fp32"}
"""The export that embeds questions alike, by what embedded the passages."""
_DRIVER = "libcuda.so.1"

_log = logging.getLogger(__name__)
_made: dict[str, Path] = {}
"""Where this process has seen an export that is sound, by its name: another index gets a copy."""


def encoder_for(index_dir: Path, sha256: str, wanted: str) -> str:
    """Give what a build would embed with: what is wanted, or what is left when an index has that refused."""
    if wanted != "torch" and _has_gpu():
        return "torch"
    return next((one for one in _CHOICES[wanted] if not _refused(index_dir, sha256, one)), "torch")


def has_export(index_dir: Path, sha256: str, encoder: str) -> bool:
    """Tell whether an index has the export that an encoder needs, sound; reads it whole."""
    if encoder == "torch":
        return True
    try:
        ExportedEmbedder.open(export_dir(index_dir, sha256, encoder))
    except UnsoundExport:
        return False
    return True


def open_embedder(index_dir: Path, model: str, sha256: str, encoder: str) -> Embedder:
    """Open the model that an index was built with, to ask questions; writes nothing.

    Where its export is gone or damaged, sentence-transformers embeds the questions nearly alike.
    :raises ModelError: when the model cannot be loaded then.
    """
    folder = export_dir(index_dir, sha256, _NEAR[encoder])
    try:
        return ExportedEmbedder.open(folder)
    except UnsoundExport as error:
        if encoder != "torch":
            _log.warning(
                'The exported model %s %s; sentence-transformers is used instead. "reportqa index" makes it anew.',
                folder,
                error,
            )
    return load_transformer(None if model == DEFAULT_MODEL else model)


def prepare_embedder(index_dir: Path, model: str | None, wanted: str, *, anew: bool = False) -> Embedder:
    """Give the embedder to build an index with; make the export that it needs, `anew` also where it was refused.

    Only one process at a time may do so for an index. What is wrong with an export is said in one line of the log.
    :raises ModelError: when the model cannot be loaded.
    :raises IndexUnavailable: when the export cannot be written.
    """
    transformer = None
    identity = identify(model)
    if identity is None:
        transformer = load_transformer(model)
        identity = transformer.name, transformer.sha256
    gpu = wanted != "torch" and _has_gpu()
    for encoder in ("fp32",) if gpu else _CHOICES[wanted]:
        folder = export_dir(index_dir, identity[1], encoder)
        if not anew and _refused(index_dir, identity[1], encoder):
            continue
        if (found := _found(folder)) is None:
            from reportqa.embedding.onnx_export import ExportRefused, export, refuse

            transformer = transformer or load_transformer(model)
            try:
                export(transformer, folder, encoder)
            except ExportRefused as error:
                _log.warning("No %s export of the model %s: %s.", encoder, identity[0], error)
                refuse(transformer, folder, encoder, str(error))
                continue
            except OSError as error:
                raise IndexUnavailable(
                    f"The exported model cannot be written to {folder.parent} ({error.strerror or error}). See that"
                    " there is room on the disk and that the folder may be written; the generation in use stays."
                ) from error
            found = ExportedEmbedder.open(folder)
        _made[folder.name] = folder
        if not gpu:
            return found
    return load_transformer(model, device="cuda") if gpu else transformer or load_transformer(model)


def settle_exports(index_dir: Path, used: Collection[tuple[str, str]]) -> None:
    """Remove the exports that no generation uses; `used` are sha256 and encoder of each generation's model."""
    kept = {export_dir(index_dir, sha256, one).name for sha256, encoder in used for one in {encoder, _NEAR[encoder]}}
    folder = index_dir / ENCODERS_DIR
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in kept and not _is_refusal(path):
            shutil.rmtree(path, ignore_errors=True)


def _found(folder: Path) -> ExportedEmbedder | None:
    """Open an export, or the copy of one that this process has seen in another index."""
    try:
        return ExportedEmbedder.open(folder)
    except UnsoundExport:
        pass
    if (seen := _made.get(folder.name)) in {None, folder}:
        return None
    copy = folder.with_name(f"{folder.name}.new")
    try:
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(seen, copy)
        found = ExportedEmbedder.open(copy)
        put(copy, folder)
    except (UnsoundExport, OSError):
        shutil.rmtree(copy, ignore_errors=True)
        return None
    return found


def _refused(index_dir: Path, sha256: str, encoder: str) -> bool:
    return _is_refusal(export_dir(index_dir, sha256, encoder))


def _is_refusal(folder: Path) -> bool:
    try:
        return bool(read_description(folder).refused)
    except UnsoundExport:
        return False


def _has_gpu() -> bool:
    """Tell whether torch sees a graphics card; does not import it where there is no driver for one."""
    try:
        ctypes.CDLL(_DRIVER)
    except OSError:
        return False
    import torch

    return bool(torch.cuda.is_available())
