import json

import pytest

from reportqa.server.uploads.adding import AddedFile, Adding, AddingState

REPORT = AddedFile("a.txt", "0" * 16, "1" * 64, added_as="a (2).txt", characters=10)
FILES = (
    REPORT,
    AddedFile("same.txt", "1" * 16, "2" * 64, same_as="old.txt"),
    AddedFile("refs.bib", "2" * 16, "3" * 64, added_as="refs.bib", references=3),
    AddedFile("bad.pdf", "3" * 16, "4" * 64, problem="is no PDF."),
)


def test_addition_can_be_read_again() -> None:
    adding = Adding(AddingState.DONE, "2026-01-01T00:00:00+00:00", FILES, 1.0)
    assert Adding.from_dict(json.loads(json.dumps(adding.to_dict()))) == adding


def test_only_reports_that_are_in_the_corpus_can_be_asked() -> None:
    adding = Adding(AddingState.DONE, "", FILES)
    assert [one.doc_id for one in adding.documents] == ["a (2).txt", "old.txt"]


@pytest.mark.parametrize(
    ("state", "removes", "file", "can_be_undone", "can_go_on"),
    [
        (AddingState.DONE, False, REPORT, True, False),
        (AddingState.DONE, False, FILES[1], False, False),
        (AddingState.BUILDING, False, REPORT, False, False),
        (AddingState.FAILED, False, REPORT, True, True),
        (AddingState.FAILED, False, FILES[3], False, False),
        (AddingState.INTERRUPTED, False, AddedFile("a.txt", "0" * 16), True, True),
        (AddingState.FAILED, True, REPORT, False, True),
        (AddingState.UNDONE, True, REPORT, False, False),
    ],
)
def test_what_can_be_done_depends_on_the_state_and_the_files(
    state: AddingState, removes: bool, file: AddedFile, can_be_undone: bool, can_go_on: bool
) -> None:
    adding = Adding(state, "", (file,), removes=removes)
    assert (adding.can_be_undone, adding.can_go_on) == (can_be_undone, can_go_on)


def test_one_file_is_changed() -> None:
    adding = Adding(AddingState.CHECKING, "", FILES).with_file(3, problem="is empty.")
    assert [one.problem for one in adding.files] == [None, None, None, "is empty."]
