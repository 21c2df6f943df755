import pytest

from reportqa.errors import InputError
from reportqa.state.passwords import hash_password, is_password


def test_password_fits_its_hash_alone() -> None:
    stored = hash_password("correct horse battery")
    assert stored.startswith("$argon2id$")
    assert is_password("correct horse battery", stored)
    assert not is_password("correct horse batterY", stored)
    assert hash_password("correct horse battery") != stored


def test_same_characters_are_the_same_password_however_they_are_encoded() -> None:
    assert is_password("cafe\u0301 au lait", hash_password("caf\u00e9 au lait"))


def test_nobody_has_no_password() -> None:
    assert not is_password("", None)
    assert not is_password("anything at all", None)


@pytest.mark.parametrize("password", ["", "a" * 11, "a" * 1001])
def test_password_of_a_wrong_length_is_refused(password: str) -> None:
    with pytest.raises(InputError, match="A password has 12 to 1,000 characters"):
        hash_password(password)


def test_overlong_guess_is_wrong() -> None:
    assert not is_password("a" * 100_000, hash_password("a" * 1000))
