import json
from pathlib import Path

import pytest

from reportqa.ingest.build import Summary
from support.commands import ROOT, Run

pytestmark = pytest.mark.slow


def test_audit_reports_each_file_and_what_was_left_out_of_it(run: Run, built: Summary) -> None:
    result = run("audit", "--strict")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(
        f"{built.files} files read · {built.pages} pages · {built.passages} passages · no problems\n"
    )
    assert "\x1b" not in result.stdout
    accounts = [json.loads(line) for line in run("audit", "--json").stdout.splitlines()]
    assert len(accounts) == built.files
    for account in accounts:
        assert account["problems"] == []
        shown = " ".join(result.stdout.partition(f"\n{account['doc_id']}\n")[2].partition("\n\n")[0].split())
        for kind in account["left_out"]:
            # One of a kind may be named without its number: "metadata".
            assert kind["count"] == 1 or str(kind["count"]) in shown
            assert kind["example"][:40] in shown


def test_strict_audit_ends_with_1_when_a_file_has_a_problem(run: Run, tmp_path: Path) -> None:
    corpus_dir, index = tmp_path / "corpus", ["--index", str(tmp_path / "index")]
    corpus_dir.mkdir()
    (corpus_dir / "a.txt").write_text("The practice had 5,000 patients.")
    (corpus_dir / "b.txt").write_text("")
    assert run("index", "--corpus", str(corpus_dir), *index).exit_code == 0
    result = run("audit", "--strict", *index)
    assert result.exit_code == 1
    assert "b.txt\n  ! " in result.stdout
    assert run("audit", *index).exit_code == 0


def test_inspect_shows_a_page_of_a_document_or_a_file_with_its_marks(run: Run) -> None:
    result = run("inspect", "large-scale-general-practice-digest.pdf", "--page", "iii")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("⟦page 4, printed iii⟧\n⟦running header: Large-scale general practice⟧\n")
    assert run("inspect", str(ROOT / "corpus" / "press-release.html")).stdout.startswith("⟦menu: Skip to main content⟧")
    found = json.loads(run("inspect", "press-release.html", "--json").stdout)
    assert found["left_out"][0] == {"kind": "menu", "text": "Skip to main content", "position": 0, "page": None}
