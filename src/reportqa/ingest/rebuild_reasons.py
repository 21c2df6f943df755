"""Explanations, before a build, of the work that is due although no file has changed."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from reportqa import parsing
from reportqa.errors import IndexMismatch, IndexUnavailable
from reportqa.index import Manifest, generations
from reportqa.ingest import chunker
from reportqa.ingest.cache import Cache
from reportqa.ingest.pipeline import unread_files
from reportqa.ingest.references.metadata import VERSION
from reportqa.settings import Settings
from reportqa.text import counted


def shaping_settings(settings: Settings) -> dict[str, int]:
    """Return the settings that shape documents and passages, as in a manifest."""
    return {
        "parser_version": parsing.VERSION,
        "metadata_version": VERSION,
        "max_tokens": chunker.MAX_TOKENS,
        "ocr": int(settings.ocr),
        **asdict(settings.limits),
    }


def explain_rebuild(
    settings: Settings, files: Mapping[str, str], model: tuple[str, str, str], cache: Cache, *, rebuild: bool
) -> Iterator[str]:
    """Yield a sentence for each reason to redo work since the current generation was built, with its cost.

    :param files: the sha256 of each file, by path.
    :param model: name, sha256 and encoder of the embedding model.
    """
    if rebuild:
        return
    try:
        manifest = generations.read_manifest(settings.index_dir, generations.current(settings.index_dir))
    except IndexMismatch:
        unread = len(unread_files(settings, files, cache))
        yield f"This version uses a new index format: the index is rebuilt; {_read_again(unread)}"
        return
    except IndexUnavailable:
        return
    same = {doc_id: sha256 for doc_id, sha256 in files.items() if manifest.inputs.get(doc_id) == sha256}
    unread = len([doc_id for doc_id in unread_files(settings, same, cache) if doc_id not in manifest.skipped])
    now, then = shaping_settings(settings), manifest.settings
    changed = {name for name in now if now[name] != then.get(name)}
    if "parser_version" in changed:
        yield f"The parsers have changed since the index was built: {_read_again(unread)}"
    elif "ocr" in changed:
        yield f"OCR is now {'on' if settings.ocr else 'off'}: {_read_again(unread)}"
    if changed == {"metadata_version"}:
        yield "Titles, authors and dates are found by new rules: files are not read again."
    if "max_tokens" in changed:
        yield f"Passages now have up to {now['max_tokens']:,} tokens: all are cut again, and embedded if they differ."
    if changed.intersection(asdict(settings.limits)) and manifest.skipped:
        yield "The limits for parsing a file have changed: files that could not be parsed are tried again."
    if (manifest.model, manifest.model_sha256, manifest.encoder) != model:
        yield _other_model(settings, manifest, model, unread)


def _other_model(settings: Settings, manifest: Manifest, model: tuple[str, str, str], unread: int) -> str:
    before = generations.previous(settings.index_dir)
    if before is not None and (before.model, before.model_sha256, before.encoder) == model:
        cost = "the previous generation used it, so only newer passages are embedded"
    else:
        cost = f"{counted(manifest.counts['passages'], 'passage is', 'passages are')} embedded again"
    if (manifest.model, manifest.model_sha256) == model[:2]:
        what = f"The model runs differently than when the index was built ({model[2]}, not {manifest.encoder})"
    else:
        what = "The index was built with a different model"
    return f"{what}: {cost}{'' if unread else '; no file is parsed again'}."


def _read_again(files: int) -> str:
    return f"{counted(files, 'file is', 'files are') if files else 'no file is'} parsed again."
