"""Reader of one file of the corpus: parsed from its bytes, then described as a Document with its metadata."""

from collections.abc import Callable, Mapping
from pathlib import Path

from reportqa.document import Document
from reportqa.ingest.references.metadata import describe, own_fields
from reportqa.ingest.references.sidecar_files import Bibliography
from reportqa.ingest.references.titles import file_words
from reportqa.parsing import ParsedFile, media_type, parse_file
from reportqa.text import MODEL_LANGUAGE, language_name, vocabulary

_FRONT = 5000
"""Characters at the beginning of the text that must contain the year of the creation of the file."""
_TITLES = 8
"""Headings that may be the title."""
_ARCHIVES = (".zip", ".mbox")
_TEXT_SUFFIXES = tuple(
    ".html .htm .xhtml .xht .mhtml .mht .txt .text .log .md .markdown .rst .tex .org .adoc .asciidoc .epub .xml .nxml"
    " .tei .eml".split()
)
"""Files whose date, if any, is the date of publication."""


def read_document(
    corpus_dir: Path,
    doc_id: str,
    library: Bibliography,
    copies: Mapping[str, tuple[str, ...]] | None = None,
    ocr: bool = False,
) -> Document:
    """Parse and describe the file at a path under the corpus folder.

    :param copies: other paths of the same file, by its first one.
    :param ocr: also read pages that are pictures.
    :raises ParseError: when it cannot be read or holds no text.
    """
    return make_document(parse_file(corpus_dir, doc_id, ocr), doc_id, library, copies)


def make_document(
    content: ParsedFile,
    doc_id: str,
    library: Bibliography,
    copies: Mapping[str, tuple[str, ...]] | None = None,
    words: Mapping[str, int] | None = None,
    knows: Callable[[str], bool] = MODEL_LANGUAGE.__eq__,
) -> Document:
    """Return the document of a parsed file, with metadata from its bibliographies, its contents and its path.

    `words` is the `vocabulary` of its text, if already computed; `knows` returns whether the model knows a language.
    """
    text = content.text
    also = (copies or {}).get(doc_id, ())
    headings = _headings(content, doc_id)
    front = None if doc_id.lower().endswith(_TEXT_SUFFIXES) else text[:_FRONT]
    titles = [str(own_fields(content.csl_item).get("title", "")), *headings[:_TITLES]]
    references = library.find([doc_id, *also], titles)
    words = vocabulary(text) if words is None else words
    item, origins = describe(
        doc_id, references, content.csl_item, headings, words, front, _only_heading(content, doc_id)
    )
    warnings = content.warnings
    if content.language and not knows(content.language):
        language = language_name(content.language)
        warnings += (f"The language is {language}; the model does not know it well, so answers may be missed.",)
    return Document(
        doc_id=doc_id,
        sha256=content.sha256,
        media_type=media_type(doc_id),
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


def _only_heading(content: ParsedFile, doc_id: str) -> str:
    """Return the heading of level 1 at the beginning of a file without pages, if no other has that level.

    In files with pages, levels are guessed from the size of the letters; in archives they are those of packed files.
    """
    is_guessed = content.pages or doc_id.lower().endswith(_ARCHIVES)
    if is_guessed or not content.sections or content.sections[0].level != 1:
        return ""
    first, *others = content.sections
    return "" if any(section.level == 1 for section in others) else first.heading


def _headings(content: ParsedFile, doc_id: str) -> list[str]:
    """Return the headings in order, but those of the first page with any sorted by level, which reflects their size.

    Those behind the last page are of attached files. An archive has those of its file or mail if it has only one.
    """
    if doc_id.lower().endswith(_ARCHIVES):
        # The headings of level 1 are names of packed files, or subjects of mails.
        is_one = sum(section.level == 1 for section in content.sections) == 1
        least = 2 if doc_id.lower().endswith(".zip") else 1
        return [section.heading for section in content.sections if is_one and section.level >= least]
    end = content.pages[-1].end if content.pages else len(content.text)
    own = [section for section in content.sections if section.start < end]
    with_headings = [page for page in content.pages if any(page.start <= s.start < page.end for s in own)]
    front_end = with_headings[0].end if with_headings else 0
    front = [section for section in own if section.start < front_end]
    front.sort(key=lambda section: section.level)
    return [section.heading for section in [*front, *own[len(front) :]]]
