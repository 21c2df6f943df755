from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.proofreading.html_notes import with_notes_named
from support.strategies import fast

Blocks = list[dict[str, Any]]


def words(text: str) -> list[dict[str, Any]]:
    return [{"t": "Str", "c": text}]


def link(name: str, target: str, text: str = "1") -> dict[str, Any]:
    return {"t": "Link", "c": [[name, [], []], words(text), [f"#{target}", ""]]}


def paragraph(*inlines: dict[str, Any]) -> dict[str, Any]:
    return {"t": "Para", "c": list(inlines)}


def element(name: str, *blocks: dict[str, Any]) -> dict[str, Any]:
    return {"t": "Div", "c": [[name, [], []], list(blocks)]}


MARK = paragraph(*words("So it is"), link("mark1", "note1"))
NOTE = paragraph(link("note1", "mark1", "↑"), *words("Rosen, p. 3."))
REST = paragraph(*words("And more."))
NAMED = element("note1", paragraph(*words("Rosen, p. 3.")))
WHOLE = element("note1", paragraph(*words("Rosen, p. 3.")), REST)


def test_paragraph_that_begins_with_a_link_back_to_its_mark_is_a_note() -> None:
    assert with_notes_named([MARK, NOTE, REST]) == [MARK, NAMED, REST]


@pytest.mark.parametrize(
    ("notes", "named"),
    [
        (element("", NOTE, REST), element("", WHOLE)),
        ({"t": "BulletList", "c": [[NOTE, REST]]}, {"t": "BulletList", "c": [[WHOLE]]}),
        ({"t": "OrderedList", "c": [[1], [[NOTE, REST]]]}, {"t": "OrderedList", "c": [[1], [[WHOLE]]]}),
    ],
    ids=["element", "bullets", "numbers"],
)
def test_all_paragraphs_of_an_element_with_one_note_belong_to_it(notes: dict[str, Any], named: dict[str, Any]) -> None:
    assert with_notes_named([MARK, notes]) == [MARK, named]


def test_notes_that_share_an_element_are_one_each() -> None:
    marks = [MARK, paragraph(*words("It was"), link("mark2", "note2", "2"))]
    second = paragraph(link("note2", "mark2", "↑"), *words("Curry, p. 4."))
    (notes,) = with_notes_named([*marks, element("", NOTE, second, REST)])[2:]
    assert notes == element("", NAMED, element("note2", paragraph(*words("Curry, p. 4."))), REST)


@pytest.mark.parametrize(
    "paragraphs",
    [
        [NOTE],
        [MARK, paragraph(*words("See"), link("note1", "mark1"))],
        [MARK, paragraph(link("", "mark1"), *words("Unnamed."))],
        [MARK, paragraph(link("note1", "elsewhere"), *words("Leads elsewhere."))],
        [paragraph(link("mark1", "note1"), *words("The mark itself begins a paragraph.")), REST],
        [{"t": "Para", "c": []}, {"t": "HorizontalRule"}],
    ],
    ids=["without a mark", "link inside", "without a name", "leads elsewhere", "mark", "empty"],
)
def test_other_paragraphs_with_links_stay_as_they_are(paragraphs: Blocks) -> None:
    assert with_notes_named(paragraphs) == paragraphs


def text_of(node: object) -> str:
    if isinstance(node, dict):
        return str(node["c"]) if node.get("t") == "Str" else text_of(node.get("c"))
    return "".join(map(text_of, node)) if isinstance(node, list) else ""


names = st.sampled_from(["a", "b", "c", ""])
inlines = st.one_of(st.text("xy", max_size=3).map(lambda text: words(text)[0]), st.builds(link, names, names))
paragraphs = st.lists(inlines, max_size=3).map(lambda parts: paragraph(*parts))
blocks = st.recursive(
    paragraphs,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda held: element("", *held)),
        st.lists(st.lists(inner, max_size=2), max_size=2).map(lambda held: {"t": "BulletList", "c": held}),
    ),
    max_leaves=8,
)


@fast
@given(st.lists(blocks, max_size=4))
def test_nothing_is_lost_but_the_links_back(given: Blocks) -> None:
    def without_links(text: str) -> str:
        return text.replace("1", "")

    assert without_links(text_of(with_notes_named(given))) == without_links(text_of(given))
