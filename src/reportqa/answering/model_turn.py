"""What a language model is asked for one question: requests within one budget, replies that are kept, and their use."""

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import Any, TypeVar

from reportqa.answer import ModelUse, State
from reportqa.llm import LanguageModel, Message

MAX_REPLY_TOKENS = 1_000
"""Longest reply: a few numbers or questions, and the reasoning of models that reason before they reply."""
KEPT_REPLIES = 200
"""Replies kept in memory: the same request is sent once."""

T = TypeVar("T")


class ReplyCache:
    """The last replies of a model by request; safe to use from several threads."""

    def __init__(self) -> None:
        self._replies: OrderedDict[tuple[str, ...], str] = OrderedDict()
        self._lock = Lock()

    def get(self, request: tuple[str, ...]) -> str | None:
        """Return the reply to a request, if it is kept."""
        with self._lock:
            return self._replies.get(request)

    def keep(self, request: tuple[str, ...], reply: str) -> None:
        """Keep a reply; the oldest ones beyond KEPT_REPLIES are dropped."""
        with self._lock:
            self._replies[request] = reply
            if len(self._replies) > KEPT_REPLIES:
                self._replies.popitem(last=False)


class ModelTurn:
    """A model for one question. `state` is what it found in the passages, None until a reply about them was used."""

    def __init__(self, model: LanguageModel, replies: ReplyCache) -> None:
        self.model = model.for_question()
        self.state: State | None = None
        self._replies = replies
        self._estimate = 0
        self._milliseconds = 0.0

    def ask(self, messages: Sequence[Message], schema: Mapping[str, Any], parse: Callable[[str], T]) -> T:
        """Return the parsed reply to messages; one that can be parsed is kept.

        :raises LanguageModelError: when there is no reply, or `parse` refuses it.
        """
        request = tuple(message.content for message in messages)
        self._estimate += self.model.estimate(messages, max_tokens=MAX_REPLY_TOKENS, schema=schema)
        started = time.perf_counter()
        try:
            reply = self._replies.get(request)
            if reply is None:
                reply = self.model.complete(messages, max_tokens=MAX_REPLY_TOKENS, schema=schema).text
        finally:
            self._milliseconds += (time.perf_counter() - started) * 1000
        parsed = parse(reply)
        self._replies.keep(request, reply)
        return parsed

    @property
    def use(self) -> ModelUse | None:
        """What was used so far; None if nothing was asked."""
        if not self._estimate:
            return None
        usage = self.model.usage
        return ModelUse(
            self.model.name, self.state, self._estimate, usage.prompt_tokens, usage.completion_tokens,
            self._milliseconds,
        )  # fmt: skip
