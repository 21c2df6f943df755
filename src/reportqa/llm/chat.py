"""Chat completions of an endpoint: the request in the form that its server accepts, the reply read strictly.

Imports `openai`; imported with the first request.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from openai import APIStatusError, OpenAI

from reportqa.llm.connection import connected, unusable, within
from reportqa.llm.messages import Message
from reportqa.settings import Endpoint

OPTIONS = ("response_format", "stream_options", "temperature", "max_tokens")
"""What a server may refuse. The last has a new name at some servers; the others are left out then."""
_NEW_NAME = "max_completion_tokens"
_REFUSED = frozenset({400, 422})
_THINKING = "<think>", "</think>"
"""Around the reasoning that some servers leave before the reply of a model."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reply:
    """The text of a reply, or of a part of it; `usage` are the tokens of prompt and completion where reported."""

    text: str
    model: str | None = None
    usage: tuple[int, int] | None = None

    @classmethod
    def of(cls, content: object, key: str) -> "Reply":
        """Return the first choice of a completion, whose text is under `key`: "message" or "delta".

        :raises ValueError: when the content is no completion.
        """
        if not isinstance(content, dict) or not isinstance(choices := content.get("choices"), list):
            raise ValueError("no completion")
        said = choices[0].get(key) if choices and isinstance(choices[0], dict) else {}
        text = said.get("content") if isinstance(said, dict) else None
        name = content.get("model")
        return cls(
            text if isinstance(text, str) else "", name if isinstance(name, str) else None, _usage(content.get("usage"))
        )


def complete(
    endpoint: Endpoint,
    refused: set[str],
    messages: Sequence[Message],
    max_tokens: int,
    schema: Mapping[str, Any] | None,
) -> Reply:
    """Return the reply to messages.

    :param refused: the OPTIONS that the server is known to refuse; added to
    :raises LanguageModelError: when there is none within the endpoint's time, or it is no completion.
    """
    request = _request(endpoint, messages, max_tokens)
    if schema is not None:
        constrained = {"name": "reply", "strict": True, "schema": dict(schema)}
        request["response_format"] = {"type": "json_schema", "json_schema": constrained}

    def ask() -> bytes:
        with connected(endpoint) as client:
            raw = client.chat.completions.with_raw_response
            return _accepted(lambda form: raw.create(**form).content, request, refused)

    try:
        reply = Reply.of(json.loads(within(endpoint, ask)), "message")
    except (ValueError, RecursionError) as error:
        raise unusable(endpoint) from error
    begin, end = _THINKING
    if reply.text.lstrip().startswith(begin):
        reply = Reply(reply.text.partition(end)[2], reply.model, reply.usage)
    return reply


def stream(
    endpoint: Endpoint, refused: set[str], messages: Sequence[Message], max_tokens: int
) -> Iterator[Reply]:  # fmt: skip
    """Yield the parts of the reply to messages as they arrive.

    :raises LanguageModelError: as `complete` does.
    """
    request = _request(endpoint, messages, max_tokens)
    request |= {"stream": True, "stream_options": {"include_usage": True}}
    with connected(endpoint) as client:
        for chunk in _accepted(lambda form: _opened(client, form), request, refused):
            yield Reply.of(chunk.to_dict() if hasattr(chunk, "to_dict") else chunk, "delta")


def joined(parts: Sequence[Reply]) -> Reply:
    """Return the whole reply of a stream."""
    models = (part.model for part in reversed(parts) if part.model)
    usages = (part.usage for part in reversed(parts) if part.usage)
    return Reply("".join(part.text for part in parts), next(models, None), next(usages, None))


def _opened(client: OpenAI, request: Mapping[str, Any]) -> Any:
    return client.chat.completions.create(**request)


def _request(endpoint: Endpoint, messages: Sequence[Message], max_tokens: int) -> dict[str, Any]:
    return {
        "model": endpoint.model,
        "messages": [message.to_dict() for message in messages],
        "max_tokens": max_tokens,
        "temperature": 0,
    }


def _accepted(send: Callable[[dict[str, Any]], T], request: Mapping[str, Any], refused: set[str]) -> T:
    """Send a request, again without an option as long as the server refuses one; note these when it then accepts."""
    left_out = set(refused)
    while True:
        try:
            reply = send(_form(request, left_out))
        except APIStatusError as error:
            option = _refused_option(error, request, left_out)
            if option is None:
                raise
            left_out.add(option)
        else:
            refused |= left_out
            return reply


def _form(request: Mapping[str, Any], left_out: set[str]) -> dict[str, Any]:
    form = {name: value for name, value in request.items() if name not in left_out}
    if "max_tokens" in left_out:
        form[_NEW_NAME] = request["max_tokens"]
    return form


def _refused_option(error: APIStatusError, request: Mapping[str, Any], left_out: set[str]) -> str | None:
    """Return the option that a server names when it refuses a request, else the schema, else None."""
    if error.status_code not in _REFUSED:
        return None
    left = [name for name in OPTIONS if name in request and name not in left_out]
    said = str(error).lower()
    return next((name for name in left if name in said), "response_format" if "response_format" in left else None)


def _usage(content: object) -> tuple[int, int] | None:
    """Return the tokens of prompt and completion that a server reports."""
    counts = [content.get(key) for key in ("prompt_tokens", "completion_tokens")] if isinstance(content, dict) else []
    known = [count for count in counts if isinstance(count, int) and not isinstance(count, bool) and count >= 0]
    return (known[0], known[1]) if len(known) == 2 else None
