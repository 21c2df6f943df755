"""`ask --write`: the paragraph, its cited sentences and what was struck out."""

import json
from pathlib import Path
from typing import Any

import pytest
from click import unstyle

from reportqa.cli.written_output import written_text
from reportqa.settings import Settings
from reportqa.writing import WrittenParagraph, WrittenSentence
from reportqa.writing.numbered_sentences import number_sentences
from support.answers import QUESTION, SCHEMA
from support.commands import Run, assert_refused
from support.completion_server import Asked, Canned, completion_server
from support.written import passage, reply

SENTENCES = tuple(number_sentences([passage()]))


def test_text_of_a_paragraph() -> None:
    struck = WrittenSentence("Buy it.", (), ("It cites no sentence.",))
    shown = WrittenSentence("Modality had 87,556 patients.", (1,))
    text = unstyle(written_text(WrittenParagraph("?", "m", (shown, struck), SENTENCES, 900, 100, 10)))
    assert text.splitlines() == [
        "Written by m from the cited passages; each sentence was checked against what it cites.",
        "",
        "    Modality had 87,556 patients. [s1]",
        "",
        "Sentences cited",
        "[s1] A digest, p. 6",
        "     “In April 2016 Modality had 87,556 registered patients.”",
        "     digest.pdf#0-54",
        "",
        "1 sentence struck out:",
        "  - It cites no sentence.",
        "",
        "1 sentence struck out. 110 tokens used, of at most 900.",
    ]


def test_text_without_a_sentence_says_so() -> None:
    text = written_text(WrittenParagraph("?", "m", (), SENTENCES))
    assert text.startswith("m wrote no sentence that the cited passages support.\n")


def patients(asked: Asked) -> Canned:
    """Return the reply of a model that writes one true sentence and one lie."""
    given: dict[str, Any] = json.loads(asked["messages"][-1]["content"])
    number = next(one["n"] for one in given["sentences"] if "87,556" in one["text"])
    return reply(
        ("Modality Partnership had 87,556 registered patients in April 2016.", [number]), ("It grew.", [number])
    )


@pytest.mark.slow
def test_command_writes_and_saves_a_draft(run: Run, copied: Settings, tmp_path: Path) -> None:
    draft = tmp_path / "summary.md"
    with completion_server(patients) as server:
        env = {
            "REPORTQA_INDEX": str(copied.index_dir), "REPORTQA_LLM_URL": server.url, "REPORTQA_LLM_MODEL": "replayed",
        }  # fmt: skip
        text = run("ask", QUESTION, "--no-llm", "--write", "--draft", str(draft), env=env)
        line = run("ask", QUESTION, "--no-llm", "--write", "--json", env=env)
    assert text.exit_code == 0
    assert "    Modality Partnership had 87,556 registered patients in April 2016. [s1]\n" in text.stdout
    assert "It grew" not in text.stdout
    assert "Generated text" in draft.read_text(encoding="utf-8")
    shown = json.loads(line.stdout)
    SCHEMA.validate(shown)
    assert [one["cites"] for one in shown["written"]["sentences"]] == [[1]]
    assert len(shown["written"]["struck"]) == 1


@pytest.mark.slow
def test_nothing_is_written_of_no_answer(run: Run, copied: Settings) -> None:
    with completion_server(patients) as server:
        env = {
            "REPORTQA_INDEX": str(copied.index_dir), "REPORTQA_LLM_URL": server.url, "REPORTQA_LLM_MODEL": "replayed",
        }  # fmt: skip
        result = run("ask", "Who won the football World Cup in 1998?", "--no-llm", "--write", env=env)
    assert result.exit_code == 0
    assert "wrote no sentence" in result.stdout
    assert server.asked == []


@pytest.mark.slow
def test_writing_needs_a_model(run: Run) -> None:
    assert_refused(run("ask", QUESTION, "--write"), 1, "Writing needs a language model. Set REPORTQA_LLM_URL")


@pytest.mark.parametrize(
    "args", [("--write", "--batch", "-"), ("--draft", "a.md", "Who?"), ("--write", "--each", "Who?")]
)
def test_options_that_do_not_go_together(run: Run, args: tuple[str, ...]) -> None:
    assert_refused(run("ask", *args), 2, "Error:")
