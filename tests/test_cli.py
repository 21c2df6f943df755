import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from reportqa import __version__
from reportqa.cli import main
from reportqa.document import Document
from reportqa.embedding.onnx_model import ENCODERS_DIR
from reportqa.index.generation_writer import building, generation_id, switch
from reportqa.index.generations import current, folder, read_manifest
from reportqa.index.library_writer import LibraryWriter
from reportqa.index.manifest import FORMAT, Manifest
from reportqa.ingest.build import Summary
from reportqa.settings import Settings
from support.answers import QUESTION, SCHEMA
from support.questionsets import SAMPLE

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = sorted(main.commands)

Run = Callable[..., Result]


@pytest.fixture
def run(settings: Settings, built: Summary) -> Run:
    """Run a command on the index of the sample corpus, or where `env` says."""

    def run(*args: str, stdin: str | bytes | None = None, env: dict[str, str] | None = None) -> Result:
        environ = {"REPORTQA_ROOT": str(ROOT), "REPORTQA_INDEX": str(settings.index_dir), **(env or {})}
        result = CliRunner().invoke(main, args, input=stdin, env=environ)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


def run_process(args: Sequence[str], env: dict[str, str], cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "reportqa", *args],
        env={**{name: value for name, value in os.environ.items() if not name.startswith("REPORTQA_")}, **env},
        cwd=cwd, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def assert_refused(result: Result, status: int, message: str) -> None:
    assert result.exit_code == status
    assert result.stdout == ""
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_answer_shows_the_sentence_and_the_printed_page(run: Run) -> None:
    result = run("ask", QUESTION)
    assert result.exit_code == 0
    assert result.stderr == ""
    sentences, _, citations = result.stdout.partition("\nCitations\n")
    assert "87,556" in sentences.split("\n\n")[0]
    assert "large-scale-general-practice-digest.pdf · p. 6" in citations.split("[2]")[0]


def test_refusal_says_so_and_is_no_failure(run: Run) -> None:
    result = run("ask", "Who won the football World Cup in 1998?")
    assert result.exit_code == 0
    assert result.stdout.startswith("Nothing here answers this. The nearest passages are:")


def test_json_is_one_line_that_fits_the_schema_and_equals_that_of_a_batch(run: Run) -> None:
    alone = run("ask", QUESTION, "--json")
    batch = run("ask", "--batch", "-", stdin=json.dumps({"question": QUESTION}))
    assert alone.stdout.count("\n") == batch.stdout.count("\n") == 1
    one, other = json.loads(alone.stdout), json.loads(batch.stdout)
    SCHEMA.validate(one)
    assert {**one, "milliseconds": 0} == {**other, "milliseconds": 0}
    assert len(one["citations"]) == 5


def test_explanation_follows_the_answer(run: Run) -> None:
    plain, explained = run("ask", QUESTION, "-k", "2"), run("ask", QUESTION, "-k", "2", "--explain")
    assert explained.exit_code == 0
    assert explained.stdout.startswith(plain.stdout + "\nWhy these passages\n")


def test_explanation_is_a_field_of_the_json_of_one_and_of_a_batch(run: Run) -> None:
    alone = json.loads(run("ask", QUESTION, "--explain", "--json").stdout)
    batch = json.loads(run("ask", "--batch", "-", "--explain", stdin=json.dumps({"question": QUESTION})).stdout)
    for one in (alone, batch):
        SCHEMA.validate(one)
        assert one["explanation"]["searches"][0]["question"] == QUESTION
    assert "explanation" not in json.loads(run("ask", QUESTION, "--json").stdout)


