"""Commands that measure answers and fit their confidence."""

from pathlib import Path
from typing import IO

import click

from reportqa.cli.options import FILE, FOLDER, json_option, output_option, settings_options
from reportqa.settings import Settings


@click.command()
@click.argument("sets", nargs=-1, required=True, metavar="SET...", type=click.Path(path_type=Path))
@click.option(
    "--corpus",
    "corpus_dir",
    type=FOLDER,
    envvar="REPORTQA_EVALUATE_CORPUS",
    help="Folder of the reports for lists of questions.  [default: the documents of the index]",
)
@settings_options("index_dir", "model", "reader")
@click.option("-k", type=click.IntRange(1, 50), default=50, show_default=True, help="Number of passages to rank.")
@click.option("--limit", type=click.IntRange(1), help="Maximum number of questions per set, sampled at random.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Seed of random samples.")
@click.option(
    "--keep",
    "keep_dir",
    type=FOLDER,
    envvar="REPORTQA_EVALUATE_KEEP",
    help="Folder that keeps the indexes for the next run.",
)
@click.option(
    "--llm", is_flag=True, help="Ask also with the language model of REPORTQA_LLM_URL, and print both side by side."
)
@click.option("--compare", type=FILE, metavar="RUN.json", help="Compare with a run written with --json.")
@output_option("--json", "json_file", "Write the run with a row per question; - instead of the tables.")
@output_option("--html", "html_file", "Write the run as a page with plots.")
def evaluate(
    settings: Settings, sets: tuple[Path, ...], corpus_dir: Path | None, k: int, limit: int | None, seed: int,
    keep_dir: Path | None, llm: bool, compare: Path | None, json_file: IO[str] | None, html_file: IO[str] | None,
) -> None:  # fmt: skip
    """Measure answers on questions whose answers are known.

    A SET is a JSONL file of questions, one per line, asked of the index or of --corpus: "question" and,
    optionally, "id", "answers" (strings; null or "answerable": false if nothing answers), "document" (an id, or
    its beginning), "page", "all_of" and "need" (several strings that must be shown together), "wrong", "near_miss"
    and "kind". Or it is a folder with queries.jsonl, corpus.jsonl (units: id, title, text, page), qrels.tsv and
    docs/, or one in the format of BEIR; a folder is indexed first.
    """
    from reportqa.cli.output import json_line
    from reportqa.cli.progress_bars import showing_progress
    from reportqa.evaluation import Options, model_effects, read_baseline, run_page, run_text
    from reportqa.evaluation import compare as compare_runs
    from reportqa.evaluation import evaluate as run_sets

    baseline = read_baseline(compare) if compare else None
    with showing_progress() as progress:
        run = run_sets(sets, settings, Options(corpus_dir, keep_dir, k, limit, seed, llm), progress)
    comparisons = compare_runs(run, baseline) if baseline is not None else ()
    effects = model_effects(run)
    if json_file:
        changes = {"comparisons": [one.to_dict() for one in comparisons]} if comparisons else {}
        changes |= {"language_model": [one.to_dict() for one in effects]} if effects else {}
        click.echo(json_line(run.to_dict() | changes), file=json_file)
    if html_file:
        click.echo(run_page(run, comparisons, settings.web_dir), file=html_file)
    if json_file is None or json_file.name != "-":
        click.echo(run_text(run, comparisons, effects))


@click.command()
@click.argument("questions", metavar="QUESTIONS.jsonl", required=False, type=FILE)
@click.option("--reset", is_flag=True, help="Restore the confidence as shipped.")
@json_option("Print the result as one line of JSON.")
@settings_options("index_dir", "model", "reader")
def calibrate(settings: Settings, questions: Path | None, reset: bool, as_json: bool) -> None:
    """Fit the confidence of answers to your own questions.

    The format is that of "reportqa evaluate", with the "document" that answers each question, so that each can
    also be asked without it. Ten answered questions are enough; fifty or more are better. The result is kept
    in the index folder and used for every later index there.
    """
    from reportqa.cli.output import json_line
    from reportqa.cli.progress_bars import showing_progress
    from reportqa.evaluation import calibration_text, recalibrate, reset_text
    from reportqa.evaluation import reset as remove

    if (questions is None) != reset:
        raise click.UsageError("Give QUESTIONS.jsonl, or --reset.")
    if questions is None:
        removed = remove(settings)
        click.echo(json_line({"removed": removed and str(removed)}) if as_json else reset_text(removed))
        return
    with showing_progress() as progress:
        made = recalibrate(questions, settings, progress)
    click.echo(json_line(made.to_dict()) if as_json else calibration_text(made))
