import json
from pathlib import Path

import pytest

from reportqa.settings import Settings
from support.answers import QUESTION
from support.commands import Run, assert_refused

pytestmark = pytest.mark.slow


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
    assert [line.split()[0] for line in listed.splitlines()[1:]] == [
        "fund/networks.html",
        "trust/federations.md",
        "trust/rise.md",
    ]
    env = {**where, "REPORTQA_ASK_DOCUMENT": "notes.txt", "REPORTQA_ASK_TO": ""}
    (citation,) = json.loads(run("ask", QUESTION, "--json", env=env).stdout)["citations"]
    assert citation["doc_id"] == "notes.txt"
    refused = run("ask", QUESTION, env={**where, "REPORTQA_ASK_FROM": "July"})
    assert_refused(refused, 1, '"from" is "July", which is not a date')


def test_filters_hold_for_each_line_of_a_batch(run: Run, varied: Settings) -> None:
    lines = "\n".join(json.dumps({"question": QUESTION, **more}) for more in ({}, {"publisher": "fund"}))
    where = {"REPORTQA_INDEX": str(varied.index_dir)}
    result = run("ask", "--batch", "-", "--publisher", "nuffield", stdin=lines, env=where)
    answers = [json.loads(line) for line in result.stdout.removesuffix("\n").split("\n")]
    assert [answer["filters"]["publisher"] for answer in answers] == [["nuffield"], ["fund"]]


def test_environment_sets_root_corpus_and_index(run: Run, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text("Modality had 87,556 patients.")
    env = {"REPORTQA_CORPUS": str(tmp_path / "reports"), "REPORTQA_INDEX": str(tmp_path / "built")}
    assert run("index", env=env).exit_code == 0
    assert (tmp_path / "built" / "current").is_file()
    assert run("documents", env=env).stdout.splitlines()[1].startswith("a.txt ")
    (tmp_path / "built").rename(tmp_path / "index")
    assert (
        run("documents", env={"REPORTQA_ROOT": str(tmp_path), "REPORTQA_INDEX": ""})
        .stdout.splitlines()[1]
        .startswith("a.txt ")
    )


def test_option_goes_before_the_environment(run: Run, settings: Settings) -> None:
    result = run("documents", "--index", str(settings.index_dir), env={"REPORTQA_INDEX": "nowhere"})
    assert result.exit_code == 0
