import pytest

from reportqa.writing.bindings import changes_binding, changes_voice, is_limit, is_participle
from reportqa.writing.claim_words import claim_words


def bound(text: str, cited: str) -> bool:
    """Return whether a text whose words are all in the cited sentence has its bindings."""
    written, sources = claim_words(text), claim_words(cited)
    keys = [word.key for word in sources]
    return not changes_binding(written, sources, [keys.index(word.key) for word in written])


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Alpha had 12 sites.", "Alpha had 12 sites and Beta had 15 clinics."),
        ("Costs fell by 2% a year.", "Costs fell by 2% a year in Kent."),
        ("For 8 sites, 15 tests failed.", "15 tests failed for 8 sites."),
    ],
)
def test_what_is_kept(text: str, cited: str) -> None:
    assert bound(text, cited)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Alpha had 15 clinics.", "Alpha had 12 sites and Beta had 15 clinics."),
        ("15 sites failed.", "15 tests failed at sites."),
        ("8 tests failed for 15 sites.", "15 tests failed for 8 sites."),
        ("Costs fell by 2%.", "Costs fell by 2% a year in Kent."),
        ("Patients left.", "Some patients left."),
        ("Costs may fall.", "Costs fall."),
        ("Over 12 sites closed.", "12 sites closed."),
        ("Beta warned Alpha.", "Alpha warned Beta."),
    ],
)
def test_what_is_changed(text: str, cited: str) -> None:
    assert not bound(text, cited)


def test_voice() -> None:
    passive, active = claim_words("Alpha was bought by Beta."), claim_words("Alpha bought Beta.")
    assert changes_voice(passive, active, [0, 1, 2])
    assert changes_voice(active, passive, [0, 1, 2])
    assert not changes_voice(passive, passive, [0, 1, 2])
    assert not changes_voice(passive, active, [2, 1, 0])


def test_limits_and_participles() -> None:
    limits = {word.text: is_limit(word) for word in claim_words("Some highest 12 quarters sites did not close.")}
    assert limits == {"Some": True, "highest": True, "12": True, "quarters": True, "sites": False, "close": True}
    kinds = {word.text: is_participle(word) for word in claim_words("It founded bought shaken site.")}
    assert kinds == {"founded": True, "bought": True, "shaken": True, "site": False}
