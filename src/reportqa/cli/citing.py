"""Lists of styles and bibliographies as the command line prints or writes them."""

from pathlib import Path

from reportqa.citations import FORMATS, nearest_names, search_styles
from reportqa.cli.output import json_line
from reportqa.errors import InputError, StyleNotFound
from reportqa.index import Catalogue, Filters
from reportqa.settings import Settings

_ENDINGS = {".json": "csljson", ".bib": "bibtex", ".ris": "ris"}
_NAME_WIDTH = 48


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
