"""The step between composing and showing an answer: a language model reads the passages and chooses sentences."""

from collections.abc import Sequence
from dataclasses import replace

from reportqa.answer import Answer
from reportqa.answering.confidence import Calibration
from reportqa.answering.model_choice import ModelChoice, chosen_shown, first_citations, lowered
from reportqa.answering.model_turn import MAX_REPLY_TOKENS, ModelTurn
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
from reportqa.llm import Message, prompt_bound

OTHER_TOKENS = MAX_REPLY_TOKENS + prompt_bound(
    [Message("system", SYSTEM), Message("user", "")], schema_of(MAX_NUMBERED)
)
"""Most tokens of a request beside the question and the passages."""


def read_with_model(
    turn: ModelTurn, answer: Answer, wide: Answer, evidence: Sequence[Evidence], catalogue: Catalogue,
    calibration: Calibration,
) -> Answer:  # fmt: skip
    """Return an answer after a model has read its passages; where it fails, the same with a note.

    An answer with facts, or without passages, is not read.

    :param wide: the same answer with READ citations or more, which are read
    """
    if answer.facts or not answer.citations:
        return answer
    sentences = sentences_of(wide, evidence)
    limit = min(MAX_PROMPT_BYTES, turn.model.tokens_left - OTHER_TOKENS)
    messages, numbered = prompt_of(wide, sentences, limit)
    try:
        if not numbered:
            raise LanguageModelError("The question leaves no room for passages. Raise REPORTQA_LLM_QUESTION_TOKENS.")
        count = len(numbered)
        choice = turn.ask(messages, schema_of(count), lambda text: ModelChoice.parse(text, count))
    except LanguageModelError as error:
        return replace(answer, notes=(*answer.notes, f"Answered without the language model. {error}"))
    turn.state = choice.state
    chosen = [numbered[number - 1] for number in choice.answer]
    if not chosen:
        return lowered(answer, choice, calibration)
    found = chosen_shown(wide, chosen, sentences, evidence, catalogue, calibration)
    return first_citations(found, len(answer.citations))
