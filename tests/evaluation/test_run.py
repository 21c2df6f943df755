import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from reportqa.cli.progress_bars import LineProgress
from reportqa.errors import CorpusError, IndexUnavailable, InputError
from reportqa.evaluation.bootstrap import seed_of
from reportqa.evaluation.datasets import Kind
from reportqa.evaluation.estimates import measure
from reportqa.evaluation.measures import (
    AUROC,
    AUROC_ADVERSARIAL,
    CALLED,
    ECE,
    F1,
    FAR_CALLED,
    FIDELITY,
    FIRST,
    FIRST_SENTENCE,
    FIRST_THREE,
    GIVEN_UNIT,
    KEPT,
    NEAR_CALLED,
    NOTHING,
    P50,
    P95,
    RANKING,
    REFUSED,
    REFUSED_ADVERSARIAL,
    RIGHT_DOCUMENT,
    RISK_AREA,
    SHOWN,
)
from reportqa.evaluation.run import Options, Run, evaluate
from reportqa.evaluation.scoring import NO_ANSWER
from reportqa.ingest.build import Summary
from reportqa.settings import Settings
from support.corpora import ONE_PROCESS
from support.questionsets import QUERIES, SAMPLE, write_lines, write_set

pytestmark = pytest.mark.slow

QUIET = LineProgress(Console(quiet=True))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def small_run(kept: Path, exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The same questions over two files and over a file for each paragraph."""
    folder = tmp_path_factory.mktemp("sets")
    paths = [write_set(folder / "files", with_docs=True), write_set(folder / "paragraphs", with_docs=False)]
    return evaluate(paths, Settings.from_env(ONE_PROCESS, root=folder), Options(keep_dir=kept), QUIET)


def test_measures_of_the_sample_corpus_are_those_of_its_rows(sample_run: Run) -> None:
    (one,) = sample_run.sets
    assert len(one.rows) == 42
    assert one.measures[FIDELITY].value == 1
    assert one.measures[KEPT].questions == 34
    assert one.measures[REFUSED].questions == 8
    assert one.measures[KEPT].value == np.mean([row.answerable for row in one.rows if row.kind is Kind.ANSWERABLE])
    assert one.measures["Recall@10"].value > 0.9
    assert one.measures[FIRST].value <= one.measures[FIRST_THREE].value
    assert one.measures[NOTHING].value == pytest.approx(1 - one.measures[KEPT].value)
    assert one.measures[CALLED].questions == one.measures[RISK_AREA].questions == 42
    risks = [np.mean([not other.right for other in one.rows if other.confidence >= row.confidence]) for row in one.rows]
    assert one.measures[RISK_AREA].value == pytest.approx(np.mean(risks))
    assert sum(item.questions for item in one.right_bins) == 42
    assert sum(measures[CALLED].questions for measures in one.groups.values()) == 42
    assert one.groups[NO_ANSWER[Kind.OUTSIDE]][CALLED].questions == 8
    assert one.measures[AUROC].value > 0.8
    assert 0 < one.measures[P50].value <= one.measures[P95].value
    assert sum(item.questions for item in one.bins) == one.measures[ECE].questions == 42
    for name, estimate in one.measures.items():
        if estimate.low is not None and estimate.high is not None:
            assert estimate.low <= estimate.value <= estimate.high, name


def test_rank_is_that_of_the_page_where_one_is_expected(sample_run: Run) -> None:
    rows = {row.question: row for row in sample_run.sets[0].rows}
    row = rows["How many patients did Modality have in April 2016?"]
    assert (row.rank, row.scores["Recall@1"], row.scores[RIGHT_DOCUMENT], row.scores[SHOWN]) == (1, 1, 1, 1)
    assert "87,556" in row.shown
    outside = [row for row in rows.values() if row.kind is Kind.OUTSIDE]
    assert all({REFUSED, CALLED, FAR_CALLED} <= set(row.scores) and row.right is False for row in outside)
    assert all(SHOWN not in row.scores for row in outside)


def test_sets_with_and_without_files_find_the_same(small_run: Run) -> None:
    for one in small_run.sets:
        # A short file is one passage, which stands in all its paragraphs at once.
        assert one.measures["Recall@5" if one.name == "files" else "Recall@1"].value == 1
        assert one.measures[FIDELITY].value == 1
        assert one.measures[GIVEN_UNIT].value == 1
        assert one.measures[GIVEN_UNIT].questions == 3  # "no" is no string to be found.
        assert one.measures[REFUSED].questions == one.measures[REFUSED_ADVERSARIAL].questions == 1
        assert {AUROC, AUROC_ADVERSARIAL} <= set(one.measures)
        near = next(row for row in one.rows if row.kind is Kind.NEAR)
        assert not near.scores
        assert near.right is None
        assert one.measures[NEAR_CALLED].questions == one.measures[FAR_CALLED].questions == 1
    files, paragraphs = small_run.sets
    assert (files.documents, paragraphs.documents) == (2, 4)
    assert files.measures[RIGHT_DOCUMENT].value == 1
    assert RIGHT_DOCUMENT not in paragraphs.measures


def test_macro_is_the_mean_of_the_sets_that_have_the_measure(small_run: Run) -> None:
    for name in (*RANKING, AUROC, P50):
        assert small_run.macro[name].value == pytest.approx(
            np.mean([one.measures[name].value for one in small_run.sets])
        )
    assert small_run.macro[RIGHT_DOCUMENT].questions == 4


def test_kept_indexes_are_taken_again(small_run: Run, kept: Path, tmp_path: Path) -> None:
    path = write_set(tmp_path / "files", with_docs=True)
    again = evaluate([path], Settings.from_env(ONE_PROCESS, root=tmp_path), Options(keep_dir=kept, limit=2), QUIET)
    assert again.sets[0].generation == small_run.sets[0].generation
    assert len(again.sets[0].rows) == 2


def test_list_is_asked_of_a_folder_of_reports_when_one_is_named(tmp_path: Path) -> None:
    write_set(tmp_path / "s", with_docs=True)
    lines = write_lines(tmp_path / "list.jsonl", [{**query, "document": "notes"} for query in QUERIES[:1]])
    run = evaluate(
        [lines], Settings.from_env(ONE_PROCESS, root=tmp_path), Options(corpus_dir=tmp_path / "s" / "docs"), QUIET
    )
    assert run.sets[0].documents == 2
    assert run.sets[0].measures[RIGHT_DOCUMENT].value == 0


def test_items_wrong_documents_and_near_misses_are_scored(tmp_path: Path) -> None:
    write_set(tmp_path / "s", with_docs=True)
    question = "How old were the four organisations?"
    rows: list[dict[str, Any]] = [
        {
            "id": "items",
            "question": question,
            "all_of": ["eight", ["twelve years", "12 years"]],
            "documents": ["notes"],
        },
        {
            "id": "three",
            "question": question,
            "all_of": ["eight", "twelve", "ninety"],
            "need": 3,
            "documents": ["notes"],
        },
        {"id": "elsewhere", "question": question, "answers": ["eight to twelve"], "documents": ["release"]},
        {"id": "near", "question": "Who chaired AT Medics?", "answerable": False, "near_miss": True, "kind": "missing"},
    ]
    lines = write_lines(tmp_path / "list.jsonl", rows)
    run = evaluate(
        [lines], Settings.from_env(ONE_PROCESS, root=tmp_path), Options(corpus_dir=tmp_path / "s" / "docs"), QUIET
    )
    found = {row.id: row for row in run.sets[0].rows}
    assert {key: row.right for key, row in found.items()} == {
        "items": True, "three": False, "elsewhere": False, "near": False,
    }  # fmt: skip
    assert found["three"].scores[FIRST_SENTENCE] == 1
    assert found["elsewhere"].scores[FIRST_THREE] == 0
    assert F1 in found["elsewhere"].scores
    assert F1 not in found["items"].scores
    assert NEAR_CALLED in found["near"].scores
    assert [row.group for row in found.values()] == ["how_many"] * 3 + ["missing"]


def test_run_is_the_same_again_but_for_time(sample_run: Run, settings: Settings) -> None:
    again = evaluate([SAMPLE], settings, Options(limit=5), QUIET)
    known = {row.id: row for row in sample_run.sets[0].rows}
    for row in again.sets[0].rows:
        assert replace(row, milliseconds=0) == replace(known[row.id], milliseconds=0)
    assert measure(again.sets[0].rows, seed_of("questions", 0))[0] == again.sets[0].measures


def test_run_is_written_as_json_without_what_json_lacks(sample_run: Run, small_run: Run) -> None:
    for run in (sample_run, small_run):
        content = json.dumps(run.to_dict(), allow_nan=False)
        assert {one["name"] for one in json.loads(content)["sets"]} == {one.name for one in run.sets}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"document": "nowhere"}, 'the document "nowhere", which is not in the index'),
        ({"document": "survey-briefing", "page": "99"}, 'page "99" of survey-briefing.pdf, which has no such page'),
        ({"document": "press-release", "page": "1"}, 'page "1" of press-release.html, which has no such page'),
    ],
)
def test_question_that_expects_what_is_not_there_is_refused(
    settings: Settings, built: Summary, tmp_path: Path, row: dict[str, str], message: str
) -> None:
    lines = write_lines(tmp_path / "list.jsonl", [{"question": "Why?", "id": "q7", **row}])
    with pytest.raises(InputError, match=f'"q7" .*{message}'):
        evaluate([lines], settings, Options(), QUIET)


def test_sets_of_one_name_and_places_without_an_index_are_refused(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(InputError, match='Two sets are named "questions"'):
        evaluate([SAMPLE, SAMPLE], settings, Options(), QUIET)
    nowhere = Settings.from_env(ONE_PROCESS, root=tmp_path)
    with pytest.raises(IndexUnavailable, match="No index"):
        evaluate([SAMPLE], nowhere, Options(), QUIET)
    with pytest.raises(CorpusError):
        evaluate([SAMPLE], nowhere, Options(corpus_dir=tmp_path / "nowhere"), QUIET)
