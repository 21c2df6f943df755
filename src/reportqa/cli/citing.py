"""Citations, lists of styles, bibliographies and briefings as the command line prints or writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportqa.briefings import export, form_of, make_briefing, read_draft, write_files
from reportqa.citations import (
    DEFAULT_STYLE,
    FORMATS,
    CitationPart,
    Style,
    cite_text,
    find_style,
    nearest_names,
    read_link,
    search_styles,
)
from reportqa.cli.output import json_line
from reportqa.errors import InputError, StyleNotFound
from reportqa.index import Catalogue, Filters
from reportqa.settings import Settings
from reportqa.text import counted

_ENDINGS = {".json": "csljson", ".bib": "bibtex", ".ris": "ris"}
_NAME_WIDTH = 48


def cite_places(places: Sequence[str], settings: Settings, style_name: str | None, form: str, part: str | None) -> str:
    """Return the quotes and references of places, or only the `part` of them that is asked for.

    :raises InputError: without a place, or for one that is not in the document.
    """
    style = find_style(style_name or DEFAULT_STYLE) if style_name or part else None
    catalogue = Catalogue.open(settings)
    quotations = [catalogue.quotation(*read_link(place).span) for place in places]
    if not quotations:
        raise InputError("No place given. Pass a link printed with an answer, or DOCUMENT#START-END.")
    return cite_text(quotations, form, style, CitationPart(part or "all"))


def styles_text(words: str, *, as_json: bool) -> str:
    """Return a line for each citation style that matches the words.

    :raises StyleNotFound: when none does.
    """
    found = search_styles(words)
    if not found:
        raise StyleNotFound(words, nearest_names(words))
    if as_json:
        return "\n".join(json_line(style.to_dict()) for style in found)
    width = min(max(len(style.name) for style in found), _NAME_WIDTH)
    return "\n".join(
        f"{style.name:{width}}  {style.title}{f' → {style.parent}' if style.parent else ''}" for style in found
    )


def bibliography_text(settings: Settings, file: Path | None, form: str | None, filters: Filters) -> str:
    """Return the works of the documents that match the filters, in the format of `form` or of the file's ending.

    :raises InputError: when neither names a format.
    """
    form = form or _ENDINGS.get(file.suffix.lower() if file else ".json")
    if form is None:
        raise InputError(f'"{file}" does not end in .json, .bib or .ris. Rename it, or choose with --format.')
    catalogue = Catalogue.open(settings)
    works = catalogue.works()
    return FORMATS[form]([works[summary.doc_id] for summary in catalogue.documents(filters)])


@dataclass(frozen=True, slots=True)
class WrittenBriefing:
    """The files of a briefing, its counts, and notices for its author."""

    files: tuple[Path, ...]
    quotes: int
    works: int
    style: Style
    notices: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the object that --json prints."""
        files = [str(path) for path in self.files]
        return {"files": files, "quotes": self.quotes, "works": self.works, "style": self.style.name}

    def text(self) -> str:
        """Return the files, the counts and the style in one sentence."""
        files = ", ".join(map(str, self.files))
        return f"Wrote {files}: {counted(self.quotes, 'quote')} of {counted(self.works, 'work')} in {self.style.title}."


def write_briefing(
    file: Path, outputs: Sequence[Path], settings: Settings, style_name: str | None = None
) -> WrittenBriefing:
    """Make a briefing of a draft and write it to each of the outputs, by default to one .docx.

    :raises InputError: for a draft that cannot be used, or an output that cannot be written.
    """
    draft = read_draft(file)
    forms = {path: form_of(path) for path in outputs or [Path(f"{file.stem}.docx")]}
    briefing = make_briefing(draft, Catalogue.open(settings))
    style = find_style(style_name or briefing.style or DEFAULT_STYLE)
    files: dict[Path, bytes] = {}
    for path, form in forms.items():
        (_, first), *others = export(briefing, style, form, path.stem).items()
        files |= {path: first} | {path.with_name(name): data for name, data in others}
    if file.resolve() in {path.resolve() for path in files}:
        raise InputError(f'"{file}" would be overwritten. Choose another name with -o.')
    write_files(files)
    return WrittenBriefing(tuple(files), len(briefing.quotations), len(briefing.works), style, tuple(briefing.notices))
