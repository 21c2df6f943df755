"""Answers in few lines on the command line: the nearest sentences, and a line on where each is from."""

from itertools import zip_longest

import click

from reportqa.answer import Answer, Citation, State
from reportqa.answering import fact_text, quotes_of
from reportqa.citations import format_pages
from reportqa.cli.answer_output import quote_lines
from reportqa.cli.output import wrap


def short_text(answer: Answer) -> str:
    """Return the notes, the state if it is not a certain answer, the nearest sentences and their places."""
    lines = [wrap("", note) for note in answer.notes]
    if answer.state is State.NOTHING:
        return "\n".join([*lines, "No answer found."])
    if answer.state is State.RELATED:
        lines.append("No certain answer. These passages may answer:")
    lines += [wrap("", text, bold=[(0, len(text))]) for text in map(fact_text, answer.facts)]
    quotes = quotes_of(answer)
    for quote, follower in zip_longest(quotes, quotes[1:]):
        lines += quote_lines(quote, alone=True)
        numbers = {sentence.citation for sentence in quote.sentences} - ({follower.number} if follower else set())
        lines += [_source_text(answer, answer.citations[number - 1]) for number in sorted(numbers)]
    if answer.differences:
        lines.append(wrap("", "The documents report different figures: leave out --short to see them."))
    return "\n".join(lines)


def _source_text(answer: Answer, citation: Citation) -> str:
    """Return title, year and pages of a citation, and the place of the sentences quoted from it."""
    quoted = [one for one in answer.nearest if one.citation == citation.number]
    start, end = min(one.start for one in quoted), max(one.end for one in quoted)
    year = str(citation.year) if citation.year else citation.status
    known = ", ".join(filter(None, [citation.title, year, format_pages(citation.pages)]))
    place = click.style(f"{citation.doc_id}#{start}-{end}", fg="magenta")
    return f"{wrap('    — ', known)}\n      {place}"
