import json
import re
import shutil
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from reportqa.answering.engine import Engine
from reportqa.evaluation.datasets import Kind, read_set
from reportqa.ingest.build import Summary
from reportqa.server.app import create_app
from reportqa.settings import Settings
from reportqa.state import FEEDBACK_FILE

QUESTION = "How many patients did Modality have in April 2016?"
UNANSWERED = "Who won the 1998 football World Cup?"
FORM = re.compile(r'<form[^>]*action="(/judgements[^"]*)".*?</form>', re.DOTALL)
INPUT = re.compile(r'<(?:input|button)[^>]*name="([^"]*)" value="([^"]*)"')


@pytest.fixture(scope="module")
def own(settings: Settings, built: Summary, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the sample corpus with an index of its own."""
    return replace(settings, index_dir=Path(shutil.copytree(settings.index_dir, tmp_path_factory.mktemp("own") / "i")))


@pytest.fixture(scope="module")
def own_app(own: Settings) -> Flask:
    return create_app(own)


@pytest.fixture
def judged(own_app: Flask) -> FlaskClient:
    """A client of a server without feedback."""
    client = own_app.test_client()
    client.post("/judgements/delete", data={"all": "1"})
    return client


def press(client: FlaskClient, page: str, label: str) -> str:
    """Send the first form with such a button; give the page that it leads to."""
    form = next(form for form in FORM.finditer(page) if f">{label}</button>" in unescape(form[0]))
    data: dict[str, list[str]] = {}
    for name, value in INPUT.findall(unescape(form[0])):
        data.setdefault(name, []).append(value)
    response = client.post(form[1], data=data, headers={"Origin": "http://localhost"})
    assert response.status_code == 303
    return client.get(response.headers["Location"]).text


def test_feedback_on_an_answer_is_saved_and_undone_without_script(judged: FlaskClient, tmp_path: Path) -> None:
    page = judged.get("/ask", query_string={"q": QUESTION, "type": "pdf", "sort": "date"}).text
    page = press(judged, page, "Helpful")
    assert "Feedback saved: The answer is in large-scale-general-practice-digest.pdf, p. 6." in page
    assert "Remove filter File type: PDF" in page
    exported = tmp_path / FEEDBACK_FILE
    exported.write_bytes(judged.get("/judgements.jsonl").data)
    (question,) = read_set(exported).questions
    assert (question.text, question.kind) == (QUESTION, Kind.ANSWERABLE)
    assert any("87,556" in answer for answer in question.answers)
    page = press(judged, page, "Undo")
    assert "Feedback saved" not in page
    assert judged.get("/judgements.jsonl").data == b""


def test_feedback_on_refusals_and_passages_is_saved_and_deleted(judged: FlaskClient) -> None:
    for question in (UNANSWERED, QUESTION):
        assert "Feedback saved: Not in these documents." in press(
            judged, judged.get("/ask", query_string={"q": question}).text, "Not in these documents"
        )
    page = judged.get("/ask", query_string={"q": UNANSWERED}).text
    assert "Feedback saved: The answer is in " in press(judged, page, "It is in there")
    listed = judged.get("/judgements").text
    assert listed.count(">Delete</button>") == 2
    assert "No feedback yet." in press(judged, listed, "Delete all")


def test_wrong_sentence_leaves_open_whether_there_is_an_answer_until_a_passage_is_chosen(
    judged: FlaskClient, engine: Engine, tmp_path: Path
) -> None:
    exported = tmp_path / FEEDBACK_FILE
    answer = engine.ask(QUESTION)
    page = press(judged, judged.get("/ask", query_string={"q": QUESTION}).text, "Wrong sentence")
    assert "Feedback saved: Wrong sentence. If a passage below answers" in page
    exported.write_bytes(judged.get("/judgements.jsonl").data)
    (question,) = read_set(exported).questions
    assert (question.kind, question.wrong) == (Kind.UNJUDGED, tuple(one.text for one in answer.nearest))
    page = press(judged, page, "This one answers")
    assert "Feedback saved: Wrong sentence. The answer is in large-scale-general-practice-digest.pdf, p. 6." in page
    exported.write_bytes(judged.get("/judgements.jsonl").data)
    (question,) = read_set(exported).questions
    assert (question.kind, question.answers) == (Kind.ANSWERABLE, (answer.citations[0].quote,))
    assert question.wrong == tuple(one.text for one in answer.nearest)
    assert "Wrong sentence. The answer is in" in judged.get("/judgements").text


def test_place_of_an_answer_is_saved_from_a_link(judged: FlaskClient, engine: Engine) -> None:
    cited = engine.cite("press-release.html", 10, 90)
    for place in (f"http://localhost{cited.link}", f" {cited.place} "):
        judged.post("/judgements", data={"q": UNANSWERED, "verdict": "answers", "place": place})
        assert json.loads(judged.get("/judgements.jsonl").text)["answers"] == [cited.quote]
        judged.post("/judgements/delete", data={"all": "1"})


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        # A name made to mean this machine, whose pages pass for its own.
        {"Host": "evil.example", "Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"},
    ],
)
@pytest.mark.parametrize("address", ["/judgements", "/judgements/delete"])
def test_pages_of_other_sites_change_nothing(judged: FlaskClient, headers: dict[str, str], address: str) -> None:
    response = judged.post(address, data={"q": "Why?", "verdict": "nothing", "all": "1"}, headers=headers)
    assert response.status_code == 403
    assert judged.get("/judgements.jsonl").data == b""


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 400),
        ({"q": "Why?"}, 400),
        ({"q": "Why?", "verdict": "perhaps"}, 400),
        ({"q": "Why?", "verdict": "answers"}, 400),
        ({"q": "Why?", "verdict": "nothing", "place": "press-release.html#10-90"}, 400),
        ({"q": "Why?", "verdict": "wrong"}, 400),
        ({"q": " ", "verdict": "nothing"}, 400),
        ({"q": "Why?", "verdict": "answers", "place": "/documents/press-release.html?start=1&end=9&sha256=0"}, 400),
        ({"q": "Why?", "verdict": "answers", "place": "nowhere.pdf#10-90"}, 404),
        ({"q": "Why?", "verdict": "answers", "place": "press-release.html#90-10"}, 400),
        ({"q": "Why?", "verdict": "answers", "place": "press-release.html"}, 400),
        ({"q": "Why?", "verdict": "answers", "place": ["press-release.html#10-90"] * 21}, 400),
        ({"q": "w" * 2_001, "verdict": "nothing"}, 413),
        ({"q": "w" * 70_000, "verdict": "nothing"}, 413),
    ],
)
def test_invalid_feedback_is_refused(judged: FlaskClient, data: dict[str, str], status: int) -> None:
    assert judged.post("/judgements", data=data).status_code == status
    assert judged.get("/judgements.jsonl").data == b""


def test_long_lists_have_pages(judged: FlaskClient) -> None:
    for number in range(51):
        judged.post("/judgements", data={"q": f"Question {number}?", "verdict": "nothing"})
    first, second = (judged.get("/judgements", query_string={"page": page}).text for page in (1, 2))
    assert "Feedback on 51 questions" in first
    assert ("Question 50?" in first, "Question 0?" in first, "Question 0?" in second) == (True, False, True)
    assert "page=2" in first
    for page in ("0", "-1", "x", "9" * 50, "7"):
        assert judged.get("/judgements", query_string={"page": page}).status_code == 200
    assert len(judged.get("/judgements.jsonl").text.splitlines()) == 51


def test_feedback_of_older_versions_is_shown_and_a_damaged_file_does_not_stop_answers(
    judged: FlaskClient, own: Settings
) -> None:
    old = own.index_dir / FEEDBACK_FILE
    old.write_text('{"id": "0", "question": "Asked long ago?", "answerable": false, "judged": "2025-01-01"}\n')
    assert "Asked long ago?" in judged.get("/judgements").text
    old.write_text("damaged")
    assert judged.get("/ask", query_string={"q": QUESTION}).status_code == 200
    assert "cannot be read" in judged.get("/judgements").text
    old.unlink()


def test_feedback_that_is_off_has_no_buttons_and_saves_nothing(settings: Settings) -> None:
    client = create_app(replace(settings, judgements=False)).test_client()
    page = client.get("/ask", query_string={"q": QUESTION}).text
    assert "Helpful" not in page
    assert "udgement" not in page
    assert client.post("/judgements", data={"q": "Why?", "verdict": "nothing"}).status_code in {404, 405}


def test_environment_turns_feedback_off() -> None:
    assert Settings.from_env({}).judgements
    assert not Settings.from_env({"REPORTQA_JUDGEMENTS": "0"}).judgements
