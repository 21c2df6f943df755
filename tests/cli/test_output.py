import json
import re
from dataclasses import replace

import pytest
from click import style, unstyle

from reportqa.answer import Answer, State
from reportqa.answering.engine import Engine
from reportqa.answering.quote_blocks import quotes_of
from reportqa.cli.output import (
    WIDTH,
    answer_text,
    audit_text,
    document_text,
    inspection_text,
    ready_text,
    summary_json,
    summary_text,
)
from reportqa.document import Page
from reportqa.ingest.build import Summary
from reportqa.ingest.inspection import Piece
from reportqa.ingest.parse_report import Account, LeftOutKind, account_of_skipped
from support.answers import QUESTION
from support.disputes import PATIENTS, RECOMMENDATIONS

SUMMARY = Summary(
    "g", True, 2, 1, 1234, 0.55, {"a.txt": "is empty."}, {"b.pdf": ("Page 3 has no text.", "Page 4 too.")},
    read=1, embedded=1200,
)  # fmt: skip


@pytest.fixture(scope="module")
def answer(engine: Engine) -> Answer:
    return engine.ask(QUESTION)


def test_answer_shows_each_quote_with_the_number_of_its_citation(answer: Answer) -> None:
    lines = answer_text(answer).split("\n")
    shown = " ".join(" ".join(lines).split())
    for quote in quotes_of(answer):
        assert f"[{quote.number}] {' '.join(quote.text.split())}" in shown
    assert lines[0].startswith("[1] ")


def test_answer_that_only_may_be_one_says_so_first(answer: Answer) -> None:
    text = answer_text(replace(answer, state=State.MAY_ANSWER, confidence=0.449))
    assert text.startswith("This may answer (confidence 0.45):\n[1] ")


def test_notes_stand_before_everything(answer: Answer) -> None:
    notes = ("Searched for “one” instead of “onee”.", "Searched for “CCG” as well.")
    for state in State:
        text = answer_text(replace(answer, state=state, notes=notes))
        assert text.startswith("\n".join(notes) + "\n\n")


def test_list_has_an_item_a_line_and_a_number_a_citation(disputed_engine: Engine) -> None:
    text = answer_text(disputed_engine.ask(RECOMMENDATIONS))
    assert text.split("\n")[:6] == [
        "[1] - agree a budget that lasts for three years;",
        "    - give every practice the same contract;",
        "    - pay for the time that managers spend;",
        "[2] - publish what is agreed; and",
        "    - review it every autumn.",
        "",
    ]


def test_documents_that_differ_are_told_with_their_figures_and_dates(disputed_engine: Engine) -> None:
    answer = disputed_engine.ask(PATIENTS)
    shown = answer_text(answer).partition("\n\nThe documents give different figures:\n")[2].partition("\n\n")[0]
    assert "74,300: Return to the county, 3 May 2015\n    “In April the Northfield partnership had 74,300" in shown
    assert "80,000: The partnership’s annual review, July 2016\n" in shown
    assert "different figures" not in answer_text(replace(answer, differences=()))


def test_answer_shows_every_citation_with_reference_quote_page_and_link(answer: Answer) -> None:
    text = answer_text(answer)
    shown = " ".join(text.split())
    for citation in answer.citations:
        assert f"“{' '.join(citation.quote.split())}”" in shown
        assert citation.place in text
        assert citation.title in shown
        if citation.pages:
            assert re.search(rf"{re.escape(citation.doc_id)} · pp?\. {citation.pages[0].label}\b", shown)


def test_passages_that_give_no_sentence_stand_apart(answer: Answer) -> None:
    cited, _, others = answer_text(answer).partition("\nSee also\n")
    numbers = {sentence.citation for sentence in answer.sentences}
    for citation in answer.citations:
        assert (citation.place in cited) == (citation.number in numbers)
        assert (citation.place in others) == (citation.number not in numbers)


def test_lines_are_no_wider_than_the_page_but_for_links(answer: Answer) -> None:
    for line in answer_text(answer).split("\n"):
        assert len(line) <= WIDTH or "/documents/" in line or " " not in line.strip()


