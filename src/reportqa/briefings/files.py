"""Files that a user asks for: what kind each is to be, and writing them."""

from collections.abc import Mapping
from pathlib import Path

from reportqa.briefings.export import FORMATS
from reportqa.errors import InputError

_ENDINGS = {".htm": "html", ".markdown": "md"} | {f".{form}": form for form in FORMATS}


def form_of(path: Path) -> str:
    """Give the format of a briefing that a file's ending means.

    :raises InputError: when it means none.
    """
    form = _ENDINGS.get(path.suffix.lower())
    if form is None:
        raise InputError(
            f'"{path}" does not end in a format of a briefing: {", ".join(f".{form}" for form in FORMATS)}.'
        )
    return form


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write files, each whole or not at all.

    :raises InputError: when one cannot be written.
    """
    for path, data in files.items():
        temporary = path.with_name(f".{path.name}.new")
        try:
            temporary.write_bytes(data)
            temporary.replace(path)
        except OSError as error:
            temporary.unlink(missing_ok=True) if temporary.parent.is_dir() else None
            raise InputError(f'"{path}" cannot be written ({error.strerror}). Choose another place.') from error
