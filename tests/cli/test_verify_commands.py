import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportqa.cli import main
from reportqa.cli.progress_bars import showing_progress
from reportqa.index.catalogue import Catalogue
from reportqa.ingest.build import Summary, index
from reportqa.settings import Settings
from support.briefings import DIGEST, PATIENTS
from support.corpora import ONE_PROCESS

pytestmark = pytest.mark.usefixtures("exports")


def run(settings: Settings, *arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), env={"REPORTQA_INDEX": str(settings.index_dir)})


def test_records_and_links_are_verified_by_the_same_command(settings: Settings, built: Summary, tmp_path: Path) -> None:
    printed = run(settings, "record", f"{DIGEST}#24293-24359", "--question", "How many?").stdout
    record = json.loads(printed)
    assert (record["version"], record["quote"], record["question"]) == (1, PATIENTS, "How many?")
    changed = record | {"quote": PATIENTS.replace("87,556", "87,557"), "sha256": "0" * 64}
    path = tmp_path / "records.jsonl"
    path.write_text(f"{printed}{json.dumps(changed)}\n", encoding="utf-8")
    link = Catalogue.open(settings).cite(DIGEST, 24293, 24359).link
    result = run(settings, "verify", str(path), f"http://127.0.0.1:8000{link}")
    assert result.exit_code == 1
    lines = " ".join(result.stdout.split())
    assert lines.count("Verified: found word for word, on p. 6.") == 2
    assert "! large-scale-general-practice-digest.pdf: Changed: a number or a sign" in lines
    assert "[-87,557-] [+87,556+]" in lines


@pytest.mark.slow
@pytest.mark.usefixtures("exports")
def test_citations_outlive_real_rebuilds(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    first = "The partnership runs nine practices in the north of the county.\n"
    words = "In April it had 80,000 registered patients, more than any other in the county."
    report = corpus / "report.txt"
    report.write_text(f"{first}\f{words}\n", encoding="utf-8")
    (corpus / "other.txt").write_text("Another text that has nothing to do with it at all.\n", encoding="utf-8")
    settings = Settings.from_env(ONE_PROCESS, root=tmp_path, corpus_dir=corpus, index_dir=tmp_path / "index")

    def states() -> list[str]:
        with showing_progress() as progress:
            index(settings, progress)
        shown = run(settings, "verify", "--json", str(record), link).stdout
        return [json.loads(line)["state"] for line in shown.splitlines()]

    record, link = tmp_path / "record.json", ""
    with showing_progress() as progress:
        index(settings, progress)
    text = Catalogue.open(settings).document("report.txt").text
    start = text.index(words)
    place = f"report.txt#{start}-{start + len(words)}"
    record.write_text(run(settings, "record", place).stdout, encoding="utf-8")
    link = Catalogue.open(settings).cite("report.txt", start, start + len(words)).link
    assert states() == ["unchanged"] * 2
    report.write_text(f"A new page before all others.\f{first}\f{words}\n", encoding="utf-8")
    assert states() == ["moved"] * 2
    report.write_text(f"{first}\f{words.replace('80,000', '90,000')}\n", encoding="utf-8")
    assert states() == ["changed"] * 2
    report.write_text(f"{first}\f{words}\n", encoding="utf-8")
    report.rename(corpus / "renamed.txt")
    assert states() == ["moved"] * 2
    (corpus / "renamed.txt").unlink()
    assert states() == ["withdrawn"] * 2
