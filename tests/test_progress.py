import pytest

from reportqa.cli.progress_bars import BarProgress, JSONProgress, LineProgress
from reportqa.progress import Progress


@pytest.mark.parametrize("shown", [BarProgress, JSONProgress, LineProgress])
def test_whatever_shows_progress_has_all_that_stages_ask_for(shown: type[Progress]) -> None:
    assert callable(shown.stage)
