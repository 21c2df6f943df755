"""The step between composing and showing an answer: a language model reads the passages and chooses sentences."""

import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from threading import Lock

from reportqa.answer import Answer, ModelUse
from reportqa.answering.confidence import Calibration
from reportqa.answering.model_choice import ModelChoice, chosen_shown, first_citations, lowered
from reportqa.answering.passage_prompt import (
    MAX_NUMBERED,
    MAX_PROMPT_BYTES,
    SYSTEM,
    prompt_of,
    schema_of,
    sentences_of,
)
from reportqa.answering.reader import Evidence
from reportqa.errors import LanguageModelError
from reportqa.index import Catalogue
from reportqa.llm import LanguageModel, Message, prompt_bound

MAX_REPLY_TOKENS = 1_000
"""Longest reply: a few numbers, and the reasoning of models that reason before they reply."""
OTHER_TOKENS = MAX_REPLY_TOKENS + prompt_bound(
    [Message("system", SYSTEM), Message("user", "")], schema_of(MAX_NUMBERED)
)
"""Most tokens of a request beside the question and the passages."""
KEPT_REPLIES = 200
"""Replies kept in memory: the same question on the same passages is asked once."""


class ModelReader:
    """A language model that reads the passages of answers; safe to use from several threads."""

    def __init__(self, model: LanguageModel, calibration: Calibration, catalogue: Catalogue) -> None:
        self._model = model
        self._calibration = calibration
        self._catalogue = catalogue
        self._replies: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def read(self, answer: Answer, wide: Answer, evidence: Sequence[Evidence]) -> Answer:
        """Return an answer after the model has read its passages; where it fails, the same with a note.

        An answer with facts, or without passages, is not read.

        :param wide: the same answer with READ citations or more, which are read
        """
        if answer.facts or not answer.citations:
            return answer
        started = time.perf_counter()
        model = self._model.for_question()
        sentences = sentences_of(wide, evidence)
        messages, numbered = prompt_of(wide, sentences, min(MAX_PROMPT_BYTES, model.tokens_left - OTHER_TOKENS))
        schema = schema_of(len(numbered))
        estimate = model.estimate(messages, max_tokens=MAX_REPLY_TOKENS, schema=schema)
        choice = None
        try:
            if not numbered:
                raise LanguageModelError(
                    "The question leaves no room for passages. Raise REPORTQA_LLM_QUESTION_TOKENS."
                )
            text = self._kept(messages[-1].content)
            if text is None:
                text = model.complete(messages, max_tokens=MAX_REPLY_TOKENS, schema=schema).text
            choice = ModelChoice.parse(text, len(numbered))
            self._keep(messages[-1].content, text)
        except LanguageModelError as error:
            answer = replace(answer, notes=(*answer.notes, f"Answered without the language model. {error}"))
        else:
            chosen = [numbered[number - 1] for number in choice.answer]
            if chosen:
                found = chosen_shown(wide, chosen, sentences, evidence, self._catalogue, self._calibration)
                answer = first_citations(found, len(answer.citations))
            else:
                answer = lowered(answer, choice, self._calibration)
        milliseconds = (time.perf_counter() - started) * 1000
        usage = model.usage
        state = choice.state if choice else None
        return replace(
            answer,
            model=ModelUse(
                model.name, state, estimate, usage.prompt_tokens, usage.completion_tokens, milliseconds
            ),
        )  # fmt: skip

    def _kept(self, prompt: str) -> str | None:
        with self._lock:
            return self._replies.get(prompt)

    def _keep(self, prompt: str, text: str) -> None:
        with self._lock:
            self._replies[prompt] = text
            self._replies.move_to_end(prompt)
            if len(self._replies) > KEPT_REPLIES:
                self._replies.popitem(last=False)
