import json
from pathlib import Path
from typing import Any

import pytest
from click import unstyle

from reportqa.ingest.build import Summary
from reportqa.settings import Settings
from support.answers import QUESTION, SCHEMA
from support.commands import Run, assert_refused, run_in_terminal, run_process
from support.completion_server import KEY, choosing, completion_server

pytestmark = pytest.mark.slow


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
    notes, _, below = result.stdout.partition("\n\n")
    assert notes.startswith("No document has these words: “football”, “World”")
    assert below.startswith("No answer found. The nearest passages are:")


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


def test_batch_goes_on_after_a_line_that_cannot_be_answered(run: Run) -> None:
    requests: list[dict[str, Any]] = [
        {"question": "", "id": "empty"}, {"question": QUESTION, "id": "good"},
        {"question": QUESTION, "document": "nowhere.pdf"},
    ]  # fmt: skip
    result = run("ask", "--batch", "-", stdin="\n".join(map(json.dumps, requests)))
    first, second, third = map(json.loads, result.stdout.removesuffix("\n").split("\n"))
    assert first == {"id": "empty", "line": 1, "error": "The question is empty. Type a question and try again."}
    assert (second["id"], second["question"]) == ("good", QUESTION)
    assert (third["id"], third["line"]) == (None, 3)
    assert result.exit_code == 1
    assert result.stderr == (
        "Error: 2 lines of the batch could not be answered, first line 1: The question is empty."
        " Type a question and try again.\n"
    )


@pytest.mark.parametrize("id", ["é\u2028\u0085", "\0\n", 7])
def test_id_comes_back_as_it_was_sent_on_one_line(run: Run, id: str | int) -> None:  # noqa: A002
    result = run("ask", "--batch", "-", "-k", "1", stdin=json.dumps({"question": QUESTION, "id": id}))
    assert len(result.stdout.splitlines()) == 1
    assert json.loads(result.stdout)["id"] == id


def test_k_and_document_restrict_the_answer(run: Run) -> None:
    result = run("ask", QUESTION, "-k", "2", "--document", "survey-briefing.pdf", "--json")
    citations = json.loads(result.stdout)["citations"]
    assert [citation["doc_id"] for citation in citations] == ["survey-briefing.pdf"] * 2


def test_documents_are_listed_as_text_and_as_json(run: Run, built: Summary) -> None:
    text, lines = run("documents").stdout, run("documents", "--json").stdout
    documents = [json.loads(line) for line in lines.removesuffix("\n").split("\n")]
    assert len(documents) == built.files
    assert sum(document["passages"] for document in documents) == built.passages
    assert all(document["doc_id"] in text and document["title"] in text for document in documents)


def test_use_of_a_language_model_is_shown_and_can_be_left_out(copied: Settings) -> None:
    with completion_server(choosing()) as server:
        environment = {"REPORTQA_LLM_URL": server.url, "REPORTQA_LLM_MODEL": "replayed", "REPORTQA_LLM_KEY": KEY}
        arguments = ["ask", QUESTION, "--index", str(copied.index_dir)]
        asked = run_process(arguments, environment, copied.index_dir)
        assert asked.stdout.startswith("The language model found no answer in these passages.")
        last = asked.stdout.strip().rpartition("\n\n")[2].replace("\n", " ")
        assert last.startswith("The language model replayed found nothing on the question (1,212 tokens of at most ")
        alone = run_process([*arguments, "--no-llm", "--json"], environment, copied.index_dir)
        assert json.loads(alone.stdout)["model"] is None
        assert len(server.asked) == 1
        assert KEY not in asked.stdout + asked.stderr


def test_language_model_that_is_away_is_a_note(copied: Settings) -> None:
    environment = {"REPORTQA_LLM_URL": "http://127.0.0.1:9/v1", "REPORTQA_LLM_MODEL": "m"}
    result = run_process(["ask", QUESTION, "--index", str(copied.index_dir)], environment, copied.index_dir)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("Answered without the language model. There is no connection")
    assert "87,556" in result.stdout


