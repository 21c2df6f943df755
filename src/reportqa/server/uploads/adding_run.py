"""One run of an addition in its thread: check the files, move them into the corpus, build; or remove them again."""

import time
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from threading import Event

from reportqa.answering import CurrentIndex
from reportqa.errors import Conflict, CorpusError, IndexUnavailable, ReportQAError, UploadNotFound
from reportqa.index import generations
from reportqa.ingest import KEEP_BOTH, BuildRunner, BuildState, BuildStatus, like_index, names_at_top, remove_unchanged
from reportqa.server.uploads.adding import CHECKED, RECEIVED, AddedFile, AddingState
from reportqa.server.uploads.ledger import Ledger, RunEnded
from reportqa.server.uploads.pending import Uploads
from reportqa.server.uploads.trial_parse import check_files
from reportqa.settings import Settings
from reportqa.storage import file_sha256

_WAIT_SECONDS = 0.5
_OPEN_SECONDS = 60.0
"""How long documents wait for the server to open the new index before they are called ready all the same."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """What the additions of a server work with."""

    settings: Settings
    uploads: Uploads
    builds: BuildRunner
    index: CurrentIndex
    ledger: Ledger

    def indexed(self) -> frozenset[str]:
        """Return the names of the files that the current index was built from."""
        index_dir = self.settings.index_dir
        try:
            return frozenset(generations.read_manifest(index_dir, generations.current(index_dir)).inputs)
        except IndexUnavailable:
            return frozenset()

    def has_others(self, names: Iterable[str]) -> bool:
        """Return whether files of the index would be left in the corpus without these; an index cannot be empty."""
        indexed = self.indexed()
        others = indexed - set(names)
        return not indexed or any((self.settings.corpus_dir / name).is_file() for name in others)

    def name_of(self, one: AddedFile) -> str | None:
        """Return the name in the corpus of a file that was decided on just before the server was killed, or None."""
        corpus_dir, suffix = self.settings.corpus_dir, PurePosixPath(one.name).suffix
        for name in names_at_top(corpus_dir).values():
            is_alike = name.startswith(one.name.removesuffix(suffix)) and name.endswith(suffix)
            if is_alike and (path := corpus_dir / name).is_file() and file_sha256(path) == one.sha256:
                return name
        return None

    def reject(self, upload_ids: Iterable[str | None]) -> None:
        """Delete files from the uploads folder, if they are there."""
        for upload_id in upload_ids:
            with suppress(UploadNotFound):
                self.uploads.reject(str(upload_id))


class AddingRun:
    """The work of one thread; `is_building`: the build that runs is its own."""

    def __init__(self, shop: Workshop) -> None:
        self.cancelled = Event()
        self.is_building = False
        self._shop = shop
        self._ledger = shop.ledger

    def add(self) -> None:
        """Add the files of the ledger."""
        self._work(self._add)

    def remove(self) -> None:
        """Remove the unchanged files of the ledger from the corpus and the index."""
        self._work(lambda: self._remove(AddingState.UNDONE))

    def _work(self, task: Callable[[], None]) -> None:
        with suppress(RunEnded):
            try:
                task()
            except (ReportQAError, OSError) as error:
                self._ledger.update(self, state=AddingState.FAILED, message=str(error))

    def _add(self) -> None:
        self._check()
        self._ledger.update(self, state=AddingState.BUILDING, progress=CHECKED)
        self._move()
        if not any(one.added_as or one.same_as for one in self._ledger.entry.files) and not self.cancelled.is_set():
            self._ledger.update(self, state=AddingState.FAILED, message="No file was added.")
            return
        outcome = self._build(CHECKED)
        if outcome is not None and outcome.state is BuildState.FAILED:
            self._ledger.update(self, state=AddingState.FAILED, removes=False, message=outcome.message)
            return
        if outcome is not None and outcome.state is BuildState.DONE:
            self._note_skipped(outcome)
            self._await_index()
        with self._ledger.lock:
            is_cancelled = self.cancelled.is_set() or outcome is None or outcome.state is BuildState.CANCELLED
            if not is_cancelled or not self._shop.has_others(self._added()):
                self._ledger.update(self, state=AddingState.DONE, progress=1.0, removes=False)
                return
            self._ledger.update(self, state=AddingState.CANCELLING, removes=True)
            self.cancelled.clear()
        self._remove(AddingState.CANCELLED)

    def _added(self) -> list[str]:
        return [one.added_as for one in self._ledger.entry.files if one.added_as]

    def _check(self) -> None:
        """Read the files on trial; one that cannot be read goes no further."""
        places = {}
        for at, one in enumerate(self._ledger.entry.files):
            if one.is_waiting:
                with suppress(UploadNotFound):
                    places[self._shop.uploads.find(str(one.upload_id)).stored_name] = at
        settings = like_index(self._shop.settings)
        with closing(check_files(settings, self._shop.uploads.folder, list(places), settings.processes)) as found:
            for done, (name, check) in enumerate(found, 1):
                place = places[name]
                self._ledger.update(self, progress=RECEIVED + (CHECKED - RECEIVED) * done / len(places))
                self._ledger.update_file(
                    self, place, pages=check.pages, characters=check.characters, references=check.references,
                    problem=check.problem,
                )  # fmt: skip
                if check.problem:
                    self._shop.reject([self._ledger.entry.files[place].upload_id])

    def _move(self) -> None:
        """Move the files into the corpus, except those that it has already."""
        corpus_dir = self._shop.settings.corpus_dir
        try:
            corpus_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CorpusError(
                f"The folder {corpus_dir} cannot be created ({error.strerror}). Start with another --corpus."
            ) from error
        known = {one.upload.sha256: one.same for one in self._shop.uploads.waiting() if one.same}
        for at, one in enumerate(self._ledger.entry.files):
            # Cancelling waits for the lock, so that it knows of each file that was moved.
            with self._ledger.lock:
                if self.cancelled.is_set() or not one.is_waiting:
                    continue
                try:
                    if same := known.get(str(one.sha256)):
                        self._shop.reject([one.upload_id])
                        self._ledger.update_file(self, at, same_as=same)
                    else:
                        name = self._shop.uploads.accept(str(one.upload_id), KEEP_BOTH)
                        known[str(one.sha256)] = name
                        self._ledger.update_file(self, at, added_as=name)
                except UploadNotFound as error:
                    found = self._shop.name_of(one)
                    # It may also have been there before, so that undo must not remove it.
                    self._ledger.update_file(self, at, same_as=found, problem=None if found else f"is gone. {error}")
                except Conflict as error:
                    self._ledger.update_file(self, at, problem=f"was not added. {error}")

    def _build(self, begun: float) -> BuildStatus | None:
        """Build the index, after the build that may be running; return its outcome, None if it was cancelled before.

        :param begun: the share of the whole that is done before
        :raises Conflict: when no build can be started.
        """
        builds, version = self._shop.builds, 0
        while True:
            with self._ledger.lock:
                build = builds.latest()
                is_running = build is not None and build.is_running
                if self.is_building and not is_running:
                    self.is_building = False
                    return build
                if not self.is_building:
                    if self.cancelled.is_set():
                        return None
                    self._ledger.update(self)
                    if not is_running:
                        builds.start()
                        self.is_building = True
            version, build = builds.wait(version, _WAIT_SECONDS)
            if self.is_building and build is not None:
                progress = max(self._ledger.entry.progress, begun + (1 - begun) * build.share)
                self._ledger.update(self, progress=progress)

    def _remove(self, ended: AddingState) -> None:
        """Remove the unchanged files from the corpus, and from the index if it has them."""
        for at, one in enumerate(self._ledger.entry.files):
            if one.is_waiting:
                self._shop.reject([one.upload_id])
            if one.added_as:
                is_gone = remove_unchanged(self._shop.settings.corpus_dir / one.added_as, str(one.sha256))
                self._ledger.update_file(self, at, stays=not is_gone)
        if self._shop.indexed().intersection(self._added()):
            outcome = self._build(0.0)
            if outcome is None or outcome.state is not BuildState.DONE:
                message = (outcome.message if outcome else None) or "The build was cancelled. Try again."
                self._ledger.update(self, state=AddingState.FAILED, message=message)
                return
            self._await_index()
        self._ledger.update(self, state=ended, progress=1.0)

    def _note_skipped(self, outcome: BuildStatus) -> None:
        """Note why the build left files out."""
        skipped = outcome.summary["skipped"] if outcome.summary else {}
        for at, one in enumerate(self._ledger.entry.files):
            if one.added_as in skipped:
                self._ledger.update_file(self, at, problem=skipped[one.added_as])

    def _await_index(self) -> None:
        """Wait until requests are answered from the new index."""
        deadline = time.monotonic() + _OPEN_SECONDS
        with suppress(ReportQAError):
            while not self._shop.index.get().is_current() and time.monotonic() < deadline:
                time.sleep(_WAIT_SECONDS)
