"""What to do if something that was left out of the text should be searched, by its kind."""

import re

_ADVICE = (
    (r"page that is a picture", '"reportqa index --ocr" reads it'),
    (r"hidden file", "rename it without the sign before its name"),
    (r"(?:embedded|attached|linked) file|embedded page|frame|file that is not read",
     "save it in the corpus folder by itself"),
    (r"formula without a result", "open the file in a spreadsheet program and save it again"),
    (r".*\b(?:hidden|invisible|covered|clipped|colour of its background|outside the page|layer)\b.*",
     "make it visible and save the file again"),
    (r"tracked deletion|deleted text|struck-out text", "reject the change or remove the line through it"),
    (r"picture|drawing.*|video or sound", "describe it in the text"),
    (r"comment|tooltip|alternative text|bookmark|note without a mark|prompt.*|metadata|attribute|keyword|drawer|tag"
     r"|index entry|option.*|description of a .*|hint in a field|text for screen readers",
     "write it into the text"),
    (r"part .*|other version .*|unknown command|data nested too deeply|line that is not JSON"
     r"|page outside the reading order|.*not exported|text after the end",
     "save the file in another format, such as PDF"),
)  # fmt: skip
"""The first pattern that a kind fits counts; other kinds, such as running headers, are no content."""


def advice_on(kind: str) -> str:
    """Return what to do, without a capital and a full stop; empty for kinds that are no content."""
    return next((advice for pattern, advice in _ADVICE if re.fullmatch(pattern, kind)), "")
