"""The README shows what the program prints, is short, and its links lead somewhere."""

import re
from pathlib import Path

import pytest

from reportqa.ingest.build import Summary
from reportqa.settings import Settings
from support.console_examples import ROOT, Example, assert_shows, examples_in, prepare_folder, printed_by

README = ROOT / "README.md"
EXAMPLES = examples_in(README)


def test_readme_has_examples() -> None:
    assert len(EXAMPLES) >= 5


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_readme_shows_what_the_program_prints(
    example: Example, settings: Settings, built: Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_folder(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert_shows(example, printed_by(example, settings.index_dir))


def test_readme_has_at_most_150_lines() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 150


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_links_lead_to_files_and_headings(page: str) -> None:
    links = re.findall(r"\]\(([^)]+)\)", (ROOT / page).read_text(encoding="utf-8"))
    for link in links:
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        assert (ROOT / path).is_file(), link
        if anchor:
            headings = re.findall(r"^#+ (.+)$", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}, link
