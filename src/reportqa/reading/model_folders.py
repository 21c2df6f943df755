"""Folders of added models: each has the files of one model and their hashes."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from reportqa.errors import InputError, ModelError
from reportqa.storage import file_sha256, files_in, replace_text

SUMS = "SHA256SUMS"
_KEPT = ("*.json", "*.txt", "*.model", "*.safetensors")
"""Files of a model that are downloaded: no pickles, which can run code, and no second copies of the weights."""
_LEFT_OUT = ("onnx/*", "openvino/*")


@dataclass(frozen=True, slots=True)
class AddedModel:
    """A model in the models folder; `sha256` is that of its SHA256SUMS."""

    name: str
    folder: Path
    sha256: str
    size: int


def add_model(name: str, models_dir: Path) -> AddedModel:
    """Download a model by its name at https://huggingface.co, or copy its folder, and note the hashes of its files.

    :raises InputError: when it has no weights in safetensors, or the name is no folder's.
    :raises ModelError: when it cannot be downloaded or written.
    """
    target = folder_of(name, models_dir)
    making = target.with_name(f"{target.name}.new")
    shutil.rmtree(making, ignore_errors=True)
    try:
        making.mkdir(parents=True)
        if (source := Path(name)).is_dir():
            shutil.copytree(source, making, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*", "onnx", "openvino"))
        else:
            _download(name, making)
        files = {path: file for path, file in files_in(making).items() if not path.startswith(".")}
        if not any(path.endswith(".safetensors") for path in files):
            raise InputError(f"{name} has no weights in safetensors. Choose a model that has them.")
        lines = [f"{file_sha256(file)}  {path}\n" for path, file in sorted(files.items()) if path != SUMS]
        replace_text(making / SUMS, "".join(lines))
        shutil.rmtree(target, ignore_errors=True)
        making.rename(target)
    except OSError as error:
        raise ModelError(f"{name} cannot be written to {target} ({error.strerror or error}).") from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return _added(target)


def added_models(models_dir: Path) -> list[AddedModel]:
    """Return the added models by name."""
    return [_added(sums.parent) for sums in sorted(models_dir.glob(f"*/{SUMS}"))]


def folder_of(name: str, models_dir: Path) -> Path:
    """Return the folder of an added model.

    :raises InputError: when the name is no folder's.
    """
    own = Path(name).name if Path(name).is_dir() else name.replace("/", "--")
    if not own.strip(".") or "\\" in own:
        raise InputError(f'"{name}" is not the name of a model. Use ORGANISATION/MODEL or a folder.')
    return models_dir / own


def check_files(folder: Path) -> None:
    """Compare the files of an added model with the hashes noted when it was added.

    :raises ModelError: when a file is missing or has changed.
    """
    for line in (folder / SUMS).read_text(encoding="utf-8").splitlines():
        sha256, _, path = line.partition("  ")
        if not (folder / path).is_file() or file_sha256(folder / path) != sha256:
            raise ModelError(
                f'The file {folder / path} has changed since it was added. Run "reportqa models add" again.'
            )


def _added(folder: Path) -> AddedModel:
    size = sum(file.stat().st_size for file in files_in(folder).values())
    return AddedModel(folder.name.replace("--", "/", 1), folder, file_sha256(folder / SUMS), size)


def _download(name: str, folder: Path) -> None:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError

    try:
        snapshot_download(name, local_dir=folder, allow_patterns=list(_KEPT), ignore_patterns=list(_LEFT_OUT))
    except (HfHubHTTPError, OSError, ValueError, RuntimeError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
        raise ModelError(
            f"{name} cannot be downloaded ({reason}). Check the name and the connection, or copy its folder here"
            " and add that."
        ) from error
    # What the library notes about the download.
    shutil.rmtree(folder / ".cache", ignore_errors=True)
