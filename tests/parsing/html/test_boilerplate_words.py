import pytest

from reportqa.parsing.html.boilerplate_words import BOILERPLATE_HEADING, BOILERPLATE_NAME, VAGUE_NAME, part_kind


@pytest.mark.parametrize(
    "name", ["cookie banner", "share buttons", "site header", "related links", "sign up form", "nav"]
)
def test_names_of_boilerplate_match_whole(name: str) -> None:
    assert BOILERPLATE_NAME.fullmatch(name)


@pytest.mark.parametrize("name", ["related services", "article", "navigation of change", "content"])
def test_names_of_content_do_not_match(name: str) -> None:
    assert not BOILERPLATE_NAME.fullmatch(name)


def test_vague_names_match_in_part() -> None:
    assert VAGUE_NAME.search("main sidebar")
    assert not VAGUE_NAME.search("main content")


@pytest.mark.parametrize("heading", ["Just published", "Follow us on social media", "Comments (12)", "Sign in"])
def test_headings_of_boilerplate_match_whole(heading: str) -> None:
    assert BOILERPLATE_HEADING.fullmatch(heading)
    assert not BOILERPLATE_HEADING.fullmatch(f"Methods. {heading}")


@pytest.mark.parametrize(
    ("description", "kind"),
    [
        ("cookie banner. We use cookies", "cookie notice"),
        ("newsletter. Sign up", "newsletter box"),
        ("Just published", "related links"),
        ("site nav", "menu"),
        ("a box of its own", "box"),
    ],
)
def test_kind_of_a_part_follows_its_words(description: str, kind: str) -> None:
    assert part_kind(description, "box") == kind
