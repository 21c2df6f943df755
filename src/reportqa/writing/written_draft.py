"""A written paragraph as a note of a briefing, and as a draft with the quotes that it cites."""

import re

from reportqa.writing.written_paragraph import WrittenParagraph

_SPECIAL = re.compile(r"[\\`*_\[\]{}<>@#^~$|!]")
"""Characters that are markup to pandoc within a line, or begin a citation, a formula or a note."""


def note_markdown(paragraph: WrittenParagraph) -> str:
    """Return what is shown of a paragraph as Markdown that begins with who wrote it; nothing in it is markup."""
    sentences = " ".join(one.text for one in paragraph.shown)
    return f"**Generated text.** *{_escaped(paragraph.heading)}*\n\n{_escaped(sentences)}"


def draft_markdown(paragraph: WrittenParagraph) -> str:
    """Return the draft of a briefing: the question, the generated text marked as such, and the places it cites."""
    places = "\n\n".join(f"[[{source.place}]]" for source in paragraph.cited)
    question = _escaped(" ".join(paragraph.question.split()))
    return f"# {question}\n\n{note_markdown(paragraph)}\n\n{places}\n"


def _escaped(text: str) -> str:
    """Return a line that is plain text in Markdown, also at its beginning."""
    escaped = _SPECIAL.sub(r"\\\g<0>", text)
    return re.sub(r"^(\d*)([-+.):])", r"\1\\\2", escaped)
