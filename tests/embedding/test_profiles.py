import pytest

from reportqa.embedding.profiles import Profile, is_multilingual, knows_language, profile_of


@pytest.mark.parametrize("name", [
    "multilingual-e5-small", "intfloat/multilingual-e5-large", "/models/e5-base-v2", "intfloat/e5-small", "E5-Large-v2",
])  # fmt: skip
def test_e5_models_have_their_prompts(name: str) -> None:
    profile = profile_of(name)
    assert (profile.question_prompt, profile.passage_prompt, profile.max_tokens) == ("query: ", "passage: ", 512)


@pytest.mark.parametrize("name", ["all-MiniLM-L6-v2", "e5", "my-e5-small-tuned", "intfloat/e5-small/checkpoint", "."])
def test_other_models_have_none(name: str) -> None:
    assert profile_of(name) == Profile()


def test_identity_depends_on_the_profile() -> None:
    assert Profile().identity("abc") == "abc"
    some = {profile.identity("abc") for profile in (Profile("q: "), Profile("", "q: "), Profile(max_tokens=256))}
    assert len(some | {"abc"}) == 4
    assert Profile("q: ").identity("abc") != Profile("q: ").identity("abd")


@pytest.mark.parametrize(("model", "language", "expected"), [
    ("all-MiniLM-L6-v2", "en", True), ("all-MiniLM-L6-v2", "de", False), ("multilingual-e5-small", "de", True),
    ("multilingual-e5-small", "ru", False), ("intfloat/multilingual-e5-small", "ru", True), ("some/model", "fr", False),
])  # fmt: skip
def test_languages_that_a_model_knows(model: str, language: str, expected: bool) -> None:
    assert knows_language(model, language) is expected
    assert is_multilingual(model) or not knows_language(model, "de")