def test_page_of_the_file_is_named_where_another_is_printed(answer: Answer) -> None:
    first = replace(answer.citations[0], pages=(Page(9, "iv", 0, 10**6),))
    assert "p. iv (page 9 of the file)" in answer_text(replace(answer, citations=(first,), sentences=()))
    both = replace(first, pages=(Page(9, "iv", 0, 9), Page(10, "v", 9, 10**6)))
    assert "pp. iv–v (pages 9–10 of the file)" in answer_text(replace(answer, citations=(both,), sentences=()))
    same = replace(first, pages=(Page(9, "9", 0, 10**6),))
    assert "of the file" not in answer_text(replace(answer, citations=(same,), sentences=()))


def test_refusal_shows_the_nearest_passages_as_such(answer: Answer) -> None:
    text = answer_text(replace(answer, state=State.NOTHING, sentences=()))
    assert text.startswith("Nothing here answers this. The nearest passages are:\n\n[1] ")
    assert answer.citations[0].place in text
    assert answer_text(replace(answer, state=State.NOTHING, sentences=(), citations=())) == "Nothing here answers this."


def test_summary_counts_and_names_what_was_left_out() -> None:
    assert summary_text(SUMMARY).split("\n") == [
        "Indexed 2 files, 1 page, 1,234 passages in 0.6 seconds (read 1 file, embedded 1,200 passages anew).",
        "1 file skipped:",
        "  a.txt: is empty.",
        "1 file read in part:",
        "  b.pdf: Page 3 has no text. Page 4 too.",
    ]


def test_summary_of_an_index_that_was_up_to_date_says_so() -> None:
    text = summary_text(replace(SUMMARY, built=False))
    assert text.startswith("Up to date: 2 files, 1 page, 1,234 passages in 0.6 seconds.\n")


def test_summary_as_json_is_one_line() -> None:
    line = summary_json(replace(SUMMARY, skipped={"a\nb.txt": "is empty."}))
    assert "\n" not in line
    assert json.loads(line)["skipped"] == {"a\nb.txt": "is empty."}
    assert json.loads(line)["files"] == 2
    assert (json.loads(line)["read"], json.loads(line)["embedded"]) == (1, 1200)


def test_document_is_shown_with_id_title_and_counts(engine: Engine) -> None:
    for summary in engine.documents():
        text = document_text(summary)
        assert text.startswith(summary.doc_id)
        assert summary.title in text
        assert f"{summary.passages} passages" in text
        assert ("pages" in text) == (summary.pages > 0)


def test_ready_server_names_its_address_and_three_questions() -> None:
    text = ready_text("http://127.0.0.1:8000", ["One?", "Two?", "Three?", "Four?"], None)
    assert "http://127.0.0.1:8000" in text
    assert "Three?" in text
    assert "Four?" not in text


def test_server_without_an_index_says_what_to_run() -> None:
    assert ready_text("http://x", (), 'Run "reportqa index".').endswith('Run "reportqa index".')


def test_audit_begins_with_counts_and_keeps_to_the_width() -> None:
    account = Account(
        "a.pdf",
        problems=("2 pages are pictures without text: 3, 7 of 20. " * 3,),
        notes=("A bibliography would lack the author.",),
        pages=20,
        characters=1234,
        headings=1,
        passages=5,
        left_out=(LeftOutKind("running header", 24, "Annual review " * 20), LeftOutKind("page number", 1, "iv")),
        origins={"title": "library.json", "author": "the file itself", "issued": "library.json", "abstract": "x"},
        language="en",
        seconds=0.25,
    )
    lines = unstyle(audit_text([account_of_skipped("b\n.pdf", "is empty."), account])).split("\n")
    assert lines[:5] == [
        "1 file read · 1 file skipped · 20 pages · 5 passages · 2 files with problems",
        "",
        "b\\x0a.pdf",
        "  ! Not read: it is empty.",
        "",
    ]
    assert max(map(len, lines)) <= WIDTH
    assert "    20 pages · 1,234 characters · 1 heading · 0 tables · 5 passages · language en · 0.2 s" in lines
    assert "    title and date from library.json; author from the file itself" in lines
    assert "  - A bibliography would lack the author." in lines
    assert "      1 page number, as “iv”" in lines
    assert lines[-2].startswith("      24 running headers, as “Annual review")


def test_marks_of_an_inspection_have_a_colour_and_the_text_has_none() -> None:
    pieces = [Piece("⟦page 1⟧\n", is_mark=True), Piece("Text.", is_mark=False)]
    assert inspection_text(pieces) == style("⟦page 1⟧\n", fg="cyan") + "Text."
