import pytest
from flask import Flask
from flask.testing import FlaskClient

from reportqa.server.accounts.proxy_header import IS_PROXIED
from reportqa.server.observability import exchange
from reportqa.server.observability.exchange import (
    HEADER,
    UNMATCHED,
    Exchange,
    current_exchange,
    note_answer,
)


def watched() -> tuple[Flask, list[Exchange]]:
    seen: list[Exchange] = []
    app = Flask("watched")
    exchange.init_app(app, [seen.append])

    @app.get("/parts/<name>")
    def parts(name: str) -> list[str]:
        note_answer("What?", "answers")
        return [name]

    return app, seen


def test_exchange_has_the_route_and_not_the_address() -> None:
    app, seen = watched()
    response = app.test_client().get("/parts/secret?q=secret", buffered=True)
    (one,) = seen
    assert (one.method, one.route, one.status, one.sent) == ("GET", "/parts/<name>", 200, len(response.data))
    assert one.seconds > 0
    assert one.states == ["answers"]
    assert "secret" not in repr(one)
    assert one.question is None


def test_question_is_recorded_where_the_server_logs_questions() -> None:
    app, seen = watched()
    app.config["LOG_QUESTIONS"] = True
    app.test_client().get("/parts/a", buffered=True)
    assert seen[0].question == "What?"


def test_unknown_addresses_and_methods_have_one_name_each() -> None:
    app, seen = watched()
    client = app.test_client()
    client.get("/nowhere/1", buffered=True)
    client.open("/parts/a", method="BREW", buffered=True)
    assert [(one.method, one.route, one.status) for one in seen] == [
        ("GET", UNMATCHED, 404),
        ("(other)", UNMATCHED, 405),
    ]


def test_each_request_has_its_own_id_in_the_response_and_none_of_the_clients() -> None:
    app, seen = watched()
    client = app.test_client()
    ids = [client.get("/parts/a", headers={HEADER: "forged"}, buffered=True).headers[HEADER] for _ in range(3)]
    assert ids == [one.request_id for one in seen]
    assert len(set(ids)) == 3
    assert "forged" not in ids
    assert current_exchange() is None


@pytest.mark.parametrize(("given", "is_kept"), [("a1:b-c_d.e", True), ("a b", False), ("x" * 65, False), ("", False)])
def test_trusted_proxy_may_give_the_id(given: str, is_kept: bool) -> None:
    app, _ = watched()
    proxied = {IS_PROXIED: True, "HTTP_X_REQUEST_ID": given}
    found = app.test_client().get("/parts/a", environ_overrides=proxied, buffered=True).headers[HEADER]
    assert (found == given) is is_kept
    assert found


def test_error_names_the_request(client: FlaskClient) -> None:
    response = client.get("/api/nowhere")
    assert response.json is not None
    assert response.json["request_id"] == response.headers[HEADER]
