import re
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from reportqa.errors import InputError, QuestionTooLong
from reportqa.server.api.openapi import describe_api
from reportqa.server.parameter_limits import MAX_CHARACTERS, MAX_VALUES, check

DESCRIPTION = describe_api()
LIMITED = [
    (path, parameter["name"], parameter["schema"])
    for path, methods in DESCRIPTION["paths"].items()
    for one in methods.get("get", {}).get("parameters", [])
    for parameter in [DESCRIPTION["components"]["parameters"][one["$ref"].rpartition("/")[2]] if "$ref" in one else one]
    if parameter["in"] == "query" and parameter["schema"].get("type") in {"string", "array"}
]


@pytest.mark.parametrize(("path", "name", "schema"), LIMITED, ids=[f"{path} {name}" for path, name, _ in LIMITED])
def test_described_limit_is_kept_and_no_more(client: FlaskClient, path: str, name: str, schema: Any) -> None:
    of_one = schema.get("items", schema)["maxLength"]
    too_long = client.get(path, query_string={name: "x" * (of_one + 1)})
    assert too_long.status_code in {400, 413}
    assert "the limit is" in too_long.text
    longest = client.get(path, query_string={name: "x" * of_one})
    assert "the limit is" not in longest.text
    if most := schema.get("maxItems"):
        too_many = client.get(path, query_string={name: ["x"] * (most + 1)})
        assert too_many.status_code == 400
        assert re.search("the limit is|at most", too_many.text)


def test_limits_hold_on_pages_too(client: FlaskClient) -> None:
    assert client.get(f"/ask?q={quote('é' * (MAX_CHARACTERS + 1))}").status_code == 413
    assert client.get(f"/documents/?find={'x' * (MAX_CHARACTERS + 1)}").status_code == 400
    assert client.get("/?" + "a=1&" * (MAX_VALUES + 1)).status_code == 400


def test_message_names_what_is_too_long() -> None:
    with pytest.raises(QuestionTooLong, match="The question has 2,001 characters"):
        check("q", ["x" * 2001])
    with pytest.raises(InputError, match='"style" has 2,001 characters; the limit is 2,000'):
        check("style", ["x" * 2001])
    with pytest.raises(InputError, match='There are 201 values of "a"; the limit is 200'):
        check("a", ["x"] * 201)
    with pytest.raises(InputError, match="at most 10 questions before it"):
        check("after", ["x"] * 11)
    check("q", [])
