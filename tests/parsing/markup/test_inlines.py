from reportqa.parsing.markup.inlines import (
    PAGE,
    PAGE_CLASS,
    Inlines,
    is_description,
    page_label,
    plain_text,
    split_at_pages,
)
from reportqa.parsing.markup.table_grid import Node


def words(text: str) -> Node:
    return {"t": "Str", "c": text}


def test_text_of_inline_nodes_has_raised_figures_and_no_notes() -> None:
    note = {"t": "Note", "c": [{"t": "Para", "c": [words("Said.")]}]}
    reader = Inlines()
    assert reader.text([words("m"), {"t": "Superscript", "c": [words("2")]}, note, {"t": "Space"}]) == "m² "
    assert reader.notes == [note["c"]]
    assert reader.text([words("m"), {"t": "Superscript", "c": [words("[citation needed]")]}]) == "m[citation needed]"
    assert plain_text([{"t": "Quoted", "c": [{"t": "SingleQuote"}, [words("a")]]}]) == "‘a’"


def test_beginning_of_a_page_is_marked_and_a_word_is_not_split_by_it() -> None:
    mark = {"t": "Span", "c": [["", [PAGE_CLASS], [["data-label", "42"]]], []]}
    reader = Inlines()
    text = reader.text([words("four"), mark, words("teen"), {"t": "Space"}, words("bridges")])
    assert text == f"four{PAGE}teen bridges"
    assert reader.labels == ["42"]
    assert split_at_pages(text) == ["fourteen", "bridges"]
    assert plain_text([words("a"), mark]) == "a"
    assert page_label(["", [], []]) == ""


def test_file_names_and_words_of_programs_are_no_descriptions() -> None:
    assert is_description("Map of 12 clinics")
    for text in (
        "",
        "picture 3",
        "a.png",
        "Map. Description automatically generated",
        "A duck AI-generated content may be incorrect.",
        "https://x.org/a",
    ):
        assert not is_description(text)
