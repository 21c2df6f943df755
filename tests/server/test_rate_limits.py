import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import redis
from flask import Flask
from werkzeug.test import TestResponse

from reportqa.errors import InputError
from reportqa.server.accounts.current_user import STATE
from reportqa.server.api.openapi import describe_api
from reportqa.server.app import create_app
from reportqa.server.rate_limits import RATES, kind_of, read_rates
from reportqa.server.uploads.room import Room
from reportqa.settings import Settings

FEW = read_rates(["ask=2/minute", "export=1/hour"])


@pytest.fixture
def limited(settings: Settings, built: object) -> Flask:
    return create_app(settings, rates=FEW)


def get(app: Flask, address: str, client: str = "192.0.2.1", **given: Any) -> TestResponse:
    return app.test_client().get(address, environ_overrides={"REMOTE_ADDR": client}, **given)


def test_requests_beyond_the_limit_are_told_when_to_try_again(limited: Flask) -> None:
    assert [get(limited, "/api/ask?q=Modality").status_code for _ in range(2)] == [200, 200]
    refused = get(limited, "/api/ask?q=Modality")
    assert refused.status_code == 429
    assert refused.content_type == "application/problem+json"
    assert "Too many requests" in refused.get_json()["detail"]
    assert 1 <= int(refused.headers["Retry-After"]) <= 61
    page = get(limited, "/ask?q=Modality")
    assert page.status_code == 429
    assert "Too many requests" in page.text
    assert page.mimetype == "text/html"
    assert 1 <= int(page.headers["Retry-After"]) <= 61


def test_each_kind_and_each_address_has_its_own_limit(limited: Flask) -> None:
    assert [get(limited, "/ask?q=Modality").status_code for _ in range(3)] == [200, 200, 429]
    assert get(limited, "/documents/").status_code == 200
    assert get(limited, "/ask/file?q=Modality").status_code == 200
    assert get(limited, "/ask/file?q=Modality").status_code == 429
    assert get(limited, "/ask?q=Modality", "192.0.2.2").status_code == 200


def test_addresses_of_one_ipv6_network_are_counted_together(limited: Flask) -> None:
    found = [get(limited, "/ask?q=Modality", f"2001:db8::{number}").status_code for number in range(3)]
    assert found == [200, 200, 429]
    assert get(limited, "/ask?q=Modality", "2001:db8:0:1::").status_code == 200


@pytest.mark.parametrize("client", ["127.0.0.1", "::1"])
def test_people_at_the_machine_have_no_limit(limited: Flask, client: str) -> None:
    assert {get(limited, "/ask?q=Modality", client).status_code for _ in range(4)} == {200}


def test_health_and_static_files_have_no_limit(settings: Settings, built: object) -> None:
    app = create_app(settings, rates=dict.fromkeys(RATES, "1/hour"))
    for address in ("/livez", "/healthz", "/static/style.css"):
        assert {get(app, address, buffered=True).status_code for _ in range(3)} == {200}
    assert [get(app, "/tray").status_code for _ in range(2)] == [200, 429]


def test_limit_can_be_turned_off(settings: Settings, built: object) -> None:
    app = create_app(settings, rates=read_rates(["ask=none"]) | {"other": "1/hour"})
    assert {get(app, "/ask?q=Modality").status_code for _ in range(3)} == {200}


@pytest.mark.parametrize(
    ("given", "message"),
    [("asking=1/minute", "no rate limit"), ("ask", "number and a time"), ("ask=often", "number and a time")],
)
def test_limit_that_cannot_be_read_is_reported(given: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_rates([given])


def test_unknown_storage_is_reported_without_its_password(settings: Settings) -> None:
    with pytest.raises(InputError, match="Name a Redis server") as caught:
        create_app(settings, rates_at="bogus://user:secret@127.0.0.1")
    assert "secret" not in str(caught.value)


def test_every_kind_has_an_endpoint(settings: Settings, tmp_path: Path) -> None:
    app = create_app(replace(settings, index_dir=tmp_path), Room(), with_sign_in=True)
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    app.extensions[STATE].close()
    assert {kind_of(one) for one in endpoints} == set(RATES)
    assert kind_of("pages.tray") == kind_of(None) == "other"


def test_limits_are_described_and_documented() -> None:
    paths = describe_api(with_uploads=True)["paths"]
    for path, methods in paths.items():
        for operation in methods.values():
            assert ("429" in operation["responses"]) == path.startswith("/api/")
    limits = (Path(__file__).parents[2] / "docs" / "reference" / "limits.md").read_text(encoding="utf-8")
    for kind, rate in RATES.items():
        number = int(rate.partition(" ")[0])
        assert f"`{kind}` {number:,}" in limits


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """The address of a Redis server of this test."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("No Redis on this machine; install redis-server to count requests there.")
    path = tmp_path / "socket"
    command = [program, "--port", "0", "--unixsocket", str(path), "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert any("Ready to accept" in line or "ready to accept" in line for line in process.stdout)
        yield f"redis+unix://{path}"
        process.kill()


def test_servers_with_one_redis_count_together_and_go_on_without_it(
    settings: Settings, built: object, redis_url: str
) -> None:
    apps = [create_app(settings, rates=FEW, rates_at=redis_url) for _ in range(2)]
    found = [get(app, "/ask?q=Modality").status_code for app in (*apps, apps[0])]
    assert found == [200, 200, 429]
    with ExitStack() as stack:
        client = stack.enter_context(redis.Redis(unix_socket_path=redis_url.removeprefix("redis+unix://")))
        client.shutdown(nosave=True)
    assert get(apps[0], "/ask?q=Modality").status_code == 200
