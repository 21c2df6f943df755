import pytest
from flask import Flask

from reportqa.server.accounts.client import client_address, is_encrypted, is_local_name


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost", True), ("LOCALHOST:8000", True), ("127.0.0.1:8000", True), ("[::1]", True),
        ("192.0.2.1", False), ("reports.example.org", False), ("localhost.example.org", False), ("[", False),
    ],
)  # fmt: skip
def test_names_of_this_machine_are_known(app: Flask, host: str, local: bool) -> None:
    with app.test_request_context(headers={"Host": host}):
        assert is_local_name() == local


@pytest.mark.parametrize(
    ("headers", "encrypted"),
    [
        ({"Host": "reports.example.org"}, False),
        ({"Host": "reports.example.org", "Origin": "http://reports.example.org"}, False),
        ({"Host": "reports.example.org", "Origin": "https://reports.example.org"}, True),
        ({"Host": "reports.example.org", "Sec-Fetch-Site": "same-origin"}, True),
        ({"Host": "localhost", "Sec-Fetch-Site": "same-origin"}, False),
    ],
)
def test_browser_tells_whether_the_connection_is_encrypted(
    app: Flask, headers: dict[str, str], encrypted: bool
) -> None:
    with app.test_request_context(headers=headers):
        assert is_encrypted() == encrypted


def test_address_is_that_of_the_connection(app: Flask) -> None:
    with app.test_request_context(
        environ_base={"REMOTE_ADDR": "192.0.2.9"}, headers={"X-Forwarded-For": "198.51.100.1"}
    ):
        assert client_address() == "192.0.2.9"
    with app.test_request_context(environ_overrides={"REMOTE_ADDR": ""}):
        assert client_address() == ""
