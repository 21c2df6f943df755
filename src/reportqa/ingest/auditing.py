"""Goes through an index and gives an account of each file: what was read, what was lost, what to see to."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from reportqa.index import Library, generations
from reportqa.ingest.parse_report import Account, account_of, account_of_skipped
from reportqa.settings import Settings


def audit(settings: Settings, generation: str | None = None) -> list[Account]:
    """Give an account of each file of a generation, by default the current one; those with problems first, by name.

    :raises IndexUnavailable: when there is no index or it is broken.
    """
    generation = generation or generations.current(settings.index_dir)
    manifest = generations.checked_manifest(settings.index_dir, generation)
    library = Library.open(generations.folder(settings.index_dir, generation))
    try:
        # A copy is told of with the file that was read.
        copies = {other for summary in library.summaries() for other in summary.also}
        reasons = {doc_id: reason for doc_id, reason in manifest.skipped.items() if doc_id not in copies}
        accounts = [*_skipped(reasons), *_read(library)]
    finally:
        library.close()
    return sorted(accounts, key=lambda account: (account.skipped is None, not account.problems, account.doc_id))


def _skipped(reasons: Mapping[str, str]) -> Iterator[Account]:
    for doc_id, reason in reasons.items():
        yield account_of_skipped(doc_id, reason)


def _read(library: Library) -> Iterator[Account]:
    also_in = _near_duplicates(library)
    for summary in library.summaries():
        document = library.document(summary.doc_id)
        yield account_of(document, passages=summary.passages, also_in=also_in.get(summary.doc_id))


def _near_duplicates(library: Library) -> dict[str, Mapping[str, int]]:
    """Count, for each document, its passages that stand in others too, by the other document."""
    layout = library.layout()
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row, others in library.duplicates().items():
        for other in others:
            found[layout.doc_ids[layout.documents[row]]][layout.doc_ids[layout.documents[other]]] += 1
    return {doc_id: dict(counts.most_common()) for doc_id, counts in found.items()}
