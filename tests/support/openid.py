"""A certified OpenID provider (npm's oidc-provider) on 127.0.0.1, for tests."""

import json
import os
import select
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from reportqa.server.accounts.oidc_settings import Provider

FOLDER = Path(__file__).parent / "oidc_provider"
INSTALL = "npm ci --prefix tests/support/oidc_provider"
SECRET = "secret-of-the-client"  # noqa: S105
USERS = {
    "ada": {"preferred_username": "ada", "groups": ["staff", "editors"]},
    "grace": {"preferred_username": "grace", "groups": ["it"]},
    "joan": {"preferred_username": "joan", "groups": ["visitors"]},
}
START_SECONDS = 60


@contextmanager
def openid_provider(users: Mapping[str, Any] = USERS, **ttl: int) -> Iterator[Provider]:
    """Run a provider that signs in whoever is named in its form; skip the test where it is not installed.

    Its client is sent back to any port of 127.0.0.1.
    :param ttl: seconds that things of a kind are valid, such as AuthorizationCode=1
    """
    node = shutil.which("node")
    if node is None or not (FOLDER / "node_modules").is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"CI must run the tests of sign-in: install Node.js and run {INSTALL}.")
        pytest.skip(f"No OpenID provider on this machine; install Node.js and run {INSTALL}.")
    client = {
        "client_id": "reportqa",
        "client_secret": SECRET,
        "application_type": "native",
        "redirect_uris": ["http://127.0.0.1/sign-in/oidc/back"],
        "post_logout_redirect_uris": ["http://127.0.0.1/sign-in"],
    }
    given = json.dumps({"client": client, "users": users, "ttl": ttl})
    with subprocess.Popen(
        [node, "--no-warnings", FOLDER / "provider.mjs"],
        env=os.environ | {"OIDC_PROVIDER": given}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        try:
            assert select.select([process.stdout], [], [], START_SECONDS)[0], "The provider does not start."
            issuer = process.stdout.readline().strip()
            assert issuer.startswith("http://127.0.0.1:"), "The provider has ended."
            yield Provider(issuer, "reportqa", SECRET, "Example ID")
        finally:
            process.terminate()
