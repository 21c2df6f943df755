"""Makes PDF files for tests with typst, whose fonts come with it."""

import typst

PREAMBLE = """
#set page(width: 420pt, height: 500pt, margin: 50pt)
#set text(font: "Libertinus Serif", size: 10pt, lang: "en", region: "GB")
"""


def typeset(source: str, preamble: str = PREAMBLE, *, tags: bool = True) -> bytes:
    """Return the PDF of a typst source, with structure tags if `tags`."""
    made = typst.compile((preamble + source).encode(), pdf_tags=tags)
    assert isinstance(made, bytes)
    return made
