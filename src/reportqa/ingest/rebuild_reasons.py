"""Says, before a build begins, what must be made anew though no file has changed, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from reportqa import parsing
from reportqa.errors import IndexMismatch, IndexUnavailable
from reportqa.index import Manifest, generations
from reportqa.ingest import chunker
from reportqa.ingest.cache import Cache
from reportqa.ingest.pipeline import unread_files
from reportqa.settings import Settings


def shaping_settings(settings: Settings) -> dict[str, int]:
    """Give the settings that shape documents and passages, as they stand in a manifest."""
    return {
        "parser_version": parsing.VERSION,
        "max_tokens": chunker.MAX_TOKENS,
        "ocr": int(settings.ocr),
        **asdict(settings.limits),
    }


def explain_rebuild(
    settings: Settings, files: Mapping[str, str], model: tuple[str, str, str], cache: Cache, *, rebuild: bool
) -> Iterator[str]:
    """Give a sentence for each thing that is otherwise than when the index in use was built, with what it costs.

    `files` are the sha256 of each by its path, `model` the name and sha256 of the one to embed with, and its encoder.
    """
    if rebuild:
        return
    try:
        manifest = generations.read_manifest(settings.index_dir, generations.current(settings.index_dir))
    except IndexMismatch:
        unread = len(unread_files(settings, files, cache))
        yield f"The index has another format than this version writes: it is written anew; {_read_again(unread)}"
        return
    except IndexUnavailable:
        return
    same = {doc_id: sha256 for doc_id, sha256 in files.items() if manifest.inputs.get(doc_id) == sha256}
    unread = len([doc_id for doc_id in unread_files(settings, same, cache) if doc_id not in manifest.skipped])
    now, then = shaping_settings(settings), manifest.settings
    changed = {name for name in now if now[name] != then.get(name)}
    if "parser_version" in changed:
        yield f"The parsers are other than those that the index was built with: {_read_again(unread)}"
    elif "ocr" in changed:
        yield f"OCR is now {'on' if settings.ocr else 'off'}: {_read_again(unread)}"
    if "max_tokens" in changed:
        yield f"Passages have now up to {now['max_tokens']:,} tokens: all are cut anew, and embedded where they differ."
    if changed.intersection(asdict(settings.limits)) and manifest.skipped:
        yield "The limits for reading a file are set otherwise: files that could not be read are tried again."
    if (manifest.model, manifest.model_sha256, manifest.encoder) != model:
        yield _other_model(settings, manifest, model, unread)


def _other_model(settings: Settings, manifest: Manifest, model: tuple[str, str, str], unread: int) -> str:
    before = generations.previous(settings.index_dir)
    if before is not None and (before.model, before.model_sha256, before.encoder) == model:
        cost = "the one before was built so, and only passages new since are embedded"
    else:
        passages = manifest.counts["passages"]
        cost = f"{passages:,} passage{'s are' if passages != 1 else ' is'} embedded anew"
    if (manifest.model, manifest.model_sha256) == model[:2]:
        what = f"The model runs otherwise than when the index was built ({model[2]}, not {manifest.encoder})"
    else:
        what = "The model is another one than the index was built with"
    return f"{what}: {cost}{'' if unread else '; no file is read again'}."


def _read_again(files: int) -> str:
    return f"{files:,} file{'s are' if files != 1 else ' is'} read again." if files else "no file is read again."
