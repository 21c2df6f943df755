"""Answers, citations and documents as small pieces of HTML, for notebooks: escaped, without scripts, links or pictures.

The functions take the objects that `to_dict` of an answer, a citation and a summary of a document returns.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

_HEADINGS = {
    "answers": "Answer",
    "related": "No certain answer. These passages may answer:",
    "nothing": "No answer found. The nearest passages are:",
}
_QUOTE = "margin: .5em 0; padding-left: .8em; border-left: 3px solid; white-space: pre-line"
_COLUMNS = {
    "doc_id": "document",
    "title": "title",
    "authors": "authors",
    "year": "year",
    "pages": "pages",
    "passages": "passages",
}
_NUMBERS = frozenset({"year", "pages", "passages"})

Object = Mapping[str, Any]


def answer_html(answer: Object) -> str:
    """Return the question, the sentences with those nearest to the question marked, and the citations."""
    parts = [f"<p><strong>{_text(answer['question'])}</strong></p>"]
    parts += [f"<p>{_text(note)}</p>" for note in answer["notes"]]
    heading = _HEADINGS[answer["state"]] if answer["citations"] or answer["facts"] else "No answer found."
    parts.append(f"<p>{heading} <small>(confidence {answer['confidence']:.2f})</small></p>")
    if answer["facts"]:
        parts.append(f"<ul>{''.join(map(_fact, answer['facts']))}</ul>")
    citations = {citation["number"]: citation for citation in answer["citations"]}
    shown = dict.fromkeys(sentence["citation"] for sentence in answer["answer"])
    for number in shown:
        sentences = [sentence for sentence in answer["answer"] if sentence["citation"] == number]
        parts.append(f'<blockquote style="{_QUOTE}">{_marked(sentences, citations[number])} [{number}]</blockquote>')
    if answer["differences"]:
        parts.append("<p>The documents report different figures:</p>")
        parts.append(f"<ul>{''.join(map(_difference, answer['differences']))}</ul>")
    parts += [_citation(citation, is_open=not shown) for citation in answer["citations"]]
    if answer["model"]:
        parts.append(f"<p><small>Language model: {_text(answer['model']['name'])}</small></p>")
    return _whole(parts)


def citation_html(citation: Object) -> str:
    """Return the quote with its source."""
    return _whole([_citation(citation, is_open=True)])


def citations_html(citations: Iterable[Object]) -> str:
    """Return the sources of citations, each with its quote behind it."""
    return _whole([_citation(citation, is_open=False) for citation in citations])


def documents_html(documents: Iterable[Object]) -> str:
    """Return a table of documents."""
    head = "".join(f"<th>{name}</th>" for name in _COLUMNS.values())
    rows = "".join(f"<tr>{''.join(_cell(name, document[name]) for name in _COLUMNS)}</tr>" for document in documents)
    return _whole([f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"])


def _whole(parts: Iterable[str]) -> str:
    return f'<div class="reportqa">{"".join(parts)}</div>'


def _text(value: object) -> str:
    """Return a text in which nothing is markup, in one direction of its own."""
    return f'<bdi dir="auto">{escape(str(value))}</bdi>'


def _marked(sentences: Sequence[Object], citation: Object) -> str:
    """Return sentences in reading order with the text between them; more than white space is left out as "…"."""
    pieces: list[str] = []
    end = None
    for sentence in sorted(sentences, key=lambda one: int(one["start"])):
        if end is not None:
            gap = citation["quote"][end - citation["start"] : sentence["start"] - citation["start"]]
            pieces.append(escape(gap) if not gap.strip() else " … ")
        text = escape(sentence["text"])
        pieces.append(f"<mark>{text}</mark>" if sentence["nearest"] else text)
        end = int(sentence["end"])
    return f'<bdi dir="auto">{"".join(pieces)}</bdi>'


def _citation(citation: Object, *, is_open: bool) -> str:
    source = [", ".join(citation["authors"]) or citation["publisher"], citation["title"], citation["year"]]
    source += [_pages(citation["pages"]), *([" › ".join(citation["section"])] if citation["section"] else [])]
    line = f"[{citation['number']}] " + " · ".join(_text(part) for part in source if part)
    notes = [f"Superseded by {citation['superseded_by']['title']}."] if citation["superseded_by"] else []
    notes += ["Recognised by OCR: check the words against the page."] if citation["ocr"] else []
    place = f"{citation['doc_id']}#{citation['start']}-{citation['end']}"
    quote = f'<blockquote style="{_QUOTE}">{_text(citation["quote"])}</blockquote>'
    below = "".join(f"<p>{_text(note)}</p>" for note in notes)
    opened = ' open=""' if is_open else ""
    return f"<details{opened}><summary>{line}</summary>{quote}{below}<code>{escape(place)}</code></details>"


def _pages(pages: Sequence[Object]) -> str:
    """Return the printed number of the first and the last page, else their places in the file."""
    if not pages:
        return ""
    printed = all(page["label"] is not None for page in (pages[0], pages[-1]))
    first, last = (str(page["label"] if printed else page["physical"]) for page in (pages[0], pages[-1]))
    name = "p." if len(pages) == 1 else "pp."
    return f"{'' if printed else 'PDF '}{name} {first if len(pages) == 1 else f'{first}–{last}'}"


def _fact(fact: Object) -> str:
    about = f"{_text(fact['title'])}: " if "title" in fact else ""
    return f"<li>{about}{_text(fact['field'])}: {_text(fact['value'])} ({_text(fact['origin'])})</li>"


def _difference(difference: Object) -> str:
    date = f"{_text(difference['date'])}: " if difference["date"] else ""
    return f"<li>{date}{_text(difference['text'])} [{difference['citation']}]</li>"


def _cell(name: str, value: object) -> str:
    if name in _NUMBERS:
        return f'<td style="text-align: right">{escape(str(value or ""))}</td>'
    shown = ", ".join(map(str, value)) if isinstance(value, list) else value
    return f'<td style="text-align: left">{_text(shown)}</td>'
