"""Files of a briefing: Word, OpenDocument, HTML, Markdown with its bibliography, PDF, and all in a ZIP."""

import json
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

from reportqa.briefings.briefing import Briefing, styled, unstyled
from reportqa.citations import SPACE, Node, Record, Style, inlines, make_tree, run_pandoc, write_csl_json
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
"""What a briefing can be written as, with the media type of each."""

NO_PDF = 'A PDF needs the package typst. Install it with pip install "reportqa[pdf]", or write .docx, .odt or .html.'

_MARKDOWN = "markdown-smart-raw_html-raw_attribute-raw_tex-tex_math_dollars-bracketed_spans-native_spans"
_LINE_IN_QUOTE = re.compile(r"(?P<before>\\\n(?:> ?)*)(?P<number>\d*)(?P<mark>(?<=\d)[.)](?= )|(?<!\d)[-+*#](?= ))")
"""The beginning of a line that many readers of Markdown take for a list or a heading, and pandoc does not."""
_AFTER_BACKSLASH = re.compile(r"(?<=\\)(?=.)")
_PAGE_WORD = re.compile(r"\W*(?:PDF|(?:PDF\u00a0)?pp?\.|n)")
_NAME = re.compile(r"[^\w.-]+")
_ENDINGS = {".htm": "html", ".markdown": "md"} | {f".{form}": form for form in FORMATS}


def export(briefing: Briefing, style: Style, form: str, name: str = "briefing") -> dict[str, bytes]:
    """Return the files of a briefing in one of FORMATS, by their names; the first is the briefing itself.

    Only Markdown is more than one: the works that it cites are in NAME.json, and the style in NAME.csl.
    :raises InputError: for another format, an error in the style, or a PDF without the package that makes it.
    """
    if form == "md":
        return _markdown(briefing, style, name)
    if form == "zip":
        return {f"{name}.zip": _zip(briefing, style, name)}
    if form not in FORMATS:
        raise InputError(f'A briefing cannot be written as "{form}". Choose one of: {", ".join(FORMATS)}.')
    blocks = styled(briefing, style)
    return {f"{name}.{form}": _document(briefing, style, blocks, form)}


def one_file(briefing: Briefing, style: Style, form: str) -> bytes:
    """Return a briefing as one file; Markdown then carries its bibliography in front.

    :raises InputError: as `export` does.
    """
    if form != "md":
        return next(iter(export(briefing, style, form).values()))
    works = [_without_abstract(work.item) for work in briefing.works]
    return _written_markdown(briefing, style, {"references": works})


def file_name(title: str) -> str:
    """Return a title as the name of a file in plain letters, without its ending: "Staff & pay" → "staff-pay"."""
    return _NAME.sub("-", to_ascii(title)).strip("-.")[:60].rstrip("-.") or "briefing"


def form_of(path: Path) -> str:
    """Return the format of a briefing by the ending of its file.

    :raises InputError: when the ending is none of a format.
    """
    form = _ENDINGS.get(path.suffix.lower())
    if form is None:
        raise InputError(
            f'"{path}" does not end in a format of a briefing: {", ".join(f".{form}" for form in FORMATS)}.'
        )
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


def _document(briefing: Briefing, style: Style, blocks: list[Node], form: str) -> bytes:
    meta = {**briefing.meta, "lang": briefing.language or style.language}
    blocks = _unbroken(blocks)
    if form in {"docx", "odt"}:
        from reportqa.briefings.templates.office import reference_docx, reference_odt

        reference = reference_docx() if form == "docx" else reference_odt()
        apart = list(_apart(blocks))
        return _with_file(f"reference.{form}", reference, apart, meta, form, "--reference-doc")
    template = files("reportqa.briefings").joinpath("templates", "briefing.html" if form == "html" else "briefing.typ")
    if form == "html":
        meta["pagetitle"] = briefing.title or "Briefing"
        return _with_file("briefing.html", template.read_bytes(), blocks, meta, "html5", "--template")
    language, _, region = str(meta.pop("lang")).partition("-")
    meta |= {"lang": language, **({"region": region} if re.fullmatch("[A-Z]{2}", region) else {})}
    return _pdf(_with_file("briefing.typ", template.read_bytes(), blocks, meta, "typst-smart-citations", "--template"))


