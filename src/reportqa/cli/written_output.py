"""A paragraph that a language model wrote, as text on the command line."""

from typing import TYPE_CHECKING

import click

from reportqa.citations import format_pages
from reportqa.cli.output import wrap
from reportqa.text import counted

if TYPE_CHECKING:
    from reportqa.writing import WrittenParagraph

NO_MODEL = (
    "Writing needs a language model. Set REPORTQA_LLM_URL and REPORTQA_LLM_MODEL (see docs/how-to/language-model.md)."
)


def written_text(paragraph: "WrittenParagraph") -> str:
    """Return who wrote the paragraph, its sentences, the sentences that they cite, and why others were struck out."""
    from reportqa.writing import paragraph_text

    if not paragraph.shown:
        lines = [wrap("", f"{paragraph.model} wrote no sentence that the cited passages support.")]
    else:
        lines = [wrap("", paragraph.heading), "", wrap("    ", paragraph_text(paragraph)), "", "Sentences cited"]
    for number, source in enumerate(paragraph.cited, 1):
        label = f"[s{number}] "
        indent = " " * len(label)
        page = format_pages(source.pages)
        lines.append(wrap(label, f"{source.title}{f', {page}' if page else ''}"))
        lines += [wrap(indent, line) for line in f"“{source.text}”".split("\n")]
        lines.append(f"{indent}{click.style(source.place, fg='magenta')}")
    if paragraph.struck:
        lines += ["", f"{counted(len(paragraph.struck), 'sentence')} struck out:"]
        lines += [wrap("  - ", " ".join(one.reasons)) for one in paragraph.struck]
    return "\n".join([*lines, "", wrap("", paragraph.summary)])
