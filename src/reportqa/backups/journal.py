"""The second half of a restoration, which goes on after a crash: the checked files take the places of the old ones.

Everything is prepared beside the old files. The journal is written last and is the moment from which the new state
counts: the moves that follow are the same however often they are begun.
"""

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock

from reportqa.errors import InputError
from reportqa.storage import RESTORE_JOURNAL, replace_text, sync

_SECONDS = 60
"""How long to wait for another process that finishes a restoration."""


@dataclass(frozen=True, slots=True)
class Move:
    """The entries of a folder to replace: `old` go to .replaced-ID, `new` come from .restore-ID."""

    folder: str
    old: tuple[str, ...]
    new: tuple[str, ...]


def commit(index_dir: Path, key: str, moves: Sequence[Move]) -> None:
    """Write the journal: from now on the new state counts."""
    replace_text(index_dir / RESTORE_JOURNAL, json.dumps({"id": key, "moves": [asdict(move) for move in moves]}))


def finish_restore(index_dir: Path) -> None:
    """Complete a restoration that was interrupted after its commit; does nothing else.

    :raises InputError: when it cannot be completed.
    """
    path = index_dir / RESTORE_JOURNAL
    if not path.exists():
        return
    try:
        with FileLock(index_dir / "restore.lock", timeout=_SECONDS):
            if path.exists():
                values = json.loads(path.read_text(encoding="utf-8"))
                moves = [Move(move["folder"], tuple(move["old"]), tuple(move["new"])) for move in values["moves"]]
                for move in moves:
                    _replace(move, values["id"])
                path.unlink()
                sync(index_dir)
                for move in moves:
                    shutil.rmtree(Path(move.folder, f".restore-{values['id']}"), ignore_errors=True)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"The restoration to {index_dir} was interrupted and cannot be completed ({error}). Check that its folders"
            " can be written and run the command again."
        ) from error


def _replace(move: Move, key: str) -> None:
    folder = Path(move.folder)
    prepared, replaced = folder / f".restore-{key}", folder / f".replaced-{key}"
    replaced.mkdir(exist_ok=True)
    for entry in move.old:
        if not os.path.lexists(replaced / entry):
            (folder / entry).rename(replaced / entry)
    sync(replaced)
    sync(folder)
    for entry in move.new:
        if os.path.lexists(prepared / entry):
            (prepared / entry).rename(folder / entry)
    sync(folder)
