from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from reportqa.errors import InputError
from reportqa.mcp_server import input_schemas
from reportqa.mcp_server.input_schemas import ASK, CITE, DOCUMENTS, OPEN, SEARCH, VERIFY, check_arguments

SCHEMAS = [ASK, SEARCH, OPEN, CITE, VERIFY, DOCUMENTS]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_schema_is_valid_and_limits_and_describes_every_argument(schema: input_schemas.Schema) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    for argument in schema["properties"].values():
        assert argument["description"].endswith(".")
        limits = {"string": "maxLength", "array": "maxItems", "integer": "maximum"}
        kinds = [argument["type"]] if isinstance(argument["type"], str) else argument["type"]
        assert all(limits[kind] in argument or "enum" in argument for kind in kinds)
        assert kinds != ["array"] or "maxLength" in argument["items"]


@pytest.mark.parametrize(
    ("schema", "arguments"),
    [
        (ASK, {"question": "Why?"}),
        (ASK, {"question": "Why?", "k": 50, "author": ["Lee"], "from": "2016"}),
        (OPEN, {"document": "a.pdf", "page": 6}),
        (OPEN, {"document": "a.pdf", "page": "iv", "start": 0}),
        (CITE, {"places": ["a.pdf#1-2"], "style": "apa", "format": "text", "part": "note"}),
        (VERIFY, {"text": "“Words”"}),
        (DOCUMENTS, {}),
    ],
)
def test_arguments_in_their_limits_pass(schema: input_schemas.Schema, arguments: Any) -> None:
    check_arguments(arguments, schema)


@pytest.mark.parametrize(
    ("schema", "arguments", "message"),
    [
        (ASK, {}, 'The argument "question" is missing.'),
        (ASK, {"question": ""}, '"question" is empty. Leave it out, or send a value.'),
        (ASK, {"question": None}, '"question" must be of the type string.'),
        (ASK, {"question": "x" * 2001}, '"question" has more than 2,000 characters. Shorten it.'),
        (ASK, {"question": "Why?", "k": 0}, '"k" must be from 1 to 50.'),
        (ASK, {"question": "Why?", "k": 51}, '"k" must be from 1 to 50.'),
        (ASK, {"question": "Why?", "k": True}, '"k" must be of the type integer.'),
        (ASK, {"question": "Why?", "author": ["Lee", 5]}, 'Each value of "author" must be of the type string.'),
        (ASK, {"question": "Why?", "author": ["Lee"] * 51}, '"author" has more than 50 values. Send fewer at a time.'),
        (ASK, {"question": "Why?", "z" * 99: 1}, f'Unknown argument "{"z" * 60}". Known are: question, k, collection'),
        (OPEN, {"document": "a", "page": 1.5}, '"page" must be of the type string or integer.'),
        (CITE, {"places": []}, '"places" is empty.'),
        (CITE, {"places": ["a"], "format": "word"}, '"format" must be one of: markdown, text'),
    ],
)
def test_first_argument_that_does_not_fit_is_named(schema: input_schemas.Schema, arguments: Any, message: str) -> None:
    with pytest.raises(InputError) as error:
        check_arguments(arguments, schema)
    assert str(error.value).startswith(message)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
)


@pytest.mark.slow
@given(st.sampled_from(SCHEMAS), st.data())
def test_any_arguments_that_do_not_fit_are_one_short_sentence(
    schema: input_schemas.Schema, data: st.DataObject
) -> None:
    arguments = data.draw(st.dictionaries(st.sampled_from([*schema["properties"], "x"]), JSON, max_size=4))
    if not Draft202012Validator(schema).is_valid(arguments):
        with pytest.raises(InputError, match=r"\A[^\n]{1,300}\.\Z"):
            check_arguments(arguments, schema)
