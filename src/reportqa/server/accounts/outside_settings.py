"""Who signs users in besides this server: an OpenID provider, and proxies that name the user of each request."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reportqa.errors import InputError
from reportqa.server.accounts.group_roles import GroupRoles
from reportqa.server.accounts.oidc_settings import Provider
from reportqa.server.accounts.proxy_header import TrustedProxies
from reportqa.state import Role


@dataclass(frozen=True, slots=True)
class Outside:
    """The provider, the trusted proxies, and the roles of the groups of their users."""

    provider: Provider | None = None
    proxies: TrustedProxies = field(default_factory=TrustedProxies)
    roles: GroupRoles = field(default_factory=lambda: GroupRoles({}))

    @property
    def signs_in(self) -> bool:
        """Whether any of them signs users in."""
        return self.provider is not None or self.proxies.user_header is not None

    @classmethod
    def parse(
        cls,
        trust_proxy: Iterable[str] = (),
        user_header: str | None = None,
        groups_header: str | None = None,
        groups_separator: str = ",",
        group_roles: Iterable[str] = (),
        other_role: str | None = None,
        environ: Mapping[str, str] = os.environ,
    ) -> "Outside":
        """Return who signs users in from the options of the command line and the environment.

        :raises InputError: when one is invalid, or nobody could sign in.
        """
        provider = Provider.from_env(environ)
        proxies = TrustedProxies.parse(trust_proxy, user_header, groups_header, groups_separator)
        pairs = tuple(group_roles)
        others = None if other_role is None else Role(other_role)
        if provider is None and not proxies.user_header:
            if pairs or others is not None:
                raise InputError(
                    "--group-role and --other-role are for users of a sign-in service. Name one with"
                    " REPORTQA_OIDC_ISSUER or --user-header, or leave them out."
                )
            return cls(proxies=proxies)
        return cls(provider, proxies, GroupRoles.parse(pairs, others))
