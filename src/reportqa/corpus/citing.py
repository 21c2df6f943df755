"""Cited places as text, and briefings written to files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportqa.briefings import draft_of, export, file_name, form_of, make_briefing, read_draft, write_files
from reportqa.citations import DEFAULT_STYLE, CitationPart, SourcedQuote, Style, cite_text, find_style, read_link
from reportqa.errors import DocumentNotFound, InputError
from reportqa.index import Catalogue
from reportqa.text import counted


def cite_places(
    places: Sequence[str], catalogue: Catalogue, style_name: str | None, form: str, part: str | None
) -> str:
    """Return the quotes and references of places, or only the `part` of them that is asked for.

    :param places: permanent links, or DOCUMENT#START-END
    :param style_name: a citation style, or a .csl file; None: short references, or with a part DEFAULT_STYLE
    :param form: one of the formats of `cite_text`
    :raises InputError: without a place, for one that is not in the document, or for another format or part.
    """
    if part not in {None, *CitationPart}:
        raise InputError(f'"{part}" is not a part of a citation. Choose one of: {", ".join(CitationPart)}.')
    style = find_style(style_name or DEFAULT_STYLE) if style_name or part else None
    quotations = [_quotation(place.rstrip(), catalogue) for place in places]
    if not quotations:
        raise InputError("No place given. Pass a link printed with an answer, or DOCUMENT#START-END.")
    return cite_text(quotations, form, style, CitationPart(part or "all"))


def _quotation(place: str, catalogue: Catalogue) -> SourcedQuote:
    """Return the quotation of a place; spaces before it are an indent unless a document has such a name."""
    try:
        return catalogue.quotation(*read_link(place).span)
    except DocumentNotFound:
        if not place[:1].isspace():
            raise
        return catalogue.quotation(*read_link(place.lstrip()).span)


@dataclass(frozen=True, slots=True)
class WrittenBriefing:
    """The files of a briefing, its counts, and notices for its author."""

    files: tuple[Path, ...]
    quotes: int
    works: int
    style: Style
    notices: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the object that `reportqa brief --json` prints."""
        files = [str(path) for path in self.files]
        return {"files": files, "quotes": self.quotes, "works": self.works, "style": self.style.name}

    def text(self) -> str:
        """Return the files, the counts and the style in one sentence."""
        files = ", ".join(map(str, self.files))
        return f"Wrote {files}: {counted(self.quotes, 'quote')} of {counted(self.works, 'work')} in {self.style.title}."


def write_briefing(
    source: Path | Mapping[str, Any],
    outputs: Sequence[Path],
    catalogue: Catalogue,
    style_name: str | None = None,
    live: str | None = None,
) -> WrittenBriefing:
    """Make a briefing of a draft and write it to each of the outputs, by default to one .docx in the current folder.

    :param source: the file of the draft, or the object that such a file has as TOML or JSON
    :param live: "zotero" or "word": write .docx with citations that this program formats again
    :raises InputError: for a draft that cannot be used, or an output that cannot be written.
    """
    draft = read_draft(source) if isinstance(source, Path) else draft_of(source)
    outputs = [*outputs]
    # Before the briefing is made, which takes long.
    forms = {path: form_of(path) for path in outputs}
    briefing = make_briefing(draft, catalogue)
    style = find_style(style_name or briefing.style or DEFAULT_STYLE)
    if not outputs:
        name = source.stem if isinstance(source, Path) else file_name(briefing.title)
        forms = {Path(f"{name}.docx"): "docx"}
    files: dict[Path, bytes] = {}
    for path, form in forms.items():
        (_, first), *others = export(briefing, style, form, path.stem, live).items()
        files |= {path: first} | {path.with_name(name): data for name, data in others}
    if isinstance(source, Path) and source.resolve() in {path.resolve() for path in files}:
        raise InputError(f'"{source}" would be overwritten. Choose another name with -o.')
    write_files(files)
    return WrittenBriefing(tuple(files), len(briefing.quotations), len(briefing.works), style, tuple(briefing.notices))
