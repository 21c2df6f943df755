"""Files added in one step, one addition at a time: start, cancel, undo, go on."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from threading import Thread

from reportqa.answering import CurrentIndex
from reportqa.errors import Conflict
from reportqa.ingest import BuildRunner, like_index, safe_name
from reportqa.server.uploads.adding import RECEIVED, AddedFile, Adding, AddingState
from reportqa.server.uploads.adding_run import AddingRun, Workshop
from reportqa.server.uploads.ledger import Ledger
from reportqa.server.uploads.pending import Upload, Uploads
from reportqa.settings import Settings


class Adder:
    """The additions of a server; safe to use from several threads."""

    def __init__(self, settings: Settings, uploads: Uploads, builds: BuildRunner, index: CurrentIndex) -> None:
        self._ledger = Ledger(settings.index_dir)
        self._shop = Workshop(settings, uploads, builds, index, self._ledger)
        self._run: AddingRun | None = None

    def latest(self) -> Adding | None:
        """Return the running addition, else the last one, None if there was none."""
        return self._ledger.adding

    def check_free(self) -> None:
        """Check that files can be added now.

        :raises Conflict: when others are being added, or the corpus folder is not that of the index.
        """
        if self._ledger.adding is not None and self._ledger.adding.is_running:
            raise Conflict("Other files are being added. Wait until they are ready, or cancel.")
        like_index(self._shop.settings)

    def start(self, received: Sequence[Upload], refused: Sequence[tuple[str, str]]) -> Adding:
        """Start to add received files; `refused` has name and reason of each file that was not received.

        :raises Conflict: as `check_free` does.
        """
        files = (
            *(AddedFile(one.name, one.upload_id, one.sha256) for one in received),
            *(AddedFile(safe_name(name), problem=reason) for name, reason in refused),
        )
        with self._ledger.lock:
            self.check_free()
            return self._add(Adding(AddingState.CHECKING, datetime.now(UTC).isoformat(timespec="seconds"), files))

    def cancel(self) -> Adding:
        """Stop adding: no file that was added stays, and the index is as before.

        :raises Conflict: when no files are being added.
        """
        with self._ledger.lock:
            adding, run = self._ledger.adding, self._run
            if adding is None or run is None or not adding.is_running or adding.removes:
                raise Conflict("No files are being added.")
            if adding.state is AddingState.CHECKING:
                # The thread ends after the file that it reads; nobody else waits for that.
                self._shop.reject(adding.upload_ids)
                return self._ledger.put(replace(adding, state=AddingState.CANCELLED, removes=True), None)
            run.cancelled.set()
            if run.is_building:
                with suppress(Conflict):
                    self._shop.builds.cancel()
            return self._ledger.put(replace(adding, state=AddingState.CANCELLING, removes=True), run)

    def undo(self) -> Adding:
        """Start to remove the unchanged files of the last addition and to build the index without them.

        :raises Conflict: when there is nothing to undo, or nothing else is in the index.
        """
        with self._ledger.lock:
            adding = self._ledger.adding
            if adding is None or not adding.can_be_undone:
                raise Conflict("There is nothing to undo.")
            return self._remove(adding)

    def retry(self) -> Adding:
        """Go on with an addition, or with the removal of its files, that failed or was interrupted.

        :raises Conflict: when there is none, or it cannot go on.
        """
        with self._ledger.lock:
            adding = self._ledger.adding
            if adding is None or not adding.can_go_on:
                raise Conflict("There is nothing to continue.")
            if adding.removes:
                return self._remove(adding)
            self.check_free()
            return self._add(replace(adding, state=AddingState.CHECKING, progress=RECEIVED, message=None))

    def close(self) -> None:
        """Stop the work; the next start of the server finds it interrupted."""
        with self._ledger.lock:
            self._ledger.owner = None

    def _add(self, adding: Adding) -> Adding:
        self._run = AddingRun(self._shop)
        begun = self._ledger.put(adding, self._run)
        Thread(target=self._run.add, name="reportqa-adding", daemon=True).start()
        return begun

    def _remove(self, adding: Adding) -> Adding:
        if not self._shop.has_others(one.added_as for one in adding.files if one.added_as):
            raise Conflict("These are the only documents, and an index cannot be empty. Add others first.")
        self._run = AddingRun(self._shop)
        begun = replace(adding, state=AddingState.UNDOING, removes=True, progress=0.0, message=None)
        self._ledger.put(begun, self._run)
        Thread(target=self._run.remove, name="reportqa-adding", daemon=True).start()
        return begun
