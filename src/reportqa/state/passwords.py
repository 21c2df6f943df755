"""Passwords as argon2id hashes."""

import unicodedata
from functools import cache
from threading import Semaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from reportqa.errors import InputError

MIN_PASSWORD = 12
MAX_PASSWORD = 1_000
"""Characters."""
_HASHER = PasswordHasher()
_ROOM = Semaphore(2)
"""Each hash takes 64 MiB of memory."""


def hash_password(password: str) -> str:
    """Return the hash of a new password.

    :raises InputError: when it is too short or too long.
    """
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise InputError(f"A password has {MIN_PASSWORD} to {MAX_PASSWORD:,} characters. Choose another one.")
    with _ROOM:
        return _HASHER.hash(_normal(password))


def is_password(password: str, stored: str | None) -> bool:
    """Return whether a password has a stored hash; without one, False after as much work."""
    if len(password) > MAX_PASSWORD:
        return False
    with _ROOM:
        try:
            return _HASHER.verify(stored or _nobody(), _normal(password)) and stored is not None
        except VerifyMismatchError:
            return False


@cache
def _nobody() -> str:
    return _HASHER.hash("")


def _normal(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode(errors="replace")