def test_batch_answers_every_line_in_order(run: Run, tmp_path: Path) -> None:
    questions = [QUESTION, "Who won the World Cup?", "Which staff group was least satisfied?"]
    lines = [json.dumps({"question": question, "id": f"q{n}", "k": n + 1}) for n, question in enumerate(questions)]
    path = tmp_path / "questions.jsonl"
    path.write_text("\r\n\n".join(lines))
    result = run("ask", "--batch", str(path))
    answers = [json.loads(line) for line in result.stdout.removesuffix("\n").split("\n")]
    assert result.exit_code == 0
    assert [(a["id"], a["question"], len(a["citations"])) for a in answers] == [
        ("q0", questions[0], 1),
        ("q1", questions[1], 2),
        ("q2", questions[2], 3),
    ]
    for answer in answers:
        SCHEMA.validate(answer)


def test_batch_error_names_the_line_after_the_answers_before_it(run: Run) -> None:
    result = run("ask", "--batch", "-", stdin=json.dumps({"question": QUESTION}) + '\n{"question": ""}\n')
    assert result.exit_code == 1
    assert json.loads(result.stdout)["question"] == QUESTION
    assert result.stderr == "Error: Line 2 of the batch: The question is empty. Type a question and try again.\n"


@pytest.mark.parametrize("id", ["é\u2028\u0085", "\0\n", 7])
def test_id_comes_back_as_it_was_sent_on_one_line(run: Run, id: str | int) -> None:  # noqa: A002
    result = run("ask", "--batch", "-", "-k", "1", stdin=json.dumps({"question": QUESTION, "id": id}))
    assert len(result.stdout.splitlines()) == 1
    assert json.loads(result.stdout)["id"] == id


def test_k_and_document_restrict_the_answer(run: Run) -> None:
    result = run("ask", QUESTION, "-k", "2", "--document", "survey-briefing.pdf", "--json")
    citations = json.loads(result.stdout)["citations"]
    assert [citation["doc_id"] for citation in citations] == ["survey-briefing.pdf"] * 2


VARIED = [
    (["--publisher", "nuffield"], {"trust/rise.md", "trust/federations.md"}),
    (["--author", "muller", "--author", "baird"], {"kbv/hausarzt.txt", "fund/networks.html"}),
    (["--from", "2016-07", "--to", "2018"], {"trust/rise.md", "kbv/hausarzt.txt"}),
    (["--language", "DE"], {"kbv/hausarzt.txt"}),
    (["--type", ".md", "--type", "html"], {"trust/rise.md", "trust/federations.md", "fund/networks.html"}),
    (["--document", "notes.txt"], {"notes.txt"}),
]


@pytest.mark.parametrize(("args", "doc_ids"), VARIED)
def test_filters_restrict_the_answer_and_the_list_of_documents(
    run: Run, varied: Settings, args: list[str], doc_ids: set[str]
) -> None:
    where = {"REPORTQA_INDEX": str(varied.index_dir)}
    answer = json.loads(run("ask", QUESTION, "-k", "50", "--json", *args, env=where).stdout)
    assert {citation["doc_id"] for citation in answer["citations"]} == doc_ids
    listed = run("documents", "--json", *args, env=where).stdout.removesuffix("\n").split("\n")
    assert {json.loads(line)["doc_id"] for line in listed} == doc_ids


@pytest.mark.parametrize("command", [["ask", QUESTION], ["documents"]])
def test_filter_that_fits_nothing_is_named(run: Run, varied: Settings, command: list[str]) -> None:
    result = run(
        *command, "--publisher", "nuffield", "--publisher", "kings", env={"REPORTQA_INDEX": str(varied.index_dir)}
    )
    assert_refused(result, 1, 'No document has the publisher "kings". Publishers here: Kassenärztliche')


def test_filters_can_be_set_in_the_environment_parted_by_semicolons(run: Run, varied: Settings) -> None:
    where = {"REPORTQA_INDEX": str(varied.index_dir)}
    listed = run("documents", env={**where, "REPORTQA_DOCUMENTS_PUBLISHER": "Nuffield Trust;The King’s Fund"}).stdout
    assert [line for line in listed.splitlines() if line[:1] != " "] == [
        "fund/networks.html",
        "trust/federations.md",
        "trust/rise.md",
    ]
    env = {**where, "REPORTQA_ASK_DOCUMENT": "notes.txt", "REPORTQA_ASK_TO": ""}
    (citation,) = json.loads(run("ask", QUESTION, "--json", env=env).stdout)["citations"]
    assert citation["doc_id"] == "notes.txt"
    refused = run("ask", QUESTION, env={**where, "REPORTQA_ASK_FROM": "July"})
    assert_refused(refused, 1, '"from" is "July", which is no date')


