"""The command that adds files to the corpus and indexes them."""

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from reportqa.cli.auditing import note
from reportqa.cli.options import json_option, settings_options
from reportqa.errors import InputError
from reportqa.settings import Settings

if TYPE_CHECKING:
    from reportqa.ingest import Addition


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option("--replace", is_flag=True, help="Replace files of the corpus that have the same name.")
@click.option("--keep-both", is_flag=True, help="Add a number to a name that another file of the corpus has.")
@settings_options("corpus_dir", "index_dir", "model", "ocr")
@json_option("Print what was added and the summary of the build as one line of JSON.")
def add(settings: Settings, files: tuple[str, ...], replace: bool, keep_both: bool, as_json: bool) -> None:
    """Add files: check them, copy them to your reports, index them.

    Bibliographies (.bib, .ris, CSL-JSON) describe the reports. Each FILE is read first; one that cannot be read
    is not copied, and the others are added all the same. The originals stay where they are. Files are copied to
    the folder that the index was built from; without an index, to ROOT/corpus, which is created. The model of
    the index is kept, and a running server uses the new index at once.

    Ends with status 1 if a file was not added.
    """
    if replace and keep_both:
        raise click.UsageError("Choose either --replace or --keep-both.")
    from dataclasses import asdict

    from reportqa.cli.output import json_line, summary_text
    from reportqa.cli.progress_bars import showing_progress
    from reportqa.ingest import KEEP_BOTH, REPLACE, add_files, index, like_index

    settings = like_index(settings)
    if_taken = REPLACE if replace else KEEP_BOTH if keep_both else None
    with showing_progress() as progress:
        additions = add_files(settings, files, progress, if_taken)
    added = [one for one in additions if one.name]
    if not as_json:
        for one in added:
            click.echo(addition_text(one))
    if added:
        with showing_progress() as progress:
            summary = index(settings, progress)
        note(settings, "upload", *(str(one.name) for one in added))
        if not as_json:
            click.echo(summary_text(summary))
            click.echo(ready_text([str(one.name) for one in added if not one.references]))
    if as_json:
        click.echo(
            json_line({"files": [asdict(one) for one in additions], "summary": asdict(summary) if added else None})
        )
    if refused := [one for one in additions if one.problem]:
        raise InputError(refusal_text(refused, len(additions)))


def ready_text(names: Sequence[str]) -> str:
    """Return what can be done after a build with new documents of these names."""
    option = f" To ask only this document, add --document {shlex.quote(names[0])}." if len(names) == 1 else ""
    return f"Ready.{option}"


def refusal_text(refused: "Sequence[Addition]", files: int) -> str:
    """Return why some of a number of files were not added."""
    reasons = [f"{one.path} {one.problem}" for one in refused]
    return reasons[0] if files == 1 else "\n  ".join([f"{len(refused):,} of {files:,} files not added:", *reasons])


def addition_text(addition: "Addition") -> str:
    """Return a line on a file that was added."""
    from reportqa.text import counted, shown_name

    if addition.is_known:
        return f"{shown_name(addition.path)} is among your reports already, as {shown_name(addition.name or '')}."
    if addition.references:
        return f"Added {shown_name(addition.name or '')}: {counted(addition.references, 'reference')}."
    pages = f"{counted(addition.pages, 'page')}, " if addition.pages else ""
    return f"Added {shown_name(addition.name or '')}: {pages}{counted(addition.characters, 'character')}."
