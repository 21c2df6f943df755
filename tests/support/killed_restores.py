"""A program that runs one function in forks of itself, each killed before another change of the disk.

It prints a line of JSON for each: the number of the change, 0 for none, and the state of the folder afterwards.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from reportqa.backups import back_up, check_backup, finish_restore, restore
from reportqa.errors import InputError
from reportqa.settings import Settings
from support.backing_up import state_of

CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.utime", "sqlite3.connect"}


def is_change(event: str, arguments: tuple[object, ...]) -> bool:
    return event in CHANGES or (
        event == "open" and isinstance(arguments[1], str) and arguments[1][:1] in {"w", "a", "x"}
    )


def run_killed(function: Callable[[], object], number: int) -> bool:
    """Run a function in a fork that is killed before its change with this number; return whether it was."""
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
    left = number

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if is_change(event, arguments):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    status = 1
    try:
        function()
        status = 0
    finally:
        os._exit(status)


def main(kind: str, root: Path, backup: Path) -> None:
    settings = Settings.from_env({}, root=root)
    kept = root.with_name("kept")
    shutil.copytree(root, kept)
    number, step = 0, 5 if kind == "restore" else 1
    while True:
        number += step
        if kind == "restore":
            was_killed = run_killed(lambda: restore(settings, backup), number)
            if (settings.index_dir / "restore.json").exists():
                if step > 1:
                    # From a little before on, one after the other.
                    number, step = number - step, 1
                # A second kill, while the interrupted restoration is completed.
                run_killed(lambda: finish_restore(settings.index_dir), number % 7 + 1)
            finish_restore(settings.index_dir)
            sys.stdout.write(json.dumps([number, was_killed, state_of(settings)]) + "\n")
            shutil.rmtree(root)
            shutil.copytree(kept, root)
        else:
            was_killed = run_killed(lambda: back_up(settings, backup), number)
            try:
                found = check_backup(backup).created
            except InputError as error:
                found = str(error)
            sys.stdout.write(json.dumps([number, was_killed, found]) + "\n")
        if not was_killed:
            break


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
