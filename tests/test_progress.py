import pytest

from reportqa.cli.progress_bars import BarProgress, JSONProgress, LineProgress
from reportqa.progress import Progress


@pytest.mark.parametrize("shown", [BarProgress, JSONProgress, LineProgress])
def test_displays_of_progress_follow_the_protocol(shown: type[Progress]) -> None:
    assert callable(shown.stage)