def test_filters_hold_for_each_line_of_a_batch(run: Run, varied: Settings) -> None:
    lines = "\n".join(json.dumps({"question": QUESTION, **more}) for more in ({}, {"publisher": "fund"}))
    where = {"REPORTQA_INDEX": str(varied.index_dir)}
    result = run("ask", "--batch", "-", "--publisher", "nuffield", stdin=lines, env=where)
    answers = [json.loads(line) for line in result.stdout.removesuffix("\n").split("\n")]
    assert [answer["filters"]["publisher"] for answer in answers] == [["nuffield"], ["fund"]]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["ask", "Why?", "--type", "pdf", "--document", "press-release.html"], "No document fits all of these"),
        (["ask", "Why?", "--from", "2017", "--to", "2016"], "Swap them"),
        (["ask", ""], "The question is empty"),
        (["ask", "\0"], "The question is empty"),
        (["ask", "\udcff"], "The question is empty"),
        (["ask", "x" * 2001], "2,001 characters; the limit is 2,000"),
        (["ask", "Why?", "--document", "nowhere.pdf"], 'No document "nowhere.pdf"'),
        (["ask", "Why?", "--model", "other"], "was built with the model"),
        (["ask", "Why?", "--index", "nowhere"], 'No index in nowhere. Run "reportqa index" first.'),
        (["cite", "survey-briefing.pdf"], "is not a place in a document"),
        (["cite", "survey-briefing.pdf#0-999999999"], "is not a range"),
        (["cite", "nowhere.pdf#0-5"], 'No document "nowhere.pdf"'),
        (["cite", "\udcff.pdf#0-5"], "No document"),
        (["cite", "survey-briefing.pdf#0-5", "--index", "nowhere"], "No index in nowhere"),
        (["cite", "survey-briefing.pdf#0-5", "--style", "harvrd"], "Did you mean harvard1"),
        (["documents", "--index", "nowhere"], "No index in nowhere"),
        (["bibliography", "nowhere/works.bib"], "cannot be written"),
        (["brief", "nowhere.toml"], "cannot be read"),
        (["styles", "nonsense of a name"], "No citation style"),
        (["index", "--corpus", "nowhere"], "There is no folder nowhere"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_status_1(run: Run, args: list[str], message: str) -> None:
    result = run(*args)
    assert_refused(result, 1, message)
    assert result.stderr.startswith("Error: ")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["ask"], "Give a QUESTION, or --batch FILE.jsonl."),
        (["ask", "Why?", "--batch", "-"], "Give a QUESTION, or --batch FILE.jsonl."),
        (["ask", "Why?", "-k", "0"], "-k"),
        (["ask", "Why?", "-k", "51"], "-k"),
        (["ask", "Why?", "-k", "five"], "-k"),
        (["ask", "--batch", "nowhere.jsonl"], "nowhere.jsonl"),
        (["ask", "Why?", "--nonsense"], "--nonsense"),
        (["cite"], "PLACE"),
        (["cite", "a#1-2", "--format", "word"], "word"),
        (["serve", "--port", "65536"], "--port"),
        (["index", "--index", str(ROOT / "pyproject.toml")], "pyproject.toml"),
        (["nonsense"], "nonsense"),
    ],
)
def test_wrong_usage_is_status_2(run: Run, args: list[str], message: str) -> None:
    assert_refused(run(*args), 2, message)


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


def test_range_of_a_document_is_cited(run: Run) -> None:
    quoted = run("cite", "case-study-notes.txt#0-10", "--format", "json")
    assert json.loads(quoted.stdout)["end"] == 10


