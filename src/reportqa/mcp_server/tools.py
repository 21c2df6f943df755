"""The tools: each a schema of its arguments, a schema of its result, and a call of the corpus."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mcp.types import Tool, ToolAnnotations

from reportqa.citations import load_style
from reportqa.corpus import Corpus, FilterOptions
from reportqa.errors import InputError
from reportqa.ingest import find_page
from reportqa.mcp_server import input_schemas, output_schemas
from reportqa.settings import DEFAULT_K, MAX_BRIEFING_BYTES, MAX_LISTED, MAX_OPENED

Arguments = Mapping[str, Any]
Object = dict[str, Any]

_FILTERS = {
    "collection": "collection",
    "document": "document",
    "publisher": "publisher",
    "author": "author",
    "language": "language",
    "type": "file_type",
    "from": "published_from",
    "to": "published_to",
}
"""The filter of the corpus for each argument."""


@dataclass(frozen=True, slots=True)
class CorpusTool:
    """A tool of the server; `call` returns an object that fits its output schema."""

    name: str
    title: str
    description: str
    arguments: input_schemas.Schema
    result: output_schemas.Schema
    call: Callable[[Corpus, Arguments], Object]

    def definition(self) -> Tool:
        """Return the tool as clients list it: it only reads, and only the documents of the index."""
        return Tool(
            name=self.name,
            title=self.title,
            description=self.description,
            input_schema=self.arguments,
            output_schema=self.result,
            annotations=ToolAnnotations(
                title=self.title, read_only_hint=True, destructive_hint=False, idempotent_hint=True,
                open_world_hint=False,
            ),
        )  # fmt: skip


def _ask(corpus: Corpus, arguments: Arguments) -> Object:
    k = arguments.get("k", DEFAULT_K)
    # The client has a language model of its own, and the tools ask no other server.
    return corpus.ask(arguments["question"], k=k, llm=False, **_filters(arguments)).to_dict()


def _search(corpus: Corpus, arguments: Arguments) -> Object:
    found = corpus.search(arguments["question"], k=arguments.get("k", DEFAULT_K), **_filters(arguments))
    return {"citations": [citation.to_dict() for citation in found]}


def _open(corpus: Corpus, arguments: Arguments) -> Object:
    document = corpus.document(arguments["document"])
    if "page" in arguments and not document.pages:
        raise InputError(f'{document.doc_id} has no pages. Leave "page" out.')
    page = find_page(document, str(arguments["page"])) if "page" in arguments else None
    first, last = (page.start, page.end) if page else (0, len(document.text))
    start = arguments.get("start", first)
    if not first <= start <= last:
        raise InputError(f'"start" is {start:,}; it must be from {first:,} to {last:,} here.')
    end = min(start + MAX_OPENED, last)
    return {
        "doc_id": document.doc_id,
        "title": document.title,
        "page": page.to_dict() if page else None,
        "pages": [one.to_dict() for one in document.pages_of(start, end)],
        "section": list(document.section_path(start)),
        "start": start,
        "end": end,
        "text": document.text[start:end],
        "length": len(document.text),
        "next_start": end if end < last else None,
    }


def _cite(corpus: Corpus, arguments: Arguments) -> Object:
    places = arguments["places"]
    # Only named styles: a path would read files of the server.
    style = load_style(arguments["style"]).name if "style" in arguments else None
    part = arguments.get("part", "all")
    text = corpus.cite(
        *places, style=style, format=arguments.get("format", "markdown"), part=None if part == "all" else part
    )
    return {"text": text, "citations": [corpus.citation(place).to_dict() for place in places]}


def _verify(corpus: Corpus, arguments: Arguments) -> Object:
    if ("text" in arguments) == ("links" in arguments):
        raise InputError('Send either "text" or "links".')
    if "links" in arguments:
        result = corpus.verify_links(*arguments["links"])
    else:
        if len(arguments["text"].encode("utf-8", "replace")) > MAX_BRIEFING_BYTES:
            raise InputError(f'"text" is larger than {MAX_BRIEFING_BYTES // 1024**2} MiB. Send a part of it.')
        result = corpus.verify_text(arguments["text"])
    lines = result.to_dicts()
    count = len(result.findings)
    return {
        "wrong": result.is_wrong,
        "quotations": lines[:count],
        "citations": lines[count:],
        "notes": list(result.notes),
    }


def _documents(corpus: Corpus, arguments: Arguments) -> Object:
    found = corpus.documents(**_filters(arguments))
    start, limit = arguments.get("start", 0), arguments.get("limit", MAX_LISTED)
    return {
        "generation": corpus.generation,
        "total": len(found),
        "documents": [document.to_dict() for document in found[start : start + limit]],
        "next_start": start + limit if start + limit < len(found) else None,
    }


def _filters(arguments: Arguments) -> FilterOptions:
    options: Any = {name: arguments[argument] for argument, name in _FILTERS.items() if argument in arguments}
    return options  # type: ignore[no-any-return]


TOOLS: Mapping[str, CorpusTool] = {
    tool.name: tool
    for tool in (
        CorpusTool(
            "search", "Search passages",
            "Find the passages of the documents that match a question best, each with its document, page, exact words"
            " and link. Does not judge whether they answer.",
            input_schemas.SEARCH, output_schemas.PASSAGES, _search,
        ),
        CorpusTool(
            "ask", "Ask a question",
            "Answer a question with sentences of the documents, word for word, each with its citation. The state is"
            ' "answers", "related" (nothing is certain to answer) or "nothing"; notes say what was not found. Quote'
            " only what is in the sentences and quotes.",
            input_schemas.ASK, output_schemas.ANSWER, _ask,
        ),
        CorpusTool(
            "open", "Read a document",
            f"Read the text of a document, or of one of its pages, at most {MAX_OPENED:,} characters at a time.",
            input_schemas.OPEN, output_schemas.TEXT, _open,
        ),
        CorpusTool(
            "cite", "Cite places",
            "Write the quotes and references of places in a citation style, with their exact words.",
            input_schemas.CITE, output_schemas.CITATIONS, _cite,
        ),
        CorpusTool(
            "verify", "Verify quotations",
            "Check the quotations of a text word for word against the documents, with the pages that its notes name, or"
            " whether citations still hold. Use it before you hand over a text with quotations.",
            input_schemas.VERIFY, output_schemas.CHECKS, _verify,
        ),
        CorpusTool(
            "documents", "List documents",
            "List the documents that match the filters, with title, authors, year and size.",
            input_schemas.DOCUMENTS, output_schemas.DOCUMENTS, _documents,
        ),
    )
}  # fmt: skip
