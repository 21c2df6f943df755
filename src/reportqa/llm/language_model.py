"""The language model of the settings: replies in text or JSON, counted against budgets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportqa.errors import LanguageModelError
from reportqa.llm.budget import Budget, DayBudget
from reportqa.llm.messages import Completion, Message, prompt_bound
from reportqa.settings import Endpoint, Settings

if TYPE_CHECKING:
    from reportqa.llm.chat import Reply


@dataclass(slots=True)
class Usage:
    """What a question has used of a model: requests that were answered, and their tokens."""

    requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens


class LanguageModel:
    """A language model within the token budget of one question; `usage` is what was used of it.

    `name` is the model's name in the settings. Each question takes its own object from `for_question`, which may be
    called from several threads.
    """

    def __init__(self, endpoint: Endpoint, day: DayBudget, refused: set[str] | None = None) -> None:
        self.name = endpoint.model
        self.usage = Usage()
        self._endpoint = endpoint
        self._budget = Budget(endpoint.question_tokens, day)
        self._refused = set() if refused is None else refused

    def __repr__(self) -> str:
        return f"LanguageModel({self.name!r} at {self._endpoint.host!r})"

    @property
    def used_today(self) -> int:
        """The tokens that all processes of this index used today, of `day_tokens`."""
        return self._budget.day.used

    def for_question(self) -> "LanguageModel":
        """Return the same model with the whole budget of a question."""
        return LanguageModel(self._endpoint, self._budget.day, self._refused)

    def estimate(self, messages: Sequence[Message], *, max_tokens: int, schema: Mapping[str, Any] | None = None) -> int:
        """Return the most tokens that a request may use (see `prompt_bound`)."""
        return prompt_bound(messages, schema) + max_tokens

    def complete(
        self, messages: Sequence[Message], *, max_tokens: int, schema: Mapping[str, Any] | None = None
    ) -> Completion:
        """Return the reply to messages, of up to `max_tokens` tokens.

        :param schema: a JSON schema of the reply. A server that refuses it is asked without, so the reply must still be
            checked (see `parse_object`).
        :raises LanguageModelError: when there is no reply in time, it is empty, or a budget does not suffice.
        """
        chat = _chat()
        reserved = self._reserve(messages, max_tokens, schema)
        completion = None
        try:
            reply = chat.complete(self._endpoint, self._refused, messages, max_tokens, schema)
            completion = self._completion(reply, messages, schema)
        finally:
            self._settle(reserved, completion)
        return self._not_empty(completion)

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str]:
        """Yield the reply to messages in parts as they arrive, of up to `max_tokens` tokens.

        :raises LanguageModelError: as `complete` does; the parts before it are then not the whole reply.
        """
        chat = _chat()
        reserved = self._reserve(messages, max_tokens, None)
        parts: list[Reply] = []
        completion = None
        try:
            for part in chat.stream(self._endpoint, self._refused, messages, max_tokens):
                parts.append(part)
                if part.text:
                    yield part.text
        finally:
            if parts:
                completion = self._completion(chat.joined(parts), messages, None)
            self._settle(reserved, completion)
        self._not_empty(completion)

    def _reserve(self, messages: Sequence[Message], max_tokens: int, schema: Mapping[str, Any] | None) -> int:
        tokens = self.estimate(messages, max_tokens=max_tokens, schema=schema)
        self._budget.reserve(tokens)
        return tokens

    def _settle(self, reserved: int, completion: Completion | None) -> None:
        """Count the tokens of a completion instead of those reserved; none for a request without one."""
        used = 0
        if completion is not None:
            used = completion.prompt_tokens + completion.completion_tokens
            self.usage.requests += 1
            self.usage.prompt_tokens += completion.prompt_tokens
            self.usage.completion_tokens += completion.completion_tokens
        self._budget.settle(reserved, used)

    def _completion(
        self, reply: "Reply", messages: Sequence[Message], schema: Mapping[str, Any] | None
    ) -> Completion:  # fmt: skip
        """Return a reply with its tokens; where the server reports none, with their upper bounds."""
        bounds = prompt_bound(messages, schema), len(reply.text.encode(errors="replace"))
        return Completion(reply.text.strip(), *(reply.usage or bounds), reply.model or self.name)

    def _not_empty(self, completion: Completion | None) -> Completion:
        if completion is None or not completion.text:
            raise LanguageModelError(
                f"The language model at {self._endpoint.host} sent an empty reply. Ask again, or use another model."
            )
        return completion


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
