"""Turns one file of the corpus into a Document: its text, and then what is known of it."""

import hashlib
import time
from collections.abc import Mapping
from pathlib import Path

from reportqa import parsing
from reportqa.document import Document
from reportqa.errors import ParseError
from reportqa.ingest.content import Content
from reportqa.ingest.references.sidecar_files import Bibliography, describe, file_words, own_fields
from reportqa.text import MODEL_LANGUAGE, detect, language_name, vocabulary

_FRONT = 5000
"""Characters in which a file's date of making must find a year that bears it out."""
_TITLES = 8
"""Headings that may be the title."""
_TEXT_SUFFIXES = (".html", ".htm", ".txt", ".md", ".markdown", ".rst", ".tex", ".org", ".epub")
"""Files that say when they were published, if they give a date at all."""


def read_document(
    corpus_dir: Path,
    doc_id: str,
    library: Bibliography,
    copies: Mapping[str, tuple[str, ...]] | None = None,
    ocr: bool = False,
) -> Document:
    """Read the file at that path under the corpus folder; `copies` are the paths where it lies a second time.

    With `ocr`, pages that are pictures are read too.

    :raises ParseError: when it cannot be read or holds no text.
    """
    return describe_content(read_content(corpus_dir, doc_id, ocr), doc_id, library, copies)


def read_content(corpus_dir: Path, doc_id: str, ocr: bool = False) -> Content:
    """Read what the file at that path says, whatever is known of it elsewhere.

    :raises ParseError: when it cannot be read or holds no text.
    """
    started = time.perf_counter()
    try:
        data = (corpus_dir / doc_id).read_bytes()
    except OSError as error:
        raise ParseError(f"cannot be read ({error.strerror}).") from error
    builder = parsing.parse(doc_id, data, ocr=ocr)
    text = builder.text
    if not text.strip():
        raise ParseError(" ".join(["holds no text that can be read.", *builder.warnings]))
    return Content(
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        pages=builder.pages,
        sections=tuple(builder.sections),
        tables=tuple(builder.tables),
        left_out=tuple(builder.left_out),
        csl_item=builder.csl_item,
        warnings=tuple(builder.warnings),
        language=detect(text),
        seconds=time.perf_counter() - started,
        boxes=tuple(builder.boxes),
    )


def describe_content(
    content: Content,
    doc_id: str,
    library: Bibliography,
    copies: Mapping[str, tuple[str, ...]] | None = None,
    words: Mapping[str, int] | None = None,
) -> Document:
    """Make the document of what a file says, of its path and of what the bibliographies know of it.

    `words` is what `vocabulary` gives of its text, where that is at hand.
    """
    text = content.text
    also = (copies or {}).get(doc_id, ())
    headings = _headings(content)
    front = None if doc_id.lower().endswith(_TEXT_SUFFIXES) else text[:_FRONT]
    titles = [str(own_fields(content.csl_item).get("title", "")), *headings[:_TITLES]]
    references = library.find([doc_id, *also], titles)
    words = vocabulary(text) if words is None else words
    item, origins = describe(doc_id, references, content.csl_item, headings, words, front)
    warnings = content.warnings
    if content.language not in {None, MODEL_LANGUAGE}:
        language = language_name(str(content.language))
        warnings += (f"Its language is {language}; the model knows English best, so answers from it may be missed.",)
    return Document(
        doc_id=doc_id,
        sha256=content.sha256,
        media_type=parsing.media_type(doc_id),
        item=item,
        text=text,
        pages=content.pages,
        sections=content.sections,
        tables=content.tables,
        warnings=warnings,
        language=content.language,
        origins=origins,
        left_out=content.left_out,
        also=also,
        seconds=content.seconds,
        file_words=file_words(doc_id, item["title"], words),
        boxes=content.boxes,
    )


def _headings(content: Content) -> list[str]:
    """Give the headings in order, but those of the first page with any by their size, which their level stands for."""
    with_headings = [page for page in content.pages if any(page.start <= s.start < page.end for s in content.sections)]
    front_end = with_headings[0].end if with_headings else 0
    front = [section for section in content.sections if section.start < front_end]
    front.sort(key=lambda section: section.level)
    return [section.heading for section in [*front, *content.sections[len(front) :]]]
