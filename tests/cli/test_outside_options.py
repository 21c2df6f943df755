from pathlib import Path

import pytest
from click.testing import CliRunner

from reportqa.cli import main

OIDC = {"REPORTQA_OIDC_ISSUER": "https://login.example", "REPORTQA_OIDC_CLIENT_ID": "id"}
SECRET = {"REPORTQA_OIDC_CLIENT_SECRET": "the-secret"}


def served(tmp_path: Path, *options: str, **environment: str) -> str:
    """Return what `serve` says that cannot listen, or is not allowed to start."""
    result = CliRunner().invoke(
        main, ["serve", "--index", str(tmp_path), "--host", "8.8.8.8", "--port", "1", *options], env=environment
    )
    assert result.exit_code == 1, result.output
    return result.output


@pytest.mark.parametrize(
    ("options", "environment", "said"),
    [
        (["--user-header", "X-User"], {}, "Add --trust-proxy CIDR."),
        (["--trust-proxy", "proxy"], {}, '"proxy" is not a network.'),
        (["--trust-proxy", "0.0.0.0/0"], {}, "would trust everyone"),
        (["--trust-proxy", "10.0.0.5", "--user-header", "X_User"], {}, '"X_User" cannot name a user or groups.'),
        (["--trust-proxy", "10.0.0.5", "--user-header", "X-User"], {}, "Name the groups that may with --group-role"),
        (["--group-role", "it=admin"], {}, "Name one with REPORTQA_OIDC_ISSUER or --user-header"),
        (["--group-role", "it=root"], OIDC | SECRET, '"it=root" is not of the form GROUP=ROLE.'),
        (["--other-role", "reader"], OIDC, "but not REPORTQA_OIDC_CLIENT_SECRET"),
        ([], {"REPORTQA_OIDC_ISSUER": "login.example"}, "which begins with https://"),
        (["--other-role", "reader", "--without-sign-in"], OIDC | SECRET, "Leave it out, or unset"),
        ([], {}, "Nobody can sign in yet."),
        # Somebody can sign in, so the server gets as far as to listen.
        (["--other-role", "reader"], OIDC | SECRET, 'Cannot listen at host "8.8.8.8"'),
        (["--trust-proxy", "10.0.0.5", "--user-header", "X-User", "--other-role", "reader"], {}, "Cannot listen"),
        (["--without-sign-in"], {}, "Cannot listen"),
    ],
)  # fmt: skip
def test_server_starts_only_where_somebody_can_sign_in(
    tmp_path: Path, options: list[str], environment: dict[str, str], said: str
) -> None:
    output = served(tmp_path, *options, **environment)
    assert said in " ".join(output.split())
    assert "the-secret" not in output


def test_groups_in_the_environment_are_separated_by_semicolons(tmp_path: Path) -> None:
    given = OIDC | SECRET | {"REPORTQA_SERVE_GROUP_ROLE": "the board=reader;it=root"}
    assert '"it=root" is not' in " ".join(served(tmp_path, **given).split())
