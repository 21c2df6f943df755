import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reportqa.errors import LanguageModelError
from reportqa.llm.budget import DAY_FILE, Budget, DayBudget

TWENTY_TIMES = """
import sys
from pathlib import Path
from reportqa.llm.budget import DayBudget
for _ in range(20):
    DayBudget(Path(sys.argv[1]), 10_000).reserve(7)
"""


def test_day_is_shared_by_the_objects_of_an_index(tmp_path: Path) -> None:
    DayBudget(tmp_path, 100).reserve(60)
    assert DayBudget(tmp_path, 100).used == 60
    with pytest.raises(LanguageModelError, match=r"100 tokens a day has 40 left.*Raise REPORTQA_LLM_DAY_TOKENS"):
        DayBudget(tmp_path, 100).reserve(41)


def test_refused_request_counts_nothing(tmp_path: Path) -> None:
    budget = Budget(50, DayBudget(tmp_path, 30))
    with pytest.raises(LanguageModelError, match="a day"):
        budget.reserve(31)
    with pytest.raises(LanguageModelError, match=r"50 tokens a question.*Raise REPORTQA_LLM_QUESTION_TOKENS"):
        budget.reserve(51)
    assert (budget.used, budget.day.used) == (0, 0)


def test_what_was_used_replaces_what_was_reserved(tmp_path: Path) -> None:
    budget = Budget(50, DayBudget(tmp_path, 100))
    budget.reserve(50)
    budget.settle(50, 20)
    assert (budget.used, budget.day.used) == (20, 20)
    budget.reserve(30)
    budget.settle(30, 90)
    assert (budget.used, budget.day.used) == (110, 110)


def test_use_of_another_day_does_not_count(tmp_path: Path) -> None:
    (tmp_path / DAY_FILE).write_text(json.dumps({"day": "2001-01-01", "tokens": 99}), encoding="utf-8")
    assert DayBudget(tmp_path, 100).used == 0
    DayBudget(tmp_path, 100).reserve(100)
    assert DayBudget(tmp_path, 100).used == 100


@pytest.mark.parametrize("content", ["", "[]", "3", '{"tokens": 1}'])
def test_damaged_file_says_what_to_do(content: str, tmp_path: Path) -> None:
    (tmp_path / DAY_FILE).write_text(content, encoding="utf-8")
    with pytest.raises(LanguageModelError, match="Delete it"):
        DayBudget(tmp_path, 100).reserve(1)


def test_folder_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LanguageModelError, match="Make its folder writable"):
        DayBudget(tmp_path / "file", 100).reserve(1)


def test_two_processes_and_several_threads_lose_no_count(tmp_path: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", TWENTY_TIMES, str(tmp_path)])
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: DayBudget(tmp_path, 10_000).reserve(5), range(20)))
    assert other.wait() == 0
    assert DayBudget(tmp_path, 10_000).used == 20 * 7 + 20 * 5
