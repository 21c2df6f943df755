"""The language model of the settings: replies in text or JSON, counted against budgets."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

from reportqa.errors import LanguageModelError
from reportqa.llm.budget import Budget, DayBudget
from reportqa.llm.messages import Completion, Message, prompt_bound
from reportqa.settings import Endpoint, Settings

if TYPE_CHECKING:
    from reportqa.llm.chat import Reply


AT_ONCE = 4
"""Requests at the same time; the threads of a server that wait for a model answer nobody else."""


@dataclass(slots=True)
class Usage:
    """What a question has used of a model: requests that were answered, and their tokens."""

    requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the questions to one model share: the day's budget, refused options, and the number of requests at once."""

    endpoint: Endpoint
    day: DayBudget
    refused: set[str] = field(default_factory=set)
    slots: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(AT_ONCE))


class LanguageModel:
    """A language model within the token budget of one question; `usage` is what was used of it.

    `name` is the model's name in the settings. Each question takes its own object from `for_question`, which may be
    called from several threads.
    """

    def __init__(self, endpoint: Endpoint, day: DayBudget) -> None:
        self._start(_Shared(endpoint, day))

    def _start(self, shared: _Shared) -> None:
        self.name = shared.endpoint.model
        self.usage = Usage()
        self._shared = shared
        self._budget = Budget(shared.endpoint.question_tokens, shared.day)

    def __repr__(self) -> str:
        return f"LanguageModel({self.name!r} at {self._shared.endpoint.host!r})"

    @property
    def description(self) -> str:
        """The model, where it is, and how much of the day's budget is used, as shown to the user.

        :raises LanguageModelError: when the file of the day cannot be read.
        """
        endpoint = self._shared.endpoint
        return (
            f"{self.name} at {endpoint.host}; {self.used_today:,} of {endpoint.day_tokens:,} tokens used today,"
            f" up to {endpoint.question_tokens:,} a question"
        )

    @property
    def tokens_left(self) -> int:
        """The tokens left of the question's budget."""
        return self._budget.limit - self._budget.used

    @property
    def used_today(self) -> int:
        """The tokens that all processes of this index used today, with those reserved."""
        return self._shared.day.used

    def for_question(self) -> "LanguageModel":
        """Return the same model with the whole budget of a question."""
        model = LanguageModel.__new__(LanguageModel)
        model._start(self._shared)
        return model

    def estimate(self, messages: Sequence[Message], *, max_tokens: int, schema: Mapping[str, Any] | None = None) -> int:
        """Return the most tokens that a request may use (see `prompt_bound`)."""
        return prompt_bound(messages, schema) + max_tokens

    def complete(
        self, messages: Sequence[Message], *, max_tokens: int, schema: Mapping[str, Any] | None = None
    ) -> Completion:
        """Return the reply to messages, of up to `max_tokens` tokens.

        :param schema: a JSON schema of the reply. A server that refuses it is asked without, so the reply must still be
            checked (see `parse_object`).
        :raises LanguageModelError: when there is no reply in time, it is empty, a budget does not suffice, or AT_ONCE
            other requests are waiting.
        """
        chat, shared = _chat(), self._shared
        with self._request(messages, max_tokens, schema) as done:
            reply = chat.complete(shared.endpoint, shared.refused, messages, max_tokens, schema)
            done.append(self._completion(reply, messages, schema))
        return self._not_empty(done)

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str]:
        """Yield the reply to messages in parts as they arrive, of up to `max_tokens` tokens.

        :raises LanguageModelError: as `complete` does; the parts before it are then not the whole reply.
        """
        chat, shared = _chat(), self._shared
        parts: list[Reply] = []
        with self._request(messages, max_tokens, None) as done:
            try:
                for part in chat.stream(shared.endpoint, shared.refused, messages, max_tokens):
                    parts.append(part)
                    if part.text:
                        yield part.text
            finally:
                if parts:
                    done.append(self._completion(chat.joined(parts), messages, None))
        self._not_empty(done)

    @contextmanager
    def _request(
        self, messages: Sequence[Message], max_tokens: int, schema: Mapping[str, Any] | None
    ) -> Iterator[list[Completion]]:
        """Reserve tokens and one of AT_ONCE places; count the completion that is put into the list, none if empty."""
        if not self._shared.slots.acquire(blocking=False):
            raise LanguageModelError(
                f"The language model is busy with {AT_ONCE} other requests. Ask again in a moment."
            )
        done: list[Completion] = []
        try:
            reserved = self.estimate(messages, max_tokens=max_tokens, schema=schema)
            self._budget.reserve(reserved)
            try:
                yield done
            finally:
                prompt, reply = sum(one.prompt_tokens for one in done), sum(one.completion_tokens for one in done)
                self.usage.requests += len(done)
                self.usage.prompt_tokens += prompt
                self.usage.completion_tokens += reply
                self._budget.settle(reserved, prompt + reply)
        finally:
            self._shared.slots.release()

    def _completion(
        self, reply: "Reply", messages: Sequence[Message], schema: Mapping[str, Any] | None
    ) -> Completion:  # fmt: skip
        """Return a reply with its tokens; where the server reports none, with their upper bounds."""
        bounds = prompt_bound(messages, schema), len(reply.text.encode(errors="replace"))
        return Completion(reply.text.strip(), *(reply.usage or bounds), reply.model or self.name)

    def _not_empty(self, done: Sequence[Completion]) -> Completion:
        if not done or not done[0].text:
            raise LanguageModelError(
                f"The language model at {self._shared.endpoint.host} sent an empty reply. Ask again, or use another"
                " model."
            )
        return done[0]


def open_model(settings: Settings) -> LanguageModel | None:
    """Return the language model of the settings; None when they have none."""
    endpoint = settings.llm
    return LanguageModel(endpoint, DayBudget(settings.index_dir, endpoint.day_tokens)) if endpoint else None


def _chat() -> Any:
    """Return the module that speaks to a server.

    :raises LanguageModelError: when the packages of the extra are missing.
    """
    try:
        from reportqa.llm import chat
    except ImportError as error:
        raise LanguageModelError(
            f"A language model needs the extra: pip install 'reportqa[llm]' ({error.name or error} is missing)."
        ) from error
    return chat
