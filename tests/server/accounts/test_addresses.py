from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from reportqa.server.accounts.addresses import external_address, own_address


@pytest.mark.parametrize("address", ["/", "/ask?q=How+many%3F&k=3", "/document/a.pdf?page=2#x", "/a//b", "/ask?q=[1"])
def test_address_of_this_server_is_kept(app: Flask, address: str) -> None:
    with app.test_request_context():
        assert own_address(address) == address


@pytest.mark.parametrize(
    "text",
    [
        "", "ask", "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example",
        "/\t/evil.example", "\n//evil.example", "javascript:alert(1)", "/ /evil.example", "///evil.example",
        "/%0d\r\nSet-Cookie: a=b", "/" + "a" * 5_000, "http:evil.example", "/\u2028/evil.example", "//[", "//[::1",
    ],
)  # fmt: skip
def test_anything_else_is_the_first_page(app: Flask, text: str) -> None:
    with app.test_request_context():
        assert own_address(text) == "/"


@given(st.text(alphabet=st.sampled_from("/\\:@?#[]. \t\r\n%ahtps"), max_size=12))
def test_no_text_leads_to_another_site(app: Flask, text: str) -> None:
    with app.test_request_context():
        address = own_address(text)
    # Browsers drop tabs and line breaks, and read backslashes as slashes.
    read = "".join(one for one in address if one not in "\t\r\n").replace("\\", "/")
    assert urlsplit(urljoin("http://ours.example/sign-in", read)).netloc == "ours.example"


@pytest.mark.parametrize(
    ("base", "headers", "address"),
    [
        ("http://127.0.0.1:8000", {}, "http://127.0.0.1:8000/documents/"),
        ("http://reports.example.org", {}, "http://reports.example.org/documents/"),
        ("https://reports.example.org", {}, "https://reports.example.org/documents/"),
        # Behind a proxy that ends TLS: only over HTTPS do browsers send this header to other machines.
        ("http://reports.example.org", {"Sec-Fetch-Site": "none"}, "https://reports.example.org/documents/"),
    ],
)
def test_address_for_others_is_the_one_that_the_browser_uses(
    app: Flask, base: str, headers: dict[str, str], address: str
) -> None:
    with app.test_request_context(base_url=base, headers=headers):
        assert external_address("pages.documents") == address
