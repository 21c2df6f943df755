"""Turns one file of the corpus into a Document: its text, and what is known of it."""

import hashlib
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reportqa import parsing
from reportqa.bibliography import describe
from reportqa.cleaning import vocabulary
from reportqa.datatypes import Document
from reportqa.errors import ParseError


def read_document(corpus_dir: Path, doc_id: str, library: Mapping[str, dict[str, Any]]) -> Document:
    """Read the file at that path under the corpus folder; `library` describes files by their path.

    :raises ParseError: when it cannot be read or holds no text.
    """
    started = time.perf_counter()
    try:
        data = (corpus_dir / doc_id).read_bytes()
    except OSError as error:
        raise ParseError(f"cannot be read ({error.strerror}).") from error
    builder = parsing.parse(doc_id, data)
    text = builder.text
    if not text.strip():
        raise ParseError(" ".join(["holds no text that can be read.", *builder.warnings]))
    return Document(
        doc_id=doc_id,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=parsing.media_type(doc_id),
        item=describe(
            doc_id,
            library.get(doc_id),
            builder.csl_item,
            [section.heading for section in builder.sections],
            vocabulary(text),
        ),
        text=text,
        pages=builder.pages,
        sections=tuple(builder.sections),
        tables=tuple(builder.tables),
        warnings=tuple(builder.warnings),
        left_out=tuple(builder.left_out),
        seconds=time.perf_counter() - started,
    )
