"""Conversion of old office formats by LibreOffice, if it is installed, without macros, links and network."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from reportqa.parsing.office.zip_package import MAX_UNZIPPED

MAX_SECONDS = 90.0
"""Time limit of a conversion."""

_RESTART = {79, 81}
"""Exit statuses after which the program is to be started again, as after it has made its profile."""
_STARTS = 3
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Writer/Content/Update", "Link", "0"),
    # A proxy that does not exist, so that formulas and pictures load nothing.
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
)


def find_program() -> Path | None:
    """Return LibreOffice's program, or None if it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if not found:
        return None
    path = Path(found).resolve()
    # Started by its wrapper, it would run on when the wrapper is killed.
    program = path.with_name("soffice.bin")
    return program if program.exists() else path


def convert(data: bytes, suffix: str, target: str) -> bytes | None:
    """Return a file in another format; None if LibreOffice is not installed, fails or takes too long.

    :param suffix: suffix of the file: ".xls".
    :param target: suffix of the result, and after a colon the filter if it is not the usual one: ".xlsx".
    """
    program = find_program()
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="reportqa-office-") as folder:
        place = Path(folder)
        (place / f"in{suffix}").write_bytes(data)
        _write_profile(place / "profile")
        command = [
            str(program),
            f"-env:UserInstallation={(place / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
            *("--convert-to", target.lstrip(".")),
            *("--outdir", str(place / "out"), str(place / f"in{suffix}")),
        ]
        _start(command, place)
        made = place / "out" / f"in{target.partition(':')[0]}"
        if not made.is_file() or made.stat().st_size > MAX_UNZIPPED:
            return None
        return made.read_bytes()


def _start(command: list[str], place: Path) -> None:
    """Run the program until it ends by itself or runs out of time."""
    deadline = time.monotonic() + MAX_SECONDS
    environment = {**os.environ, "HOME": str(place), "TMPDIR": str(place)}
    for _ in range(_STARTS):
        try:
            status = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
                timeout=max(0.1, deadline - time.monotonic()),
                check=False,
            ).returncode
        except (subprocess.TimeoutExpired, OSError):
            return
        if status not in _RESTART:
            return


def _write_profile(profile: Path) -> None:
    """Write a user profile that runs no macros, updates no links and reaches no network."""
    lines = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>'
        "</item>"
        for path, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{lines}</oor:items>",
        encoding="utf-8",
    )
