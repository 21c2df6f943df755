"""Status, verification and rollback of an index as text on the command line."""

from collections.abc import Sequence
from pathlib import Path

from reportqa.cli.output import wrap
from reportqa.index import Manifest, Verification, time_text
from reportqa.ingest import Changes, IndexStatus
from reportqa.text import counted

_SHOWN = 20
_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


def status_text(status: IndexStatus, corpus_dir: Path, language_model: str | None = None) -> str:
    """Return the index in use, the folder of its reports, its size, and the changes since it was built.

    :param language_model: the model that may be asked and what it used, if there is one
    """
    counts = ", ".join(counted(count, noun.removesuffix("s")) for noun, count in status.counts.items())
    parts = ", ".join(f"{name} {size_text(size)}" for name, size in status.parts.items())
    before = "none"
    if status.generation_before and status.before:
        before = f"generation {status.generation_before} of {time_text(status.before)}"
    lines = [
        f"In use:      generation {status.generation}, built {age_text(status.age_seconds)} ago",
        f"Contains:    {counts}",
        f"Reports:     {corpus_dir}",
        f"Model:       {status.model}, {status.encoder}",
        wrap("Size:        ", f"{size_text(status.total_bytes)} on disk; this generation: {parts}"),
        f"Before:      {before}",
        f"Confidence:  {'fitted to your own questions' if status.own_calibration else 'as shipped'}",
    ]
    if language_model:
        lines.append(wrap("Lang. model: ", language_model))
    if status.changes is not None:
        lines += _change_lines(status.changes)
    if status.problem is not None:
        lines.append(wrap("! ", status.problem))
    return "\n".join(lines)


def _change_lines(changes: Changes) -> list[str]:
    lines = [] if changes else ["The index is up to date."]
    for name, paths in (("New", changes.new), ("Changed", changes.changed), ("Removed", changes.removed)):
        lines += _listed(f"{name} since the build: {len(paths):,}", paths)
    if changes.settings:
        lines.append(wrap("", f"Settings changed since the build: {', '.join(changes.settings)}."))
    lines += _listed(
        f"Not in the index: {len(changes.failed):,}", [f"{name}: {why}" for name, why in changes.failed.items()]
    )
    return [*lines, 'Run "reportqa index" to update the index.'] if changes else lines


def _listed(heading: str, items: Sequence[str]) -> list[str]:
    if not items:
        return []
    more = [f"  … and {len(items) - _SHOWN:,} more"] if len(items) > _SHOWN else []
    return [heading, *(f"  {item}" for item in items[:_SHOWN]), *more]


def verification_text(verification: Verification) -> str:
    """Return what was checked and the problems found."""
    checked = ", ".join(f"{name} {count:,}" for name, count in verification.checked.items())
    lines = [wrap("", f"Checked generation {verification.generation}: {checked}.")]
    lines += [wrap("  ! ", f"{problem}.") for problem in verification.problems]
    return "\n".join(lines if verification.problems else [*lines, "No problems found."])


def rollback_text(manifest: Manifest) -> str:
    """Return the index in use after a rollback."""
    files, passages = (manifest.counts.get(name, 0) for name in ("files", "passages"))
    return (
        f"Now in use: generation {manifest.generation} of {manifest.made}, {counted(files, 'file')},"
        f" {counted(passages, 'passage')}. A second rollback undoes this one."
    )


def size_text(size: int) -> str:
    """Return a number of bytes in its largest unit: "1.5 KiB"."""
    if size < 1024:
        return f"{size} bytes"
    value = float(size)
    for unit in ("KiB", "MiB", "GiB"):
        value /= 1024
        if value < 1024 or unit == "GiB":
            break
    return f"{value:,.1f} {unit}"


def age_text(seconds: int) -> str:
    """Return a duration in its largest unit: "3 hours"."""
    size, noun = next(((size, noun) for size, noun in _UNITS if seconds >= size), _UNITS[-1])
    return counted(seconds // size, noun)
