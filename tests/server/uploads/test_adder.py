"""Additions with a program in place of the build: what stays, what goes, and what may be done next."""

from collections.abc import Callable

import pytest

from reportqa.errors import Conflict
from reportqa.server.uploads.adding import AddingState
from support.adding import AddingServer

pytestmark = pytest.mark.slow
WAITS = "sys.stdin.read()"


def test_files_are_checked_moved_and_built(adding_server: Callable[..., AddingServer]) -> None:
    server = adding_server()
    (server.settings.corpus_dir / "name.txt").write_text("Another of this name.")
    (server.settings.corpus_dir / "old.txt").write_text("Known.")
    received = server.receive(a="Some text.", known="Known.", name="A name.", twin="Twin.", again="Some text.", no=" ")
    server.adder.start(received, [("../b.exe", "can't be read.")])
    ended = server.ended()
    assert (ended.state, ended.progress) == (AddingState.DONE, 1.0)
    assert [(one.name, one.added_as, one.same_as) for one in ended.files] == [
        ("a.txt", "a.txt", None), ("known.txt", None, "old.txt"), ("name.txt", "name (2).txt", None),
        ("twin.txt", "twin.txt", None), ("again.txt", None, "a.txt"), ("no.txt", None, None), ("b.exe", None, None),
    ]  # fmt: skip
    assert ended.files[3].problem == "is the same file as a.txt."
    assert ended.files[5].problem
    assert ended.files[6].problem == "can't be read."
    assert [one.doc_id for one in ended.documents] == ["a.txt", "old.txt", "name (2).txt", "a.txt"]
    assert server.names() == ["a.txt", "name (2).txt", "name.txt", "old.txt", "twin.txt"]
    assert server.uploads.waiting() == []


def test_only_one_addition_runs_and_what_came_meanwhile_waits(
    adding_server: Callable[..., AddingServer],
) -> None:
    server = adding_server(WAITS)
    server.adder.start(server.receive(a="Some text."), [])
    with pytest.raises(Conflict, match="Other files are being added"):
        server.adder.start(server.receive(b="Other text."), [])
    assert [one.upload.name for one in server.uploads.waiting()][-1] == "b.txt"
    with pytest.raises(Conflict, match="nothing to undo"):
        server.adder.undo()


def test_nothing_to_add_is_no_addition(adding_server: Callable[..., AddingServer]) -> None:
    server = adding_server()
    server.adder.start([], [("b.exe", "can't be read.")])
    ended = server.ended()
    assert (ended.state, ended.message) == (AddingState.FAILED, "No file was added.")
    assert server.builds.latest() is None
    for action in (server.adder.cancel, server.adder.undo, server.adder.retry):
        with pytest.raises(Conflict):
            action()


def test_cancel_while_files_are_checked_deletes_them_at_once(adding_server: Callable[..., AddingServer]) -> None:
    server = adding_server()
    server.adder.start(server.receive(a="Some text."), [])
    assert server.adder.cancel().state is AddingState.CANCELLED
    assert server.names() == []
    assert server.uploads.waiting() == []
    server.adder.start(server.receive(b="Other text."), [])
    assert server.ended().state is AddingState.DONE
    assert server.names() == ["b.txt"]


def test_cancel_while_the_index_is_built_removes_the_files(adding_server: Callable[..., AddingServer]) -> None:
    server = adding_server(WAITS)
    server.adder.start(server.receive(a="Some text.", b="Other text."), [])
    server.until(lambda adding: adding.progress > 0.4)
    assert server.names() == ["a.txt", "b.txt"]
    (server.settings.corpus_dir / "b.txt").write_text("Written over.")
    server.adder.cancel()
    ended = server.ended()
    assert ended.state is AddingState.CANCELLED
    # What somebody has changed since is theirs.
    assert server.names() == ["b.txt"]
    assert [one.stays for one in ended.files] == [False, True]


def test_failed_build_can_be_tried_again_or_undone(adding_server: Callable[..., AddingServer]) -> None:
    server = adding_server("sys.exit('Error: No room.')")
    server.adder.start(server.receive(a="Some text."), [])
    failed = server.ended()
    assert (failed.state, failed.message) == (AddingState.FAILED, "No room.")
    assert server.names() == ["a.txt"]
    assert server.adder.retry().is_running
    assert server.ended().state is AddingState.FAILED
    server.adder.undo()
    assert server.ended().state is AddingState.UNDONE
    assert server.names() == []


def test_addition_goes_on_after_the_server_was_killed(adding_server: Callable[..., AddingServer]) -> None:
    killed = adding_server(WAITS)
    killed.adder.start(killed.receive(a="Some text."), [])
    killed.until(lambda adding: adding.progress > 0.4)
    killed.adder.close()
    server = adding_server()
    found = server.adder.latest()
    assert found
    assert (found.state, found.can_go_on, found.can_be_undone) == (AddingState.INTERRUPTED, True, True)
    server.adder.retry()
    assert server.ended().state is AddingState.DONE
    assert server.names() == ["a.txt"]


def test_file_moved_just_before_the_server_was_killed_is_found_again(
    adding_server: Callable[..., AddingServer],
) -> None:
    killed = adding_server()
    (upload,) = killed.receive(a="Some text.")
    killed.adder.start([upload], [])
    killed.adder.close()
    # The name is taken, and nothing was recorded after the move.
    (killed.settings.corpus_dir / "a.txt").write_text("Another of this name.")
    killed.uploads.accept(upload.upload_id, "keep_both")
    server = adding_server()
    server.adder.retry()
    ended = server.ended()
    assert (ended.state, ended.files[0].same_as) == (AddingState.DONE, "a (2).txt")
    # Undo removes nothing that may have been there before.
    assert not ended.can_be_undone


def test_files_still_waiting_when_the_server_was_killed_are_neither_lost_nor_left(
    adding_server: Callable[..., AddingServer],
) -> None:
    killed = adding_server()
    killed.adder.start(killed.receive(a="Some text."), [])
    killed.adder.close()
    server = adding_server()
    assert [one.upload.name for one in server.uploads.waiting()] == ["a.txt"]
    server.adder.undo()
    assert server.ended().state is AddingState.UNDONE
    assert server.uploads.waiting() == []


def test_build_cancelled_by_somebody_else_cancels_the_addition(adding_server: Callable[..., AddingServer]) -> None:
    server = adding_server(WAITS)
    server.adder.start(server.receive(a="Some text."), [])
    server.until(lambda adding: adding.progress > 0.4)
    server.builds.cancel()
    assert server.ended().state is AddingState.CANCELLED
    assert server.names() == []


def test_addition_waits_for_a_build_that_runs_and_cancels_only_its_own(
    adding_server: Callable[..., AddingServer],
) -> None:
    server = adding_server(WAITS)
    server.builds.start()
    server.adder.start(server.receive(a="Some text."), [])
    server.until(lambda adding: adding.state is AddingState.BUILDING and bool(adding.files[0].added_as))
    server.adder.cancel()
    assert server.ended().state is AddingState.CANCELLED
    assert server.names() == []
    latest = server.builds.latest()
    assert latest
    assert latest.is_running