def test_follow_up_names_the_question_before(run: Run) -> None:
    before = "Who leads Modality Partnership?"
    result = run("ask", "And when was it founded?", "--after", before, "-k", "1")
    assert result.stdout.startswith("Searched for “When was Modality Partnership founded?”\n")
    assert "2009" in result.stdout
    thread = ("--after", before, "--after", "And when was it founded?")
    assert "practices did Modality Partnership have" in run("ask", "How many practices did it have?", *thread).stdout
    line = json.dumps({"question": "And when was it founded?", "after": before})
    (found,) = json.loads(run("ask", "--batch", "-", stdin=line).stdout)["wordings"]
    assert found == "When was Modality Partnership founded?"
    assert_refused(run("ask", "--batch", "-", "--after", before, stdin=line), 2, "--after goes with a QUESTION")


def test_question_needs_no_quotation_marks(run: Run) -> None:
    quoted, words = run("ask", QUESTION, "-k", "1"), run("ask", *QUESTION.split(), "-k", "1")
    assert words.stdout == quoted.stdout
    assert run("ask", "-k", "1", *QUESTION.split()).stdout == quoted.stdout


@pytest.mark.parametrize("arguments", [["-"], []])
def test_question_is_read_from_standard_input(run: Run, arguments: list[str]) -> None:
    piped = run("ask", *arguments, "-k", "1", stdin=f"{QUESTION}\n")
    assert piped.stdout == run("ask", QUESTION, "-k", "1").stdout
    assert_refused(run("ask", "-", stdin="\n"), 1, "The question is empty")


@pytest.mark.parametrize(
    ("question", "status"),
    [(QUESTION, 0), ("Who won the football World Cup in 1998?", 3), ("What helps federations to last?", 4)],
)
@pytest.mark.parametrize("options", [[], ["--json"], ["--short"], ["--explain"]])
def test_exit_status_says_what_was_found(run: Run, question: str, status: int, options: list[str]) -> None:
    assert run("ask", question, *options).exit_code == 0
    result = run("ask", question, "--exit-status", *options)
    assert result.exit_code == status
    assert result.stdout
    assert result.stderr == ""


def test_exit_status_of_each_document_is_that_of_the_best(run: Run) -> None:
    assert run("ask", QUESTION, "--each", "--exit-status").exit_code == 0
    assert run("ask", "Who won the football World Cup in 1998?", "--each", "--exit-status").exit_code == 3


def test_short_answer_has_one_place(run: Run) -> None:
    shown = run("ask", QUESTION, "--short").stdout
    assert shown.startswith("[1] In April 2016 Modality Partnership had 87,556 registered patients.\n")
    assert run("cite", shown.split()[-1]).exit_code == 0


@pytest.mark.parametrize("option", ["--json", "--explain", "--each", "--write"])
def test_short_goes_with_no_other_form(run: Run, option: str) -> None:
    assert_refused(run("ask", QUESTION, "--short", option), 2, "--short goes with a QUESTION")


def test_exit_status_and_short_do_not_go_with_a_batch(run: Run) -> None:
    for option in ("--short", "--exit-status"):
        assert_refused(run("ask", "--batch", "-", option, stdin=""), 2, f"{option} goes with a QUESTION")


def test_answer_has_no_colours_in_a_pipe_unless_they_are_asked_for(run: Run) -> None:
    assert "\x1b" not in run("ask", QUESTION).stdout
    for result in (run("--color", "always", "ask", QUESTION), run("ask", QUESTION, env={"FORCE_COLOR": "1"})):
        assert "\x1b[1mIn April 2016 Modality Partnership had 87,556 registered patients.\x1b[0m" in result.stdout


def test_answer_fits_the_terminal_and_is_bold_there(copied: Settings) -> None:
    arguments = ["ask", *QUESTION.split(), "--index", str(copied.index_dir)]
    shown = run_in_terminal(arguments, columns=60)
    assert "\x1b[1mIn April 2016 Modality Partnership had 87,556 registered\x1b[0m\n    \x1b[1mpatients." in shown
    lines = [line for line in unstyle(shown).split("\n") if " " in line.strip()]
    assert 50 < max(map(len, lines)) <= 60
    assert "\x1b" not in run_in_terminal(arguments, columns=60, NO_COLOR="1")