def test_documents_are_listed_as_text_and_as_json(run: Run, built: Summary) -> None:
    text, lines = run("documents").stdout, run("documents", "--json").stdout
    documents = [json.loads(line) for line in lines.removesuffix("\n").split("\n")]
    assert len(documents) == built.files
    assert sum(document["passages"] for document in documents) == built.passages
    assert all(document["doc_id"] in text and document["title"] in text for document in documents)


def test_index_prints_its_summary_and_shows_progress_beside_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("Modality had 87,556 patients.")
    (tmp_path / "corpus" / "b.txt").touch()
    env = {"REPORTQA_ROOT": str(tmp_path), "REPORTQA_INDEX": ""}
    result = run("index", env=env)
    assert result.exit_code == 0
    assert result.stdout.startswith("Indexed 1 file, 0 pages, 1 passage in ")
    assert "1 file skipped:\n  b.txt: is empty." in result.stdout
    assert [line.split()[0] for line in result.stderr.splitlines()] == ["Reading", "Indexing", "Finishing"]
    again = run("index", "--json", env=env)
    assert again.stderr == ""
    assert json.loads(again.stdout)["built"] is False
    assert json.loads(run("index", "--json", "--rebuild", env=env).stdout)["built"] is True
    assert "87,556" in run("ask", "How many patients did Modality have?", env=env).stdout


