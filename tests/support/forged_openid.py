"""An OpenID provider that says whatever a test wants, for identities that no honest provider sends."""

import json
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from joserfc import jws
from joserfc.errors import SecurityWarning
from joserfc.jwk import OctKey, RSAKey
from joserfc.jws import JWSRegistry

from reportqa.server.accounts.oidc_settings import Provider

SECRET = "secret-of-the-client"  # noqa: S105
KEY = RSAKey.generate_key(2048, {"kid": "known"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "known"})
SHARED_KEY = OctKey.import_key(SECRET)


@dataclass
class ForgedProvider:
    """A running provider: its settings for the client, what it says, and the paths that it was asked for."""

    provider: Provider
    token: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    description: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def claims(self, own_nonce: str, **changes: Any) -> dict[str, Any]:
        """Return the claims of a valid identity with changes; those that are None are left out."""
        now = int(time.time())
        given = {
            "iss": self.provider.issuer, "aud": "reportqa", "sub": "1", "iat": now, "exp": now + 300,
            "nonce": own_nonce, "preferred_username": "ada",
        }  # fmt: skip
        return {name: value for name, value in (given | changes).items() if value is not None}

    def send(self, claims: dict[str, Any], algorithm: str = "RS256", key: Any = KEY) -> None:
        """Let the next token have an identity with these claims."""
        header = {"alg": algorithm, "kid": "known"}
        registry = JWSRegistry(algorithms=[algorithm], strict_check_header=False)
        with warnings.catch_warnings():
            # joserfc warns of "none".
            warnings.simplefilter("ignore", SecurityWarning)
            signed = jws.serialize_compact(header, json.dumps(claims), key, registry=registry)
        self.token = {"access_token": "a", "token_type": "Bearer", "id_token": signed}


@contextmanager
def forged_provider() -> Iterator[ForgedProvider]:
    """Serve a provider on 127.0.0.1 whose tokens the test chooses."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            forged.asked.append(self.path)
            is_keys = self.path == "/keys"
            self._send({"keys": [KEY.as_dict(private=False)]} if is_keys else forged.description)

        def do_POST(self) -> None:
            forged.asked.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            self._send(forged.token)

        def _send(self, content: object) -> None:
            body = json.dumps(content).encode()
            self.send_response(forged.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        issuer = f"http://127.0.0.1:{server.server_address[1]}"
        forged = ForgedProvider(Provider(issuer, "reportqa", SECRET, "Example ID"))
        forged.description = {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/auth",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield forged
        finally:
            server.shutdown()
            thread.join()
