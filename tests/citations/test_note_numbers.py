from typing import Any

from reportqa.citations.note_numbers import number_notes
from reportqa.citations.pandoc import Node, inlines


def cited(key: str) -> Node:
    return {"t": "Cite", "c": [[{"citationId": key, "citationNoteNum": 0}], inlines(key)]}


def numbers(part: Any) -> list[tuple[str, int]]:
    if isinstance(part, dict):
        if part.get("t") == "Cite":
            return [(one["citationId"], one["citationNoteNum"]) for one in part["c"][0]]
        return [found for each in part.values() for found in numbers(each)]
    return [found for each in part for found in numbers(each)] if isinstance(part, list) else []


def note(*content: Node) -> Node:
    return {"t": "Note", "c": [{"t": "Para", "c": list(content)}]}


def test_each_citation_in_the_text_is_a_note_and_notes_of_the_writer_count() -> None:
    blocks = [
        {"t": "Para", "c": [*inlines("One"), cited("a"), note(*inlines("See the Talmud."))]},
        {"t": "BlockQuote", "c": [{"t": "Para", "c": [cited("a")]}]},
        {"t": "Para", "c": [note(cited("b"), cited("c")), cited("d")]},
    ]
    assert numbers(number_notes(blocks)) == [("a", 1), ("a", 3), ("b", 4), ("c", 4), ("d", 5)]


def test_blocks_given_stay_as_they_are() -> None:
    blocks = [{"t": "Para", "c": [cited("a")]}]
    number_notes(blocks)
    assert numbers(blocks) == [("a", 0)]
