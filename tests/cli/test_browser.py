import pytest

from reportqa.cli.browser import local_address


@pytest.mark.parametrize(
    ("address", "opened"),
    [
        ("http://0.0.0.0:8000", "http://127.0.0.1:8000"),
        ("http://[::]:8000", "http://[::1]:8000"),
        ("http://127.0.0.1:80", "http://127.0.0.1:80"),
        ("http://example.org:8000", "http://example.org:8000"),
    ],
)
def test_browser_opens_an_address_of_this_machine(address: str, opened: str) -> None:
    assert local_address(address) == opened
