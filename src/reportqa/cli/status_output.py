"""Turns how an index stands, and what is wrong with it, into the text that the command line prints."""

from collections.abc import Sequence

from reportqa.cli.output import wrap
from reportqa.index import Manifest, Verification, time_text
from reportqa.ingest import Changes, Status

_SHOWN = 20
_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


def status_text(status: Status) -> str:
    """Give what is in use, how large it is, and what has changed since."""
    counts = ", ".join(
        f"{count:,} {noun if count != 1 else noun.removesuffix('s')}" for noun, count in status.counts.items()
    )
    parts = ", ".join(f"{name} {size_text(size)}" for name, size in status.parts.items())
    before = "none"
    if status.generation_before and status.before:
        before = f"generation {status.generation_before} of {time_text(status.before)}"
    lines = [
        f"In use:      generation {status.generation}, built {age_text(status.age_seconds)} ago",
        f"Holds:       {counts}",
        f"Model:       {status.model}, {status.encoder}",
        wrap("Size:        ", f"{size_text(status.total_bytes)} on disk; of the generation: {parts}"),
        f"Before:      {before}",
        f"Confidence:  {'fitted to your own questions' if status.own_calibration else 'as shipped'}",
    ]
    if status.changes is not None:
        lines += _change_lines(status.changes)
    if status.problem is not None:
        lines.append(wrap("! ", status.problem))
    return "\n".join(lines)


def _change_lines(changes: Changes) -> list[str]:
    lines = [] if changes else ["The corpus is as it was indexed."]
    for name, paths in (("New", changes.new), ("Changed", changes.changed), ("Removed", changes.removed)):
        lines += _listed(f"{name} since, {len(paths):,}:", paths)
    if changes.settings:
        lines.append(wrap("", f"Set otherwise since: {', '.join(changes.settings)}."))
    lines += _listed(
        f"Not in the index, {len(changes.failed):,}:", [f"{name}: {why}" for name, why in changes.failed.items()]
    )
    return [*lines, 'Run "reportqa index" to bring it up to date.'] if changes else lines


def _listed(heading: str, items: Sequence[str]) -> list[str]:
    if not items:
        return []
    more = [f"  … and {len(items) - _SHOWN:,} more"] if len(items) > _SHOWN else []
    return [heading, *(f"  {item}" for item in items[:_SHOWN]), *more]


def verification_text(verification: Verification) -> str:
    """Give what was checked and what is wrong."""
    checked = ", ".join(f"{name} {count:,}" for name, count in verification.checked.items())
    lines = [wrap("", f"Checked generation {verification.generation}: {checked}.")]
    lines += [wrap("  ! ", f"{problem}.") for problem in verification.problems]
    return "\n".join(lines if verification.problems else [*lines, "Nothing is wrong."])


def rollback_text(manifest: Manifest) -> str:
    """Give what is in use after a rollback."""
    return (
        f"Now in use: generation {manifest.generation} of {manifest.made}, {manifest.counts.get('files', 0):,} files,"
        f" {manifest.counts.get('passages', 0):,} passages. A second rollback goes forward again."
    )


def size_text(size: int) -> str:
    """Give a number of bytes as a person writes it."""
    if size < 1024:
        return f"{size} bytes"
    value = float(size)
    for unit in ("KiB", "MiB", "GiB"):
        value /= 1024
        if value < 1024 or unit == "GiB":
            break
    return f"{value:,.1f} {unit}"


def age_text(seconds: int) -> str:
    """Give a time in its largest unit: "3 hours"."""
    size, noun = next(((size, noun) for size, noun in _UNITS if seconds >= size), _UNITS[-1])
    count = seconds // size
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