def _apart(blocks: Iterable[Node]) -> Iterator[Node]:
    """Put an empty line between quotes that follow each other, or they would be one, to the eye and to programs."""
    for before, block in pairwise([{"t": "Null"}, *blocks]):
        if before["t"] == block["t"] == "BlockQuote":
            yield {"t": "Para", "c": inlines("\u00a0")}
        yield block


def _unbroken(value: Any, *, is_cited: bool = False) -> Any:
    """Return a part of a tree in which no line can end between "p." and the page that a citation names."""
    if isinstance(value, Mapping):
        return {name: _unbroken(part, is_cited=is_cited or value.get("t") == "Cite") for name, part in value.items()}
    if not isinstance(value, list):
        return value
    made: list[Any] = []
    for part in value:
        is_next = made[-1:] == [SPACE] and is_cited and len(made) > 1 and isinstance(part, Mapping)
        if is_next and part.get("t") == made[-2].get("t") == "Str" and _PAGE_WORD.fullmatch(made[-2]["c"]):
            made[-2:] = [{"t": "Str", "c": f"{made[-2]['c']}\u00a0{part['c']}"}]
        else:
            made.append(_unbroken(part, is_cited=is_cited))
    return made


def _with_file(
    name: str, content: bytes, blocks: list[Node], meta: Mapping[str, Any], writer: str, option: str
) -> bytes:
    """Let pandoc write a document that is made after a file."""
    with tempfile.TemporaryDirectory(prefix="reportqa-") as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        return run_pandoc(make_tree(blocks, meta), writer, ["--standalone", option, str(path)])


def _pdf(source: bytes) -> bytes:
    try:
        import typst
    except ImportError as error:
        raise InputError(NO_PDF) from error
    try:
        with tempfile.TemporaryDirectory(prefix="reportqa-") as folder:
            path = Path(folder, "briefing.typ")
            path.write_bytes(source)
            # Whatever the source says, there is no other file that it could read.
            made = typst.compile(path, root=path.parent)
    except RuntimeError as error:
        said = " ".join(str(error).split())
        raise InputError(f"The PDF cannot be made ({said}). Write .docx, .odt or .html.") from error
    return bytes(made)


def _markdown(briefing: Briefing, style: Style, name: str) -> dict[str, bytes]:
    fields = {"bibliography": f"{name}.json", "csl": f"{name}.csl"}
    return {
        f"{name}.md": _written_markdown(briefing, style, fields),
        f"{name}.json": write_csl_json(briefing.works).encode(),
        f"{name}.csl": style.csl,
    }


def _written_markdown(briefing: Briefing, style: Style, fields: Mapping[str, Any]) -> bytes:
    meta = {**briefing.meta, "lang": briefing.language or style.language, **fields}
    blocks = [part for block in unstyled(briefing) for part in _backslashes_last(block)]
    written = run_pandoc(make_tree(blocks, meta), _MARKDOWN, ["--standalone"]).decode()
    return _LINE_IN_QUOTE.sub(r"\g<before>\g<number>\\\g<mark>", written).encode()


def _backslashes_last(value: Any) -> list[Any]:
    """Return a part of a tree with each backslash at the end of its string.

    Pandoc, asked for Markdown without raw TeX, leaves out what follows one in its string.
    """
    if isinstance(value, list):
        return [[part for each in value for part in _backslashes_last(each)]]
    if not isinstance(value, Mapping):
        return [value]
    if value.get("t") == "Str":
        return [{"t": "Str", "c": part} for part in _AFTER_BACKSLASH.split(value["c"])]
    return [{name: _backslashes_last(part)[0] for name, part in value.items()}]


def _zip(briefing: Briefing, style: Style, name: str) -> bytes:
    """Return the briefing in every format, with the records of its citations beside it."""
    blocks = styled(briefing, style)
    content = {f"{name}.{form}": _document(briefing, style, blocks, form) for form in ("docx", "odt", "html")}
    try:
        content[f"{name}.pdf"] = _document(briefing, style, blocks, "pdf")
    except InputError as error:
        if str(error) != NO_PDF:
            raise
    content |= _markdown(briefing, style, name)
    today = date.today().isoformat()
    records = [Record.of(each.citation, each.work.item, today).to_dict() for each in briefing.quotations]
    content["citations.json"] = (json.dumps(records, ensure_ascii=False, indent=2) + "\n").encode()
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in content.items():
            # The same briefing is the same file all day.
            archive.writestr(zipfile.ZipInfo(path), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _without_abstract(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name != "abstract"}
