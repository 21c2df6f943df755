"""Files of a briefing: Word, OpenDocument, HTML, PDF, Markdown with its bibliography, and a ZIP of all."""

import json
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

from reportqa.briefings.briefing import Briefing, styled, unstyled
from reportqa.briefings.live_fields import LIVE, with_fields, zotero_properties
from reportqa.briefings.office_dates import with_dates
from reportqa.briefings.typesetting import typeset
from reportqa.briefings.word_sources import check_word_style, with_sources
from reportqa.citations import Node, Record, Style, inlines, make_tree, run_pandoc, write_csl_json
from reportqa.errors import InputError
from reportqa.text import to_ascii

FORMATS: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
    "zip": "application/zip",
}
"""Formats of a briefing, with their media types."""

_MARKDOWN = "markdown-smart-raw_html-raw_attribute-raw_tex-tex_math_dollars-bracketed_spans-native_spans"
_LINE_IN_QUOTE = re.compile(r"(?P<before>\\\n(?:> ?)*)(?P<number>\d*)(?P<mark>(?<=\d)[.)](?= )|(?<!\d)[-+*#](?= ))")
"""A line beginning that many Markdown readers, but not pandoc, take for a list or a heading."""
_AFTER_BACKSLASH = re.compile(r"(?<=\\)(?=.)")
_PAGE_WORD = re.compile(r"\W*(?:PDF|(?:PDF\u00a0)?pp?\.|n)")
_NAME = re.compile(r"[^\w.-]+")
_SUFFIXES = {".htm": "html", ".markdown": "md"} | {f".{form}": form for form in FORMATS}


def export(
    briefing: Briefing, style: Style, form: str, name: str = "briefing", live: str | None = None
) -> dict[str, bytes]:
    """Return the files of a briefing in one of FORMATS, by name; the first is the briefing itself.

    Markdown has two more: the cited works in NAME.json and the style in NAME.csl.
    :param live: one of LIVE: the citations of a .docx are fields that this program formats again
    :raises InputError: for another format, an error in the style, or a PDF without the package that makes it; with
        `live`, for another program or format, or when Word has no such style.
    """
    if live is not None:
        if live not in LIVE or form != "docx":
            raise InputError(f"Live citations are written for {' or '.join(LIVE)}, in .docx only. Write a .docx file.")
        return {f"{name}.docx": _live(briefing, style, live)}
    if form == "md":
        return _markdown(briefing, style, name)
    if form == "zip":
        return {f"{name}.zip": _zip(briefing, style, name)}
    if form not in FORMATS:
        raise InputError(f'A briefing cannot be written as "{form}". Choose one of: {", ".join(FORMATS)}.')
    blocks = _unbroken(styled(briefing, style))
    return {f"{name}.{form}": _document(briefing, style, blocks, form)}


def one_file(briefing: Briefing, style: Style, form: str) -> bytes:
    """Return a briefing as one file; Markdown has its bibliography in the metadata.

    :raises InputError: as `export` does.
    """
    if form != "md":
        return next(iter(export(briefing, style, form).values()))
    works = [{name: value for name, value in work.item.items() if name != "abstract"} for work in briefing.works]
    return _written_markdown(briefing, style, {"references": works})


def file_name(title: str) -> str:
    """Return a title as an ASCII file name without suffix: "Staff & pay" → "staff-pay"."""
    return _NAME.sub("-", to_ascii(title)).strip("-.")[:60].rstrip("-.") or "briefing"


