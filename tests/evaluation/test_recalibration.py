import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from reportqa.answering.confidence import Calibration, shipped
from reportqa.answering.engine import Engine
from reportqa.cli.progress_bars import LineProgress
from reportqa.errors import IndexUnavailable, InputError
from reportqa.evaluation.calibration import MIN_QUESTIONS
from reportqa.evaluation.datasets import Kind, read_set
from reportqa.evaluation.recalibration import Recalibration, recalibrate, reset
from reportqa.evaluation.tables import calibration_text, reset_text
from reportqa.index.generations import OWN_CALIBRATION
from reportqa.ingest.build import Summary, index
from reportqa.settings import Settings
from support.answers import QUESTION
from support.corpora import ONE_PROCESS
from support.questionsets import SAMPLE, write_lines, write_set
from support.tiny_models import save_cross_encoder

pytestmark = pytest.mark.slow

QUIET = LineProgress(Console(quiet=True))


@pytest.fixture
def copied(settings: Settings, built: Summary, tmp_path: Path) -> Settings:
    shutil.copytree(settings.index_dir, tmp_path / "index")
    return Settings.from_env(ONE_PROCESS, root=settings.root, index_dir=tmp_path / "index")


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every other question of the sample: enough for a calibration."""
    path = tmp_path_factory.mktemp("questions") / SAMPLE.name
    path.write_text("".join(SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)[::2]), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def own(
    settings: Settings, built: Summary, questions: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Settings, Recalibration]:
    """A copy of the sample's index, fitted to questions about the sample."""
    folder = tmp_path_factory.mktemp("own") / "index"
    shutil.copytree(settings.index_dir, folder)
    copied = Settings.from_env(ONE_PROCESS, root=settings.root, index_dir=folder)
    return copied, recalibrate(questions, copied, QUIET)


def test_index_answers_with_the_fitted_confidence_and_the_same_passages(
    own: tuple[Settings, Recalibration], engine: Engine
) -> None:
    settings, made = own
    assert made.path == settings.index_dir / OWN_CALIBRATION
    assert Calibration.load(made.path) == made.calibration
    assert made.calibration.made_from == "questions"
    answer, plain = Engine.open(settings).ask(QUESTION), engine.ask(QUESTION)
    assert answer.citations == plain.citations
    assert answer.confidence != plain.confidence
    (search,) = Engine.open(settings).explain(QUESTION).searches
    features = engine.examine(QUESTION).features
    assert search.confidence == pytest.approx(made.calibration.probability(made.calibration.passage, features))


def test_summary_of_a_calibration_has_its_questions_and_metrics(
    own: tuple[Settings, Recalibration], questions: Path
) -> None:
    _, made = own
    kinds = [question.kind for question in read_set(questions).questions]
    assert made.answered == kinds.count(Kind.ANSWERABLE)
    assert made.unanswered >= MIN_QUESTIONS
    assert made.made == made.unanswered - kinds.count(Kind.OUTSIDE)
    assert made.after.error <= made.before.error
    text = calibration_text(made)
    assert (
        f"{made.answered} questions that the reports answer and {made.unanswered} that they do not; {made.made} of"
        in text
    )
    for shown in (f"{made.before.auroc:.3f}", f"{made.after.error:.3f}", str(made.path), "calibrate --reset"):
        assert shown in text
    assert made.to_dict()["after"]["kept"] == made.after.kept


def test_next_generation_keeps_the_calibration_and_a_running_engine_takes_it_over(
    own: tuple[Settings, Recalibration],
) -> None:
    settings, made = own
    running = Engine.open(settings)
    index(settings, QUIET, rebuild=True)
    assert Calibration.load(settings.index_dir / OWN_CALIBRATION) == made.calibration
    assert not running.is_current()
    assert running.successor().ask(QUESTION).confidence == pytest.approx(running.ask(QUESTION).confidence)


def test_second_calibration_replaces_the_first_with_the_same_result(
    own: tuple[Settings, Recalibration], copied: Settings, questions: Path
) -> None:
    (copied.index_dir / OWN_CALIBRATION).write_text("{")
    again = recalibrate(questions, copied, QUIET)
    assert (again.calibration, again.before, again.after) == (own[1].calibration, own[1].before, own[1].after)


def test_reset_goes_back_to_the_shipped_confidence(copied: Settings) -> None:
    assert reset(copied) is None
    (copied.index_dir / OWN_CALIBRATION).write_text("{")
    removed = reset(copied)
    assert removed == copied.index_dir / OWN_CALIBRATION
    assert not removed.exists()
    engine = Engine.open(copied)
    (search,) = engine.explain(QUESTION).searches
    assert search.confidence == pytest.approx(
        shipped().probability(shipped().passage, engine.examine(QUESTION).features)
    )
    assert str(removed) in reset_text(removed)
    assert reset_text(None).startswith("There was no calibration.")


def test_what_cannot_be_used_is_one_clear_sentence_and_writes_nothing(copied: Settings, tmp_path: Path) -> None:
    few = write_lines(tmp_path / "few.jsonl", [{"question": "What is scale?", "document": "survey-briefing"}])
    no_documents = write_lines(tmp_path / "none.jsonl", [{"question": f"What is scale {n}?"} for n in range(12)])
    nowhere = write_lines(tmp_path / "nowhere.jsonl", [{"question": "Why?", "document": "nowhere"}])
    for path, message in [
        (few, "There are 1 questions that the reports answer"),
        (no_documents, 'Name the "document" that answers each'),
        (nowhere, 'expects the document "nowhere"'),
        (tmp_path / "missing.jsonl", "There is no set"),
        (write_set(tmp_path / "set", with_docs=True), "its own texts"),
    ]:
        with pytest.raises(InputError, match=message):
            recalibrate(path, copied, QUIET)
    assert not (copied.index_dir / OWN_CALIBRATION).exists()
    with pytest.raises(IndexUnavailable, match='Run "reportqa index" first'):
        recalibrate(few, Settings.from_env(ONE_PROCESS, root=tmp_path, index_dir=tmp_path / "nowhere"), QUIET)


def test_calibration_names_the_reader_it_was_made_with(copied: Settings, questions: Path, tmp_path: Path) -> None:
    reader = str(save_cross_encoder(tmp_path / "reader"))
    made = recalibrate(questions, replace(copied, reader=reader), QUIET)
    assert made.calibration.reader == reader
    assert made.calibration.reader_weight >= 0
    assert f"The log odds of the reader {reader} count" in calibration_text(made)
    # Without the reader, only the scale and the shift count.
    found, features = Engine.open(copied).explain(QUESTION).searches[0], Engine.open(copied).examine(QUESTION).features
    plain = made.calibration.for_reader(None)
    assert found.gain == 0
    assert found.confidence == pytest.approx(plain.probability(plain.passage, features))
