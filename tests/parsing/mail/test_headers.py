import pytest

from reportqa.parsing.mail.headers import is_mail


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("From: a\nTo: b\nSubject: c\n\nText.", True),
        ("\ufeffReceived: x\n by y\nFrom: a\r\nDate: d\n\nText.", True),
        ("From a@b Tue\nFrom: a\nTo: b\nDate: d\n\nText.", True),
        ("To: b\nSubject: c\n\nText.", False),
        ("From: a\nTo: b\nText at once.\nSubject: c\n", False),
        ("From: a\nTo: b\nSubject: c\n\nPage 1\f", False),
        ("", False),
    ],
)
def test_mail_is_known_by_its_fields(text: str, expected: bool) -> None:
    assert is_mail(text.encode()) is expected