def form_of(path: Path) -> str:
    """Return the format of a briefing by the suffix of its file.

    :raises InputError: for any other suffix.
    """
    form = _SUFFIXES.get(path.suffix.lower())
    if form is None:
        supported = ", ".join(f".{form}" for form in FORMATS)
        raise InputError(f'"{path}" can\'t be written as a briefing. Supported: {supported}.')
    return form


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write files, each whole or not at all.

    :raises InputError: when one cannot be written.
    """
    for path, data in files.items():
        temporary = path.with_name(f".{path.name}.new")
        try:
            temporary.write_bytes(data)
            temporary.replace(path)
        except OSError as error:
            temporary.unlink(missing_ok=True) if temporary.parent.is_dir() else None
            raise InputError(f'"{path}" cannot be written ({error.strerror}). Choose another place.') from error


def _document(briefing: Briefing, style: Style, blocks: list[Node], form: str, live: str | None = None) -> bytes:
    language = briefing.language or style.language
    meta = {**briefing.meta, "lang": language}
    if live:
        has_bibliography = any(block["t"] == "Div" and block["c"][0][0] == "refs" for block in blocks)
        blocks = with_fields(blocks, briefing.works, style, live, language)
        if live == "zotero":
            meta |= zotero_properties(style, language, has_bibliography=has_bibliography)
    if form in {"docx", "odt"}:
        from reportqa.briefings.templates.office import reference_docx, reference_odt

        reference = reference_docx() if form == "docx" else reference_odt()
        apart = list(_apart(blocks))
        written = _with_file(f"reference.{form}", reference, apart, meta, form, "--reference-doc")
        return with_dates(written, datetime.now(UTC))
    template = files("reportqa.briefings").joinpath("templates", "briefing.html" if form == "html" else "briefing.typ")
    if form == "html":
        meta["pagetitle"] = briefing.title or "Briefing"
        return _with_file("briefing.html", template.read_bytes(), blocks, meta, "html5", "--template")
    language, _, region = str(meta.pop("lang")).partition("-")
    meta |= {"lang": language, **({"region": region} if re.fullmatch("[A-Z]{2}", region) else {})}
    return typeset(
        _with_file("briefing.typ", template.read_bytes(), blocks, meta, "typst-smart-citations", "--template")
    )


def _live(briefing: Briefing, style: Style, program: str) -> bytes:
    """Return a Word file with citations and bibliography as fields of a program."""
    if program == "word":
        check_word_style(style)
    blocks = _unbroken(styled(briefing, style, links=False))
    if program == "word":
        return with_sources(_document(briefing, style, blocks, "docx", program), briefing.works, style)
    return _document(briefing, style, blocks, "docx", program)


def _apart(blocks: Iterable[Node]) -> Iterator[Node]:
    """Yield blocks with an empty paragraph between consecutive quotes, which would otherwise run together."""
    for before, block in pairwise([{"t": "Null"}, *blocks]):
        if before["t"] == block["t"] == "BlockQuote":
            yield {"t": "Para", "c": inlines("\u00a0")}
        yield block


def _unbroken(value: Any, *, is_cited: bool = False) -> Any:
    """Return a part of a tree with a no-break space between "p." and the page in citations."""
    if isinstance(value, dict):
        is_cited = is_cited or value.get("t") == "Cite"
        return {name: _unbroken(part, is_cited=is_cited) for name, part in value.items()}
    if not isinstance(value, list):
        return value
    made: list[Any] = []
    for part in value:
        is_next = is_cited and len(made) > 1 and made[-1:] == inlines(" ") and isinstance(part, dict)
        if is_next and part.get("t") == made[-2].get("t") == "Str" and _PAGE_WORD.fullmatch(made[-2]["c"]):
            made[-2:] = [{"t": "Str", "c": f"{made[-2]['c']}\u00a0{part['c']}"}]
        else:
            made.append(_unbroken(part, is_cited=is_cited))
    return made


def _with_file(
    name: str, content: bytes, blocks: list[Node], meta: Mapping[str, Any], writer: str, option: str
) -> bytes:
    """Return a document that pandoc writes with a template or reference file."""
    with tempfile.TemporaryDirectory(prefix="reportqa-") as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        return run_pandoc(make_tree(blocks, meta), writer, ["--standalone", option, str(path)])


def _markdown(briefing: Briefing, style: Style, name: str) -> dict[str, bytes]:
    fields = {"bibliography": f"{name}.json", "csl": f"{name}.csl"}
    return {
        f"{name}.md": _written_markdown(briefing, style, fields),
        f"{name}.json": write_csl_json(briefing.works).encode(),
        f"{name}.csl": style.csl,
    }


def _written_markdown(briefing: Briefing, style: Style, fields: Mapping[str, Any]) -> bytes:
    meta = {**briefing.meta, "lang": briefing.language or style.language, **fields}
    blocks = [part for block in unstyled(briefing, style) for part in _backslashes_last(block)]
    written = run_pandoc(make_tree(blocks, meta), _MARKDOWN, ["--standalone"]).decode()
    return _LINE_IN_QUOTE.sub(r"\g<before>\g<number>\\\g<mark>", written).encode()


def _backslashes_last(value: Any) -> list[Any]:
    """Return a part of a tree with each backslash at the end of its string.

    In Markdown without raw TeX, pandoc drops the text after a backslash in the same string.
    """
    if isinstance(value, list):
        return [[part for each in value for part in _backslashes_last(each)]]
    if not isinstance(value, dict):
        return [value]
    if value.get("t") == "Str":
        return [{"t": "Str", "c": part} for part in _AFTER_BACKSLASH.split(value["c"])]
    return [{name: _backslashes_last(part)[0] for name, part in value.items()}]


def _zip(briefing: Briefing, style: Style, name: str) -> bytes:
    """Return a ZIP with the briefing in every format and the records of its citations."""
    blocks = _unbroken(styled(briefing, style))
    content = {f"{name}.{form}": _document(briefing, style, blocks, form) for form in ("docx", "odt", "html", "pdf")}
    content |= _markdown(briefing, style, name)
    today = date.today().isoformat()
    records = [Record.of(each.citation, each.work.item, today).to_dict() for each in briefing.quotations]
    content["citations.json"] = (json.dumps(records, ensure_ascii=False, indent=2) + "\n").encode()
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in content.items():
            # Without a time, the same briefing makes the same file all day.
            archive.writestr(zipfile.ZipInfo(path), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()
