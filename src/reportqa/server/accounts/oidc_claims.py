"""Claims of an identity token: who somebody is, and in which groups."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportqa.errors import SignInRefused
from reportqa.server.accounts.oidc_settings import Provider


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody who has signed in at a provider; `subject` is theirs alone and never changes, the name may."""

    subject: str
    name: str
    groups: tuple[str, ...]


def identity_of(claims: Mapping[str, Any], provider: Provider) -> Identity:
    """Return who the claims of a validated identity token are about.

    :raises SignInRefused: when no claim has a name, or the provider left out the groups because there are too many.
    """
    names = (_value(claims, name) for name in provider.name_claims)
    name = next((value for value in names if isinstance(value, str) and value.strip()), None)
    if name is None:
        raise SignInRefused(
            f"{provider.name} sent no name for you ({', '.join(provider.name_claims)}). The administrator must add one"
            " of these claims, or set REPORTQA_OIDC_USER_CLAIM."
        )
    left_out = claims.get("_claim_names")
    if isinstance(left_out, Mapping) and not left_out.keys().isdisjoint(provider.group_claims):
        raise SignInRefused(
            f"You are in more groups than {provider.name} lists. The administrator must send application roles instead."
        )
    groups = dict.fromkeys(group for name in provider.group_claims for group in _texts(_value(claims, name)))
    subject = hashlib.sha256(f"{provider.issuer}\n{claims['sub']}".encode()).hexdigest()
    return Identity(subject, "_".join(name.split()), tuple(groups))


def _value(claims: Mapping[str, Any], name: str) -> Any:
    """Return a claim by its name, or by the names of objects around it: `realm_access.roles`.

    An e-mail address counts only if the provider has verified it: else people could call themselves what they like.
    """
    if name in claims:
        return None if name == "email" and claims.get("email_verified") is not True else claims[name]
    value: Any = claims
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Sequence):
        yield from (one for one in value if isinstance(one, str))
