from reportqa.state.secrets import derived, new_secret, secret_hash


def test_secrets_differ_and_are_long() -> None:
    secrets = {new_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert min(map(len, secrets)) >= 43


def test_hash_reveals_no_part_of_a_secret() -> None:
    secret = new_secret()
    assert secret not in secret_hash(secret)
    assert secret_hash(secret) == secret_hash(secret) != secret_hash(new_secret())


def test_derived_value_depends_on_secret_and_purpose() -> None:
    assert len({derived("a", "form"), derived("b", "form"), derived("a", "other"), "a"}) == 4


def test_any_text_that_a_client_sends_has_a_hash() -> None:
    assert len(secret_hash("\ud800\0")) == 64
