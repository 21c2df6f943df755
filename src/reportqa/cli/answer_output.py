"""Answers as text on the command line."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from reportqa.answer import Answer, Citation, State
from reportqa.answering import Quote, fact_text, figure_ranges, quotes_of
from reportqa.citations import format_pages, format_reference
from reportqa.cli.output import wrap
from reportqa.text import shown_name

if TYPE_CHECKING:
    from reportqa.document import Page


def answer_text(answer: Answer) -> str:
    """Return notes, answering sentences with the numbers of their citations, differences, citations, use of a model."""
    text = _answer_text(answer)
    return f"{text}\n\n{wrap('', answer.model.summary)}" if answer.model else text


def _answer_text(answer: Answer) -> str:
    lines = [wrap("", note) for note in answer.notes]
    if lines:
        lines.append("")
    if not answer.answerable:
        lines.append("No answer found." + (" The nearest passages are:" if answer.citations else ""))
        if answer.citations:
            lines += ["", *map(_citation_text, answer.citations)]
        return "\n".join(lines)
    if answer.state is State.RELATED:
        lines.append("No certain answer. These passages may answer:")
    lines += [wrap("", text, [(0, len(text))]) for text in map(fact_text, answer.facts)]
    lines += [line for quote in quotes_of(answer) for line in quote_lines(quote)]
    lines += _difference_lines(answer)
    cited = {sentence.citation for sentence in answer.sentences}
    for heading, shown in (("Citations", True), ("See also", False)):
        citations = [citation for citation in answer.citations if (citation.number in cited) == shown]
        if citations:
            lines += [
                "",
                click.style(heading, underline=True),
                *(_citation_text(one, is_shown=one.number in answer.whole) for one in citations),
            ]
    return "\n".join(lines)


def labelled(number: int, text: str, bold: Sequence[tuple[int, int]] = ()) -> str:
    """Return a text after the number of its citation."""
    label = f"[{number}] "
    return click.style(label.strip(), fg="magenta") + wrap(label, text, bold)[len(label.strip()) :]


def quote_lines(quote: Quote, *, alone: bool = False) -> list[str]:
    """Return a quote in bold after the number of its citation, each item of a list on its own line.

    Among the text around it, a quote stands in quotation marks.
    :param alone: without the text around it
    """
    if not quote.is_list:
        around = bool(quote.before or quote.after) and not alone
        before, after = (f"{quote.before}“", f"”{quote.after}") if around else ("", "")
        text = f"{before}{quote.text}{after}"
        first, *others = _lines_of(text, max(len(before) - 1, 0), len(text) - max(len(after) - 1, 0))
        indent = " " * len(f"[{quote.number}] ")
        return [labelled(quote.number, *first), *(wrap(indent, *line) for line in others)]
    lines = [labelled(quote.number, quote.lead.text, [(0, len(quote.lead.text))])] if quote.lead else []
    bullet = "" if quote.is_marked else "- "
    for sentence, turns in quote.turns():
        text = f"{bullet}{sentence.text}"
        bold = [(len(bullet), len(text))]
        indent = " " * len(f"[{sentence.citation}] ")
        lines.append(labelled(sentence.citation, text, bold) if turns else wrap(indent, text, bold))
    return lines


def _lines_of(text: str, start: int, end: int) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Yield the lines of a text that are not blank, each with the part of a range of the text that is in it."""
    place = 0
    for line in text.split("\n"):
        if shown := line.strip():
            first = place + line.index(shown)
            inside = max(start - first, 0), min(end - first, len(shown))
            yield shown, [inside] if inside[0] < inside[1] else []
        place += len(line) + 1


def _difference_lines(answer: Answer) -> list[str]:
    if not answer.differences:
        return []
    lines = ["", "The documents report different figures:"]
    for difference in answer.differences:
        citation = answer.citations[difference.citation - 1]
        figures = ", ".join(difference.text[a:b] for a, b in figure_ranges(difference.text, difference.figures))
        source = _joined(", ", citation.title, difference.date, format_pages(citation.pages))
        indent = " " * len(f"[{citation.number}] ")
        shown = labelled(citation.number, f"{figures}: {source}", [(0, len(figures))])
        lines += [shown, wrap(indent, f"“{difference.text}”")]
    return lines


def _citation_text(citation: Citation, *, is_shown: bool = False) -> str:
    """Return a citation with its quote, which is left out where it is shown already."""
    indent = " " * len(f"[{citation.number}] ")
    lines = [labelled(citation.number, format_reference(citation))]
    if citation.section:
        lines.append(wrap(indent, " › ".join(citation.section)))
    lines.append(wrap(indent, _joined(" · ", shown_name(citation.doc_id), _pages_text(citation.pages))))
    if not is_shown:
        lines += [wrap(indent, line) for line in f"“{citation.quote}”".split("\n")]
    if newer := citation.superseded_by:
        lines.append(
            wrap(indent, f"Superseded by {_joined(', ', newer.title, str(newer.year) if newer.year else None)}.")
        )
    if citation.ocr:
        lines.append(f"{indent}Recognised by OCR: check the words against the page.")
    lines += [
        wrap(indent, f"Also in {_joined(', ', place.title, format_pages(place.pages))}.") for place in citation.also_in
    ]
    lines.append(f"{indent}{click.style(citation.place, fg='magenta')}")
    return "\n".join(lines)


def _pages_text(pages: "tuple[Page, ...]") -> str:
    """Return the printed pages, with the physical pages where their numbers differ."""
    text = format_pages(pages)
    if not pages or pages[0].label in {None, str(pages[0].physical)}:
        return text
    first, last = pages[0].physical, pages[-1].physical
    return f"{text} (page {first} of the file)" if first == last else f"{text} (pages {first}–{last} of the file)"


def _joined(separator: str, *parts: str | None) -> str:
    return separator.join(part for part in parts if part)
