import json

from hypothesis import given
from hypothesis import strategies as st

from reportqa.llm import Message, prompt_bound


@given(st.lists(st.text(), max_size=5))
def test_bound_counts_each_byte_of_each_message(contents: list[str]) -> None:
    messages = [Message("user", content) for content in contents]
    assert prompt_bound(messages) >= sum(len(content.encode()) for content in contents)


def test_schema_counts_too() -> None:
    schema = {"type": "object", "description": "x" * 100}
    assert prompt_bound([], schema) - prompt_bound([]) == len(json.dumps(schema))
