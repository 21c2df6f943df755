"""Commands for writing briefings, on the sample corpus."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportqa.cli import main
from reportqa.ingest.build import Summary
from reportqa.settings import Settings
from support.answers import QUESTION
from support.commands import Run

DIGEST = "large-scale-general-practice-digest.pdf"
PLACE = f"{DIGEST}#24293-24359"
QUOTE = "In April 2016 Modality Partnership had 87,556 registered patients."


@pytest.fixture
def run(settings: Settings, built: Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in an empty folder on the index of the sample corpus."""
    monkeypatch.chdir(tmp_path)

    def run(*args: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(main, args, input=stdin, env={"REPORTQA_INDEX": str(settings.index_dir)})

    return run


@pytest.mark.slow
def test_one_place_or_many_are_cited_in_a_style(run: Run) -> None:
    one = run("cite", PLACE, "--style", "oscola", "--format", "text")
    assert one.stdout.startswith(f"“{QUOTE}”\n— reportqa project, ‘Large-Scale General Practice")
    assert "(reportqa sample corpus 2026) 6." in one.stdout
    many = run("cite", "-", "survey-briefing.pdf#0-20", "--note", "--format", "text", stdin=f"{PLACE}\n\n{PLACE}\n")
    assert len(many.stdout.strip().split("\n\n")) == 3
    assert run("cite", "-", stdin="").exit_code == 1


@pytest.mark.slow
def test_bibliography_is_of_all_documents_with_the_users_keys(run: Run, built: Summary) -> None:
    items = json.loads(run("bibliography").stdout)
    assert "digest2026" in [item["id"] for item in items]
    assert len(items) == built.files
    done = run("bibliography", "works.bib", "--document", DIGEST)
    assert (done.exit_code, done.stdout) == (0, "")
    assert Path("works.bib").read_text(encoding="utf-8").startswith("@report{digest2026,")
    assert run("bibliography", "--format", "ris").stdout.count("TY  - ") == built.files
    assert run("bibliography", "works.txt").exit_code == 1
    assert not Path("works.txt").exists()
    assert run("bibliography", "works.txt", "--format", "ris").exit_code == 0


@pytest.mark.slow
def test_styles_are_found(run: Run) -> None:
    assert run("styles", "cite", "them", "right").stdout.startswith("harvard-cite-them-right ")
    first = json.loads(run("styles", "nature", "communications", "--json").stdout.split("\n")[0])
    assert first["parent"] == "nature"


@pytest.mark.slow
def test_briefing_is_written_in_every_format_asked_for(run: Run) -> None:
    Path("staff.md").write_text(f"# Staff\n\nA note [@surveys2026].\n\n> [[{PLACE}]]\n", encoding="utf-8")
    done = run("brief", "staff.md")
    assert done.stdout == (
        "Wrote staff.docx: 1 quote of 2 works in Cite Them Right 12th edition (author-date/Harvard).\n"
    )
    done = run("brief", "staff.md", "-o", "out.html", "-o", "out.md", "--style", "apa", "--json")
    assert json.loads(done.stdout) == {
        "files": ["out.html", "out.md", "out.json", "out.csl"], "quotes": 1, "works": 2, "style": "apa",
    }  # fmt: skip
    assert QUOTE.removesuffix(".") in Path("out.html").read_text(encoding="utf-8")
    assert "@digest2026, p. 6]" in Path("out.md").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "args", "message"),
    [
        ("# A\n", ["-o", "staff.md"], "would be overwritten"),
        ("# A\n", ["-o", "a.doc"], "be written as a briefing"),
        ("# A\n", ["-o", "nowhere/a.docx"], "cannot be written"),
        ("# A\n", ["--style", "harvrd"], "Did you mean"),
        ("# A\n", ["--style", "own.csl"], "line 1 is wrong"),
        ("---\nstyle: nonesuch\n---\n", [], 'No citation style "nonesuch"'),
        ("[[nowhere.pdf#1-2]]", [], 'line 1: No document "nowhere.pdf"'),
        ("[[survey-briefing.pdf#1-99999999]]", [], "is not a range"),
        ("Says @nobody1999.", [], "@nobody1999, which is not a key"),
    ],
)
def test_what_cannot_be_made_is_one_sentence(run: Run, content: str, args: list[str], message: str) -> None:
    Path("staff.md").write_text(content, encoding="utf-8")
    Path("own.csl").write_text("<style", encoding="utf-8")
    done = run("brief", "staff.md", *args)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1
    assert message in done.stderr
    assert sorted(path.name for path in Path().iterdir()) == ["own.csl", "staff.md"]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["markdown", "text", "json"])
def test_link_of_an_answer_is_cited_with_its_quote(run: Run, form: str) -> None:
    citation = json.loads(run("ask", QUESTION, "--json").stdout)["citations"][0]
    for place in (citation["link"], f"http://127.0.0.1:8000{citation['link']}"):
        result = run("cite", place, "--format", form)
        assert result.exit_code == 0
        if form == "json":
            record = json.loads(result.stdout)
            assert record["version"] == 1
            assert [record[name] for name in ("doc_id", "start", "end", "quote")] == [
                citation[name] for name in ("doc_id", "start", "end", "quote")
            ]
        else:
            unquoted = "\n".join(line.removeprefix("> ").removeprefix(">") for line in result.stdout.split("\n"))
            assert citation["quote"] in unquoted
            assert citation["title"] in result.stdout
            assert "p. 6" in result.stdout


@pytest.mark.slow
def test_range_of_a_document_is_cited(run: Run) -> None:
    quoted = run("cite", "case-study-notes.txt#0-10", "--format", "json")
    assert json.loads(quoted.stdout)["end"] == 10
