import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from reportqa.errors import InputError
from reportqa.server.app import create_app
from reportqa.server.observability.exchange import HEADER, Exchange
from reportqa.server.observability.log_options import LogOptions
from reportqa.server.observability.logs import PlainText, log_exchange, logging_to
from reportqa.settings import Settings

CANARY = "zqcanary"
ASKED = [
    ("GET", f"/ask?q=What+is+{CANARY}", None),
    ("GET", f"/explain?q=What+is+{CANARY}", None),
    ("GET", f"/ask/file?q=What+is+{CANARY}&format=md", None),
    ("GET", f"/each?q=What+is+{CANARY}", None),
    ("GET", f"/api/ask?q=What+is+{CANARY}", None),
    ("POST", "/api/ask", {"question": f"What is {CANARY}?", "after": [f"Where is {CANARY}?"]}),
    ("POST", "/api/ask", {CANARY: CANARY}),
    ("GET", f"/api/suggest?q={CANARY}", None),
    ("GET", f"/documents/?find={CANARY}", None),
    ("GET", f"/nowhere/{CANARY}?q={CANARY}", None),
    ("GET", f"/broken?q={CANARY}", None),
]


@pytest.fixture
def asked_app(settings: Settings, built: object) -> Flask:
    """The application, with an address whose error repeats the question."""
    app = create_app(settings)

    def broken() -> str:
        raise KeyError(CANARY)

    app.add_url_rule("/broken", view_func=broken)
    return app


def lines_of(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def ask(app: Flask, path: Path) -> None:
    client = app.test_client()
    with logging_to(LogOptions(file=path)):
        for method, address, body in ASKED:
            client.open(address, method=method, json=body, buffered=True)


def test_log_has_a_line_per_request_and_never_the_question(
    asked_app: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "log.jsonl"
    ask(asked_app, path)
    requests = [line for line in lines_of(path) if line["event"] == "request"]
    assert [line["method"] for line in requests] == [method for method, _, _ in ASKED]
    assert {line["route"] for line in requests} >= {"/ask", "/api/ask", "/each", "/broken", "(none)"}
    assert CANARY not in path.read_text(encoding="utf-8")
    errors = capsys.readouterr().err
    assert "KeyError" in errors
    assert CANARY not in errors


def test_log_has_the_question_where_a_setting_switches_it_on(asked_app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    asked_app.config["LOG_QUESTIONS"] = True
    ask(asked_app, path)
    questions = {line["question"] for line in lines_of(path) if "question" in line}
    assert f"What is {CANARY}" in questions
    assert f"What is {CANARY}?" in questions


def test_error_is_logged_with_its_place_and_the_id_of_the_response(asked_app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    with logging_to(LogOptions(file=path)):
        response = asked_app.test_client().get("/broken", buffered=True)
    message, request = lines_of(path)
    assert message["request_id"] == request["request_id"] == response.headers[HEADER]
    assert message["error"]["type"] == "KeyError"
    assert message["error"]["frames"][-1].endswith(" broken")
    assert (request["level"], request["status"]) == ("error", 500)
    assert response.headers[HEADER] in response.text


def test_probes_are_logged_only_when_they_fail(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        log_exchange(Exchange("1", "GET", "/livez", 200))
        log_exchange(Exchange("2", "GET", "/readyz", 503))
    assert [(one.levelname, one.exchange.request_id) for one in caplog.records] == [("WARNING", "2")]  # type: ignore[attr-defined]


def test_plain_text_is_one_line_per_record() -> None:
    record = logging.LogRecord("reportqa.requests", logging.INFO, "", 0, "request", None, None)
    record.exchange = Exchange("abc", "GET", "/ask", 200, 0.0123, 4096, user="Mary\nX")
    text = PlainText().format(record)
    assert text.endswith('+00:00 INFO GET /ask 200 12.3 ms 4,096 bytes "Mary\\nX" [abc]')
    record = logging.LogRecord("reportqa", logging.WARNING, "", 0, "one\ntwo é", None, None)
    assert PlainText().format(record).endswith(" WARNING reportqa: one\\ntwo é")
    try:
        raise KeyError(CANARY)
    except KeyError:
        record = logging.LogRecord("reportqa", logging.ERROR, "", 0, "failed", None, sys.exc_info())
    assert "KeyError" in PlainText().format(record)
    assert CANARY not in PlainText().format(record)


def test_full_file_is_rotated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportqa.server.observability.logs.MAX_FILE_MIB", 0.001)
    with logging_to(LogOptions(file=tmp_path / "log")):
        for number in range(100):
            log_exchange(Exchange(str(number), "GET", "/ask", 200))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log", *(f"log.{number}" for number in range(1, 6))]
    assert [line["request_id"] for line in lines_of(tmp_path / "log")][-1] == "99"


def test_handlers_of_before_are_put_back(tmp_path: Path) -> None:
    before = logging.getLogger().handlers[:]
    with logging_to(LogOptions("text", tmp_path / "log")):
        assert logging.getLogger().handlers != before
    assert logging.getLogger().handlers == before


def test_file_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    with (
        pytest.raises(InputError, match="Choose another --log-file"),
        logging_to(LogOptions(file=tmp_path / "a" / "b")),
    ):
        pass
