"""Builds of the index with their progress and summary, once or after each change of the corpus."""

from dataclasses import asdict

import click

from reportqa.cli.output import json_line, summary_line, summary_text
from reportqa.cli.progress_bars import showing_progress
from reportqa.errors import ReportQAError
from reportqa.ingest import Summary, due_builds, index, until_stopped
from reportqa.settings import Settings


def build_once(settings: Settings, *, rebuild: bool, as_json: bool, json_progress: bool) -> None:
    """Build the index and print the summary."""
    summary = _build(settings, rebuild=rebuild, json_progress=json_progress)
    click.echo(json_line(asdict(summary)) if as_json else summary_text(summary))


def build_repeatedly(settings: Settings, *, rebuild: bool, as_json: bool, json_progress: bool) -> None:
    """Build the index after each change until stopped, and print a line for each build or its error."""
    with until_stopped():
        for _ in due_builds(settings):
            try:
                summary = _build(settings, rebuild=rebuild, json_progress=json_progress)
            except ReportQAError as error:
                click.echo(f"Error: {error}", err=True)
            else:
                click.echo(json_line(asdict(summary)) if as_json else summary_line(summary))
                rebuild = False


def _build(settings: Settings, *, rebuild: bool, json_progress: bool) -> Summary:
    with showing_progress(as_json=json_progress) as progress:
        return index(settings, progress, rebuild=rebuild)
