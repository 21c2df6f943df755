"""The Python reference: its examples print what they show, and every public name is on it."""

import doctest
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import reportqa
from reportqa.ingest.build import Summary
from reportqa.settings import Settings
from support.console_examples import DOCS, prepare_folder

PAGE = (DOCS / "reference" / "python.md").read_text(encoding="utf-8")
GUIDE = (DOCS / "how-to" / "python.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```pycon\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_examples_print_what_they_show(
    settings: Settings, built: Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_folder(tmp_path)
    shutil.copytree(settings.index_dir, tmp_path / "index")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    runner = doctest.DocTestRunner(verbose=False)
    assert len(EXAMPLES) >= 10
    for number, example in enumerate(EXAMPLES, start=1):
        test = doctest.DocTestParser().get_doctest(example, names, f"example {number}", None, None)
        said: list[str] = []
        runner.run(test, out=said.append, clear_globs=False)
        assert said == [], "".join(said)
        names = test.globs
    names["corpus"].close()


@pytest.mark.slow
def test_programs_of_the_guide_run(
    settings: Settings,
    built: Summary,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "reports").symlink_to(DOCS.parent / "corpus")
    shutil.copytree(settings.index_dir, tmp_path / "index")
    monkeypatch.setenv("REPORTQA_PROCESSES", "1")
    monkeypatch.chdir(tmp_path)
    programs = re.findall(r"^```python\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    assert len(programs) == 2
    names: dict[str, Any] = {}
    for program in programs:
        exec(compile(program, "docs/how-to/python.md", "exec"), names)  # noqa: S102, our own
    assert "registered patients" in capsys.readouterr().out
    assert len(names["documents"]) == 5
    names["corpus"].close()


def test_every_public_name_is_documented() -> None:
    methods = {f"Corpus.{name}" for name in vars(reportqa.Corpus) if not name.startswith("_")} - {"Corpus.close"}
    functions = {"reportqa.index", "reportqa.open"}
    classes = {name for name in reportqa.__all__ if name[0].isupper()}
    assert {name for name in methods | functions | classes if not re.search(rf"`{re.escape(name)}\b", PAGE)} == set()


@pytest.mark.parametrize("kind", [reportqa.Answer, reportqa.Citation, reportqa.Summary, reportqa.DocumentSummary])
def test_every_field_is_documented(kind: Any) -> None:
    assert {name for name in kind.__dataclass_fields__ if f"`{name}`" not in PAGE} == set()
