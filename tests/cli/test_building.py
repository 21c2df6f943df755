import json
from pathlib import Path

import pytest

from reportqa.cli.building import build_once
from reportqa.settings import Settings
from support.corpora import ONE_PROCESS

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("exports")]


@pytest.fixture
def small(tmp_path: Path) -> Settings:
    settings = Settings.from_env(ONE_PROCESS, root=tmp_path)
    settings.corpus_dir.mkdir()
    (settings.corpus_dir / "a.txt").write_text("The practice had 5,000 patients.")
    return settings


def test_summary_of_a_build_is_printed_as_text_or_json(small: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    build_once(small, rebuild=False, as_json=False, json_progress=False)
    assert capsys.readouterr().out.startswith("Indexed 1 file, 0 pages, 1 passage in ")
    build_once(small, rebuild=True, as_json=True, json_progress=True)
    printed = capsys.readouterr()
    assert json.loads(printed.out)["read"] == 1
    assert {"stage", "total"} == json.loads(printed.err.splitlines()[0]).keys()
