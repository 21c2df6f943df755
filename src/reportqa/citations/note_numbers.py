"""Numbers of notes in a syntax tree, from which a style knows "Ibid." and "(n 1)"."""

from itertools import count
from typing import Any

from reportqa.citations.pandoc import Node


def number_notes(blocks: list[Node]) -> list[Node]:
    """Return blocks with the number of its note in each citation, as pandoc's reader of Markdown does.

    A citation in the text becomes a note of its own in a note style; the citations in a note have the note's number.
    """
    numbers = count(1)

    def numbered(part: Any, note: int) -> Any:
        if isinstance(part, list):
            return [numbered(each, note) for each in part]
        if not isinstance(part, dict):
            return part
        kind = part.get("t")
        if kind in {"Note", "Cite"} and not note:
            note = next(numbers)
        if kind == "Cite":
            citations, text = part["c"]
            return {"t": "Cite", "c": [[{**citation, "citationNoteNum": note} for citation in citations], text]}
        return {name: numbered(value, note) for name, value in part.items()}

    return [numbered(block, 0) for block in blocks]
