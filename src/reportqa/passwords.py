"""Passwords of encrypted files, one a line of the file that REPORTQA_PASSWORDS names."""

import os
from collections.abc import Mapping
from pathlib import Path

from reportqa.errors import ParseError

VARIABLE = "REPORTQA_PASSWORDS"


def read_passwords(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return the passwords to try, none without the variable.

    :raises ParseError: when the file cannot be read.
    """
    path = environ.get(VARIABLE)
    if not path:
        return []
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ParseError(f"is protected by a password, and the file that {VARIABLE} names cannot be read.") from error
    return [line for line in (line.rstrip("\r") for line in lines) if line]


def refused(environ: Mapping[str, str] = os.environ) -> ParseError:
    """Return the error for a file that none of the passwords opens."""
    if environ.get(VARIABLE):
        return ParseError(
            f"is protected by a password that is not in the file that {VARIABLE} names. Add it there, or save a copy"
            " without a password."
        )
    return ParseError(
        f"is protected by a password. Save a copy without one, or set {VARIABLE} to a file with the password."
    )
