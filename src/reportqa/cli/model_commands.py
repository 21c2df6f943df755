"""The command that adds and lists models."""

import click

from reportqa.cli.options import json_option, settings_options
from reportqa.settings import Settings


@click.command()
@click.argument("action", required=False, type=click.Choice(["add"]))
@click.argument("name", required=False)
@json_option("Print one line of JSON per model.")
@settings_options()
def models(settings: Settings, action: str | None, name: str | None, as_json: bool) -> None:
    """List the models that were added and known readers, or add one.

    "reportqa models add NAME" downloads a model by its name at Hugging Face (ORGANISATION/MODEL), or copies a folder,
    into models/ and notes the hashes of its files, which are checked whenever it is loaded. It is the only
    command that uses the network. Use it with --reader NAME.
    """
    from reportqa.cli.output import json_line
    from reportqa.reading import KNOWN_READERS, add_model, added_models

    if action and not name:
        raise click.UsageError("Give the NAME of a model.")
    found = [add_model(name, settings.models_dir)] if name else added_models(settings.models_dir)
    for one in found:
        row = {"name": one.name, "folder": str(one.folder), "sha256": one.sha256, "bytes": one.size}
        click.echo(
            json_line(row)
            if as_json
            else f"{one.name}  {one.size / 1e6:,.1f} MB  sha256 {one.sha256[:12]}…  {one.folder}"
        )
    if not name and not as_json:
        click.echo("\nKnown readers:" if found else "No models were added. Known readers:")
        for known in KNOWN_READERS:
            click.echo(f"  {known.name}  {known.megabytes:,} MB, {known.licence}\n    {known.description}")
