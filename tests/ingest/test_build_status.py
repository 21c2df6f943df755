import json

import pytest

from reportqa.ingest.build_status import (
    BuildState,
    BuildStatus,
    Stage,
    advanced,
    failure_message,
    last_object,
    read_step,
)

RUNNING = BuildStatus(BuildState.RUNNING, "2026-01-01T00:00:00+00:00")


def test_outcome_can_be_read_again() -> None:
    build = BuildStatus(BuildState.DONE, "2026-01-01", (Stage("Reading", 1, 1),), None, "2026-01-01", 1.0, {"files": 1})
    assert BuildStatus.from_dict(json.loads(json.dumps(build.to_dict()))) == build


@pytest.mark.parametrize("line", ["", "Reading 3", "{", "{}", '{"other": 1}', "[1]", "WARNING {"])
def test_line_that_is_no_progress_is_none(line: str) -> None:
    assert read_step(line) is None


def test_steps_are_counted_in_their_stage() -> None:
    build = advanced(RUNNING, {"done": 1, "of": "None", "name": "early.pdf"})
    steps = (
        {"stage": "Reading", "total": 2}, {"stage": "Writing", "total": 3},
        {"done": 1, "of": "Reading", "name": "a.pdf"},
        {"done": 2, "of": "Writing", "name": ""}, {"done": 5, "of": "Reading", "name": ""}, {"note": "It takes long."},
    )  # fmt: skip
    for step in steps:
        build = advanced(build, step)
    assert build.stages == (Stage("Reading", 2, 2), Stage("Writing", 3, 2))
    assert (build.file, build.notes) == ("a.pdf", ("It takes long.",))


def test_last_object_is_the_summary() -> None:
    assert last_object('{"a": 1}\nnot JSON\n{"b": 2}\n[3]\n\n') == {"b": 2}
    assert last_object("nothing") is None


def test_reason_is_the_sentence_of_the_command() -> None:
    assert failure_message(["WARNING x", "Error: No room.", "  a.pdf is bad."], 1) == "No room.\n  a.pdf is bad."
    assert "SIGKILL" in failure_message(["WARNING x"], -9)
    assert "status 3" in failure_message([], 3)


def test_share_grows_to_the_whole() -> None:
    steps = (
        {"stage": "Reading", "total": 2}, {"stage": "Indexing", "total": 4}, {"done": 1, "of": "Reading"},
        {"done": 4, "of": "Indexing"}, {"done": 1, "of": "Reading"}, {"stage": "Finishing", "total": 3},
        {"done": 3, "of": "Finishing"},
    )  # fmt: skip
    build, shares = RUNNING, []
    for step in steps:
        build = advanced(build, step)
        shares.append(build.share)
    assert shares == pytest.approx([0.0, 0.0, 0.2, 0.6, 0.8, 0.8, 1.0])


def test_stage_without_steps_is_done() -> None:
    assert advanced(RUNNING, {"stage": "Reading", "total": 0}).share == pytest.approx(0.4)
