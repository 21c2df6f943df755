"""What is sent to a language model and what comes back, and the upper bound of its size in tokens."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

MESSAGE_TOKENS = 16
"""Tokens that a chat template puts around a message, generously."""
REQUEST_TOKENS = 64
"""Tokens that a chat template adds to a request: a date, a default system prompt, the start of the reply."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str

    def to_dict(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Completion:
    """A reply of a model and the tokens used; `model` is the name that the server reports."""

    text: str
    prompt_tokens: int
    completion_tokens: int
    model: str


def prompt_bound(messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> int:
    """Return an upper bound of the prompt tokens: one for each byte of UTF-8, and the template's.

    No tokenizer with a byte vocabulary makes more tokens than bytes. English text has about a quarter of this. A server
    may put the schema into the prompt, so its bytes count too.
    """
    contents = sum(len(message.content.encode(errors="replace")) + MESSAGE_TOKENS for message in messages)
    return REQUEST_TOKENS + contents + (len(json.dumps(schema).encode()) if schema else 0)
