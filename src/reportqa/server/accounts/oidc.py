"""Sign-in with OpenID Connect: a person is sent to a provider, and comes back with a code for a signed identity.

Nothing is asked of the provider before the first sign-in. Its description and keys are kept for an hour.
"""

import hmac
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore, Lock
from typing import Any

from authlib.common.urls import add_params_to_uri
from authlib.integrations.base_client import BaseApp, OAuthError
from authlib.integrations.base_client.sync_app import OAuth2Mixin
from authlib.integrations.base_client.sync_openid import OpenIDMixin
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError
from requests import RequestException

from reportqa.errors import ProviderUnavailable, SignInRefused
from reportqa.server.accounts.oidc_claims import Identity, identity_of
from reportqa.server.accounts.oidc_settings import Provider

TIMEOUT = (5.0, 10.0)
KEPT_SECONDS = 3600
"""How long the provider's description and keys are used."""
PAUSE_SECONDS = 5
"""How long a provider that did not answer is not asked again."""
MOST_AT_ONCE = 2
"""Sign-ins that wait for the provider at the same time; other requests keep the remaining threads."""
WAIT_SECONDS = 2
LEEWAY_SECONDS = 60
"""Difference between the clocks of the provider and this machine."""
ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
"""Signatures with a key that only the provider has."""
_AGAIN = "Start the sign-in again."


class _Client(OAuth2Mixin, OpenIDMixin, BaseApp):  # type: ignore[misc]
    """Authlib's client without a web framework: what belongs to a sign-in is kept by the caller."""

    client_cls = OAuth2Session

    def __init__(self, provider: Provider, timeout: tuple[float, float]) -> None:
        super().__init__(
            framework=None,
            client_id=provider.client_id,
            client_secret=provider.client_secret,
            server_metadata_url=f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={
                "scope": provider.scopes, "code_challenge_method": "S256", "default_timeout": timeout,
            },
        )  # fmt: skip
        self.made = time.monotonic()

    def load_server_metadata(self) -> Any:
        metadata = super().load_server_metadata()
        offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
        metadata["id_token_signing_alg_values_supported"] = [name for name in offered if name in ALGORITHMS]
        return metadata


@dataclass(frozen=True, slots=True)
class PendingSignIn:
    """What the browser keeps while its user is at the provider; `path` is the page to go to afterwards."""

    state: str
    nonce: str
    verifier: str
    redirect_uri: str
    path: str


class OidcClient:
    """The client of one provider; safe to use from several threads.

    :param timeout: seconds to connect to the provider, and between two parts of its response
    """

    def __init__(self, provider: Provider, timeout: tuple[float, float] = TIMEOUT) -> None:
        self.provider = provider
        self._timeout = timeout
        self._client = _Client(provider, timeout)
        self._lock = Lock()
        self._slots = BoundedSemaphore(MOST_AT_ONCE)
        self._failed = float("-inf")

    def begin(self, redirect_uri: str, path: str) -> tuple[str, PendingSignIn]:
        """Return the provider's address to send a person to, and what to keep until they come back.

        :raises ProviderUnavailable: when the provider does not answer, or not as it should.
        """
        with self._asking() as client:
            begun = client.create_authorization_url(redirect_uri)
        pending = PendingSignIn(begun["state"], begun["nonce"], begun["code_verifier"], redirect_uri, path)
        return begun["url"], pending

    def finish(self, pending: PendingSignIn | None, given: Mapping[str, str]) -> Identity:
        """Return who has signed in.

        :param given: the parameters with which the provider sent the person back
        :raises SignInRefused: when the sign-in was cancelled, is too old, was used before, or is not the one that this
            browser began.
        :raises ProviderUnavailable: as `begin`.
        """
        state = given.get("state", "")
        if pending is None or not hmac.compare_digest(state.encode(), pending.state.encode()):
            raise SignInRefused(f"This sign-in is too old, was used before, or began in another browser. {_AGAIN}")
        if given.get("iss", self.provider.issuer) != self.provider.issuer:
            raise SignInRefused(f"Another sign-in service sent this reply. {_AGAIN}")
        if "error" in given or not given.get("code"):
            raise SignInRefused(f"{self.provider.name} did not sign you in. Start again, or ask its administrator.")
        with self._asking() as client:
            token = client.fetch_access_token(
                pending.redirect_uri, code=given["code"], code_verifier=pending.verifier
            )  # fmt: skip
            if "id_token" not in token:
                raise ProviderUnavailable(self._says("sent no identity. Its administrator must allow OpenID Connect"))
            options = {
                "iss": {"essential": True, "values": [self.provider.issuer]},
                "aud": {"essential": True, "values": [self.provider.client_id]},
                "nonce": {"essential": True},
            }
            claims = client.parse_id_token(token, pending.nonce, claims_options=options, leeway=LEEWAY_SECONDS)
        return identity_of(claims, self.provider)

    def end_url(self, back_to: str, name: str) -> str | None:
        """Return the provider's address to sign out there; None if it has none or does not answer.

        :param back_to: our page that the provider links to afterwards
        """
        try:
            with self._asking() as client:
                end = client.load_server_metadata().get("end_session_endpoint")
        except ProviderUnavailable:
            return None
        given = {"client_id": self.provider.client_id, "post_logout_redirect_uri": back_to, "logout_hint": name}
        return str(add_params_to_uri(end, given)) if isinstance(end, str) else None

    @contextmanager
    def _asking(self) -> Iterator[_Client]:
        """Yield the client for requests to the provider, and convert its errors."""
        if time.monotonic() - self._failed < PAUSE_SECONDS:
            raise ProviderUnavailable(self._says("does not answer"))
        if not self._slots.acquire(timeout=WAIT_SECONDS):
            raise ProviderUnavailable("Too many people are signing in at once. Try again in a few seconds.")
        try:
            yield self._described()
        except OAuthError as error:
            raise self._refusal(error) from error
        except JoseError as error:
            raise SignInRefused(f"The identity from {self.provider.name} is not valid ({error}). {_AGAIN}") from error
        except RequestException as error:
            self._failed = time.monotonic()
            raise ProviderUnavailable(self._says("does not answer")) from error
        except (KeyError, TypeError, ValueError, RuntimeError) as error:
            raise ProviderUnavailable(self._says("did not answer as OpenID Connect requires")) from error
        finally:
            self._slots.release()

    def _described(self) -> _Client:
        """Return a client that has the provider's description."""
        with self._lock:
            if time.monotonic() - self._client.made > KEPT_SECONDS:
                self._client = _Client(self.provider, self._timeout)
            client = self._client
            found = client.load_server_metadata().get("issuer")
        if found != self.provider.issuer:
            raise ProviderUnavailable(
                f'The sign-in service calls itself "{found}", not "{self.provider.issuer}". The administrator must'
                " correct REPORTQA_OIDC_ISSUER."
            )
        return client

    def _refusal(self, error: OAuthError) -> SignInRefused | ProviderUnavailable:
        if error.error in {"invalid_client", "unauthorized_client"}:
            return ProviderUnavailable(self._says("does not accept this server's client id and secret"))
        if error.error == "invalid_grant":
            return SignInRefused(f"This sign-in is too old or was used before. {_AGAIN}")
        return SignInRefused(f"{self.provider.name} did not sign you in ({error.error}). {_AGAIN}")

    def _says(self, what: str) -> str:
        return f"The sign-in service {self.provider.name} {what}. Try again later, or tell the administrator."