def test_environment_sets_root_corpus_and_index(run: Run, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text("Modality had 87,556 patients.")
    env = {"REPORTQA_CORPUS": str(tmp_path / "reports"), "REPORTQA_INDEX": str(tmp_path / "built")}
    assert run("index", env=env).exit_code == 0
    assert (tmp_path / "built" / "current").is_file()
    assert run("documents", env=env).stdout.startswith("a.txt\n")
    (tmp_path / "built").rename(tmp_path / "index")
    assert run("documents", env={"REPORTQA_ROOT": str(tmp_path), "REPORTQA_INDEX": ""}).stdout.startswith("a.txt\n")


def test_option_goes_before_the_environment(run: Run, settings: Settings) -> None:
    result = run("documents", "--index", str(settings.index_dir), env={"REPORTQA_INDEX": "nowhere"})
    assert result.exit_code == 0


@pytest.mark.parametrize("args", [[], *([command] for command in COMMANDS)])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_has_help(run: Run, args: list[str], option: str) -> None:
    result = run(*args, option)
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: ")
    assert all(len(line) <= 100 for line in result.stdout.splitlines())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_and_command_says_what_it_does(command: str) -> None:
    assert main.commands[command].help
    assert all(p.help or p.name == "style" for p in main.commands[command].params if isinstance(p, click.Option))


def test_help_names_every_command(run: Run) -> None:
    shown = run("--help").stdout
    assert all(f"\n  {command} " in shown for command in COMMANDS)


def test_version_is_printed(run: Run) -> None:
    assert run("--version").stdout == f"reportqa, version {__version__}\n"


def test_process_answers_on_standard_output_and_ends_with_0(settings: Settings, built: Summary, tmp_path: Path) -> None:
    done = run_process(["ask", QUESTION], {"REPORTQA_INDEX": str(settings.index_dir)}, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "87,556" in done.stdout.split("\n\n")[0]


def test_audit_says_of_each_file_what_became_of_it(run: Run) -> None:
    result = run("audit", "--strict")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("6 files read · 20 pages · 153 passages · no problems\n")
    assert "34 running headers, as “Large-scale general practice”" in result.stdout
    assert "\x1b" not in result.stdout
    accounts = [json.loads(line) for line in run("audit", "--json").stdout.splitlines()]
    assert [account["problems"] for account in accounts] == [[]] * 6


def test_strict_audit_ends_with_1_when_a_file_has_a_problem(run: Run, tmp_path: Path) -> None:
    with building(tmp_path) as build:
        document = Document("a.txt", "0" * 64, "text/plain", {"title": "A"}, "Text.", warnings=("Half is missing.",))
        with LibraryWriter(build) as writer:
            writer.add(document, [])
        created = "2026-01-01T00:00:00+00:00"
        switch(tmp_path, build, Manifest(FORMAT, generation_id(build), created, "m", "0" * 64, 384, {}, {}, {}, {}))
    result = run("audit", "--strict", "--index", str(tmp_path))
    assert result.exit_code == 1
    assert "  ! Half is missing." in result.stdout
    assert run("audit", "--index", str(tmp_path)).exit_code == 0


def test_inspect_shows_a_page_of_a_document_or_a_file_with_its_marks(run: Run) -> None:
    result = run("inspect", "large-scale-general-practice-digest.pdf", "--page", "iii")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("⟦page 4, printed iii⟧\n⟦running header: Large-scale general practice⟧\n")
    assert run("inspect", str(ROOT / "corpus" / "press-release.html")).stdout.startswith("⟦menu: Skip to main content⟧")
    found = json.loads(run("inspect", "press-release.html", "--json").stdout)
    assert found["left_out"][0] == {"kind": "menu", "text": "Skip to main content", "position": 0, "page": None}


def test_process_that_fails_says_one_sentence_and_ends_with_1(tmp_path: Path) -> None:
    done = run_process(["ask", QUESTION], {}, tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == 'Error: No index in index. Run "reportqa index" first.\n'


def test_terminal_that_cannot_show_a_character_gets_its_number(
    settings: Settings, built: Summary, tmp_path: Path
) -> None:
    env = {"REPORTQA_INDEX": str(settings.index_dir), "PYTHONIOENCODING": "latin-1"}
    done = run_process(["cite", "case-study-notes.txt#0-10", "--format", "text"], env, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("\\u201c")


def test_reader_that_stops_reading_is_no_error(settings: Settings, built: Summary) -> None:
    """Unlike `head`, the reader here is gone before the first byte is written."""
    read, write = os.pipe()
    os.close(read)
    process = subprocess.run(
        [sys.executable, "-m", "reportqa", "documents", "--index", str(settings.index_dir)],
        stdout=write, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    os.close(write)
    assert (process.returncode, process.stderr) == (0, b"")


def test_evaluation_prints_tables_or_json_and_compares_with_a_run_before(run: Run, tmp_path: Path) -> None:
    json_file, html_file = str(tmp_path / "run.json"), str(tmp_path / "run.html")
    result = run("evaluate", str(SAMPLE), "--limit", "4", "-k", "5", "--json", json_file, "--html", html_file)
    assert result.exit_code == 0
    assert result.stdout.startswith("questions: 4 questions, 6 documents")
    assert Path(html_file).read_text(encoding="utf-8").startswith("<!doctype html>")
    again = run("evaluate", str(SAMPLE), "--limit", "4", "-k", "5", "--json", "-", "--compare", json_file)
    content = json.loads(again.stdout)
    assert [one["questions"] for one in content["comparisons"]] == [4]
    assert {row["id"] for row in content["sets"][0]["rows"]} == {
        row["id"] for row in json.loads(Path(json_file).read_text(encoding="utf-8"))["sets"][0]["rows"]
    }


def test_evaluation_of_what_cannot_be_used_is_refused(run: Run, tmp_path: Path) -> None:
    assert_refused(run("evaluate", str(tmp_path)), 1, "lacks queries.jsonl")
    assert_refused(run("evaluate", str(tmp_path / "nowhere")), 1, "There is no set")
    assert_refused(run("evaluate", str(SAMPLE), "--compare", str(SAMPLE)), 1, "is not a run")
    assert_refused(run("evaluate"), 2, "Missing argument")
    assert_refused(run("evaluate", str(SAMPLE), "--json", str(tmp_path / "a" / "b")), 2, "There is no folder")
    assert_refused(run("evaluate", str(SAMPLE), "-k", "51"), 2, "51")


def test_calibration_is_made_printed_and_removed(run: Run, settings: Settings, built: Summary, tmp_path: Path) -> None:
    shutil.copytree(settings.index_dir, tmp_path / "index")
    env = {"REPORTQA_INDEX": str(tmp_path / "index")}
    result = run("calibrate", str(SAMPLE), env=env)
    assert result.exit_code == 0
    assert result.stdout.startswith("Asked 34 questions that the reports answer")
    again = json.loads(run("calibrate", str(SAMPLE), "--json", env=env).stdout)
    assert (again["answered"], again["path"]) == (34, str(tmp_path / "index" / "confidence.json"))
    removed = run("calibrate", "--reset", "--json", env=env)
    assert json.loads(removed.stdout) == {"removed": again["path"]}
    assert run("calibrate", "--reset", env=env).stdout.startswith("There was no calibration.")


def test_calibration_to_what_cannot_be_used_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "few.jsonl").write_text('{"question": "Why?"}\n')
    assert_refused(run("calibrate", str(tmp_path / "few.jsonl")), 1, "a calibration needs 10 or more")
    assert_refused(run("calibrate", str(tmp_path / "none.jsonl")), 1, "There is no set")
    assert_refused(run("calibrate"), 2, "Give QUESTIONS.jsonl, or --reset.")
    assert_refused(run("calibrate", str(SAMPLE), "--reset"), 2, "Give QUESTIONS.jsonl, or --reset.")


def switched_twice(index_dir: Path, settings: Settings) -> list[str]:
    """Copy the index twice, as generations of their own; give their ids."""
    ids = []
    used = folder(settings.index_dir, current(settings.index_dir))
    shutil.copytree(settings.index_dir / ENCODERS_DIR, index_dir / ENCODERS_DIR)
    for _ in range(2):
        with building(index_dir) as build:
            shutil.copytree(used, build, dirs_exist_ok=True, ignore=shutil.ignore_patterns("manifest.*"))
            ids.append(generation_id(build))
            manifest = read_manifest(settings.index_dir, used.name)
            switch(index_dir, build, replace(manifest, generation=ids[-1]))
    return ids


def test_status_verify_and_rollback_tell_of_the_generation_in_use(run: Run, settings: Settings, tmp_path: Path) -> None:
    env = {"REPORTQA_INDEX": str(tmp_path)}
    first, second = switched_twice(tmp_path, settings)
    shown = run("status", env=env).stdout
    assert f"In use:      generation {second}, built " in shown
    assert f"Before:      generation {first} of " in shown
    assert "The corpus is as it was indexed." in shown
    assert run("rollback", env=env).stdout.startswith(f"Now in use: generation {first} of ")
    status = json.loads(run("status", "--json", env=env).stdout)
    assert (status["generation"], status["generation_before"], status["up_to_date"]) == (first, second, True)
    assert run("verify-index", env=env).stdout.endswith("\nNothing is wrong.\n")
    assert json.loads(run("rollback", "--json", env=env).stdout)["generation"] == second


def test_damaged_index_ends_verification_with_1_and_the_way_out(run: Run, settings: Settings, tmp_path: Path) -> None:
    env = {"REPORTQA_INDEX": str(tmp_path)}
    _, second = switched_twice(tmp_path, settings)
    path = folder(tmp_path, second) / "nearest.faiss"
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    for args in ([], ["--json"]):
        result = run("verify-index", *args, env=env)
        assert result.exit_code == 1
        assert "nearest.faiss does not have the bytes that were written" in result.stdout
        assert result.stderr.startswith('Error: The index is damaged. Run "reportqa rollback" to go back to the')
    assert json.loads(result.stdout)["sound"] is False
    path.unlink()
    assert_refused(run("ask", QUESTION, env=env), 1, 'Run "reportqa index", or "reportqa rollback" to go back to')


@pytest.mark.parametrize("command", ["status", "rollback", "verify-index"])
def test_what_needs_an_index_says_that_there_is_none(run: Run, tmp_path: Path, command: str) -> None:
    result = run(command, env={"REPORTQA_INDEX": str(tmp_path)})
    assert_refused(result, 1, 'Run "reportqa index" first.')
