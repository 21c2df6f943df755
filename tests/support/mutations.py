"""Documents to cite from, and what can happen to them afterwards."""

import hashlib
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportqa.answer import Citation
from reportqa.csl import item_authors
from reportqa.document import Document, Page
from reportqa.parsing.builder import DocumentBuilder
from reportqa.permalinks import CONTEXT

KINDS = (
    "nothing",
    "insert a page",
    "change a word",
    "change a digit",
    "delete the passage",
    "delete the file",
    "rename",
)

_ONSETS, _ENDINGS = "b br c d f g h k l m n p r s st t v w".split(), "an el ig on ur ast ent ime ore us".split()


@dataclass(frozen=True, slots=True)
class Mutation:
    """A kind of change, the document as it is after it (None when gone), and the range of what replaced the words."""

    kind: str
    document: Document | None
    old: str = ""
    new: str = ""


def made_document(random_: random.Random, doc_id: str = "made.pdf") -> Document:
    """Make a document of invented words, with figures, pages with or without printed numbers, or without pages."""
    builder = DocumentBuilder()
    labels = random_.choice(["none", "all", "no pages"])
    for physical in range(1, random_.randint(3, 7)):
        if labels != "no pages":
            builder.page(physical, str(physical + 100) if labels == "all" else None)
        builder.heading(" ".join(_word(random_) for _ in range(3)), 1)
        for _ in range(random_.randint(1, 4)):
            builder.paragraph(" ".join(_sentence(random_) for _ in range(random_.randint(1, 5))))
    return document_of(builder.text, doc_id, builder.pages)


def document_of(text: str, doc_id: str, pages: Sequence[Page] = ()) -> Document:
    return Document(
        doc_id=doc_id,
        sha256=hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(),
        media_type="application/pdf",
        item={"id": doc_id, "type": "report", "title": "A report"},
        text=text,
        pages=tuple(pages),
    )


def cited(document: Document, start: int, end: int) -> Citation:
    """Return the citation of a range, as the catalogue of an index does."""
    return Citation(
        number=1,
        doc_id=document.doc_id,
        title=document.title,
        authors=item_authors(document.item),
        publisher=None,
        year=None,
        url=None,
        pages=document.pages_of(start, end),
        section=document.section_path(start),
        start=start,
        end=end,
        quote=document.text[start:end],
        score=1.0,
        document_sha256=document.sha256,
        before=document.text[max(start - CONTEXT, 0) : start],
        after=document.text[end : end + CONTEXT],
    )


def mutate(random_: random.Random, document: Document, start: int, end: int, kind: str) -> Mutation | None:
    """Change a document; None when the range has nothing that this kind of change changes."""
    if kind == "nothing":
        return Mutation(kind, document)
    if kind == "delete the file":
        return Mutation(kind, None)
    if kind == "rename":
        return Mutation(kind, replace(document, doc_id=f"moved/{document.doc_id}"))
    if kind == "insert a page":
        if not document.pages:
            return None
        added = " ".join(_sentence(random_) for _ in range(5)) + "\n\n"
        return Mutation(kind, _with_page(document, added))
    if kind == "delete the passage":
        return Mutation(kind, _spliced(document, start, end, ""))
    wanted = r"\d" if kind == "change a digit" else r"(?<![^\W_])[^\W\d_]{3,}(?![^\W_]|[-'’‐‑–\u00ad][^\W_])"
    places = [match.span() for match in re.compile(wanted).finditer(document.text, start, end)]
    # What the text has around the range must not make another word of it.
    places = [place for place in places if kind == "change a digit" or (start < place[0] and place[1] < end)]
    if not places:
        return None
    low, high = random_.choice(places)
    old = document.text[low:high]
    new = random_.choice([d for d in "0123456789" if d != old]) if kind == "change a digit" else f"{_word(random_)}x"
    return Mutation(kind, _spliced(document, low, high, new), old, new)


def _spliced(document: Document, start: int, end: int, new: str) -> Document:
    """Return the document with a range replaced and its pages shifted."""
    shift = len(new) - (end - start)

    def moved(offset: int) -> int:
        return offset if offset <= start else max(offset + shift, start)

    pages = tuple(replace(page, start=moved(page.start), end=moved(page.end)) for page in document.pages)
    text = document.text[:start] + new + document.text[end:]
    return replace(document_of(text, document.doc_id, pages), item=document.item)


def _with_page(document: Document, added: str) -> Document:
    """Return the document with a new first page; physical numbers, and printed ones if any, go up by one."""
    pages = [Page(1, _counted_on(document.pages[0].label, 0), 0, len(added))]
    pages += [
        Page(page.physical + 1, _counted_on(page.label, 1), page.start + len(added), page.end + len(added))
        for page in document.pages
    ]
    return replace(document_of(added + document.text, document.doc_id, pages), item=document.item)


def _counted_on(label: str | None, by: int) -> str | None:
    return str(int(label) + by) if label and label.isdecimal() else label


def _word(random_: random.Random) -> str:
    return "".join(random_.choice(_ONSETS) + random_.choice(_ENDINGS) for _ in range(random_.randint(1, 3)))


def _sentence(random_: random.Random) -> str:
    words = [_word(random_) for _ in range(random_.randint(4, 18))]
    for _ in range(random_.randint(0, 3)):
        words[random_.randrange(len(words))] = random_.choice(
            [f"{random_.randint(1, 99999):,}", f"{random_.randint(0, 99)}%", f"£{random_.randint(1, 99)}.5", "2016–17"]
        )
    return " ".join(words).capitalize() + random_.choice(".?!.")
