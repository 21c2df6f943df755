import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from reportqa.mcp_server import output_schemas
from reportqa.mcp_server.output_schemas import ANSWER, CHECKS, CITATIONS, DOCUMENTS, PASSAGES, TEXT
from support.answers import SCHEMA


@pytest.mark.parametrize("schema", [ANSWER, CHECKS, CITATIONS, DOCUMENTS, PASSAGES, TEXT])
def test_schema_is_valid_of_an_object_and_whole(schema: output_schemas.Schema) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["type"] == "object"
    assert "$schema" not in schema
    references = {line.split('"')[3] for line in json.dumps(schema, indent=0).splitlines() if '"$ref"' in line}
    for reference in references:
        node: Any = schema
        for name in reference.removeprefix("#/").split("/"):
            node = node[name]


def test_answer_is_that_of_the_package_without_its_explanation() -> None:
    whole: Any = SCHEMA.schema
    properties = whole["properties"]
    assert ANSWER["properties"] == {name: value for name, value in properties.items() if name != "explanation"}
    assert ANSWER["$defs"]["citation"] == whole["$defs"]["citation"]
