from dataclasses import replace

import pytest

from reportqa.evaluation.measures import CALLED, CONFIDENTLY_WRONG, SHOWN
from reportqa.evaluation.model_effect import model_effects
from reportqa.evaluation.run import Run
from reportqa.evaluation.tables import run_text


@pytest.mark.slow
def test_effect_is_the_difference_to_the_rows_without(sample_run: Run) -> None:
    (one,) = sample_run.sets
    lowered = [
        replace(
            row,
            scores={**row.scores, CALLED: 0.0},
            tokens=100,
            model="nothing",
            written=3,
            struck=1,
            milliseconds=row.milliseconds + 2_000,
        )
        for row in one.rows
    ]
    unread = replace(lowered[0], tokens=0, model="", written=0, struck=0)
    run = replace(sample_run, sets=(replace(one, rows=(unread, *lowered[1:]), without=one.rows),))
    (effect,) = model_effects(run)
    assert (effect.name, effect.questions, effect.unused) == (one.name, len(one.rows), 1)
    called = effect.differences[CALLED]
    assert called.now == 0 < called.before
    assert called.is_clear
    assert effect.differences[SHOWN].before == effect.differences[SHOWN].now
    assert effect.tokens == pytest.approx(100 * (len(lowered) - 1) / len(lowered))
    assert effect.seconds - effect.seconds_without == pytest.approx(2)
    assert (effect.written, effect.struck) == (3 * (len(lowered) - 1), len(lowered) - 1)
    text = run_text(run, (), (effect,))
    assert all(len(line) <= 100 for line in text.splitlines())
    below = text[text.index("without and with the language model") :]
    for shown in (
        CALLED,
        CONFIDENTLY_WRONG,
        "seconds a question",
        "tokens a question",
        "questions answered without it",
        "sentences written",
        "of these struck out as unproven",
    ):
        assert shown in below


@pytest.mark.slow
def test_run_without_a_model_has_no_effect(sample_run: Run) -> None:
    assert model_effects(sample_run) == ()
