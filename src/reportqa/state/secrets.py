"""Random secrets of sessions and tokens, and the hashes under which they are stored."""

import hashlib
import hmac
import secrets

SECRET_BYTES = 32


def new_secret() -> str:
    """Return a secret of 256 random bits."""
    return secrets.token_urlsafe(SECRET_BYTES)


def secret_hash(secret: str) -> str:
    """Return the hash of a secret; it needs no salt, since the secret is random."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def derived(secret: str, purpose: str) -> str:
    """Return a value that only those who know a secret can make, and that does not reveal it."""
    return hmac.new(secret.encode(errors="replace"), purpose.encode(), hashlib.sha256).hexdigest()
