"""Finished briefings that quote the sample corpus, faithfully and otherwise, in every format that is read."""

from functools import cache

import pypandoc

from support.typeset import typeset

DIGEST = "large-scale-general-practice-digest.pdf"
PATIENTS = "In April 2016 Modality Partnership had 87,556 registered patients."
MARKDOWN = """\
# A briefing

The digest says: “In April 2016 Modality Partnership had 87,656 registered patients.”[^1] It was
“founded in 2009 to provide integrated care of high quality that would last”.[^2] It isn’t the case that
‘this is a quotation of words that nobody wrote’ (Rosen 2016, p. 3).

> Modality had two practices in 2008, nine in 2014 and 16 in April 2016.
>
> — reportqa project (2026). *Large-scale general practice: a digest of the evidence*. Sample corpus, p. 7.

They call it “scale”, and “[t]he region’s preferred provider […] of primary care” [@digest2026, p. 6] was
“formerly [called] Vitality Partnership”, as p. 6 of *Large-scale general practice: a digest of the evidence* has it.

[^1]: reportqa project, *Large-scale general practice: a digest of the evidence* (2026), p. 6.
[^2]: Ibid., p. 9.
"""
TYPST = """\
#set page(width: 12cm, height: 14cm, numbering: "1")
= A briefing

The digest says: “In April 2016 Modality Partnership had 87,656 registered patients.”#footnote[reportqa project,
_Large-scale general practice: a digest of the evidence_ (2026), p. 6.] It was “founded in 2009 to provide
integrated care of high quality that would last”.#footnote[Ibid., p. 9.] It isn’t the case that ‘this is a quotation of
words that nobody wrote’ (Rosen 2016, p. 3).

They call it “scale”, and “the region’s preferred provider […] of primary care” (digest, reportqa project 2026, p. 6).
"""
UNTAGGED = "untagged.pdf"
FORMATS = ("md", "docx", "odt", "html", "txt")


@cache
def briefing(ending: str) -> bytes:
    """Return the briefing as a file with that suffix, or as a PDF without structure tags."""
    if ending in {"pdf", UNTAGGED}:
        return typeset(TYPST, tags=ending == "pdf")
    if ending == "md":
        return MARKDOWN.encode()
    writer = "plain" if ending == "txt" else ending
    return convert(MARKDOWN, writer)


def convert(markdown: str, writer: str) -> bytes:
    """Return Markdown converted by pandoc."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made"
        pypandoc.convert_text(markdown, writer, "markdown-citations", outputfile=str(path), extra_args=["--standalone"])
        return path.read_bytes()
