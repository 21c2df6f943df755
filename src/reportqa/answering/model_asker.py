"""Other wordings of a question: a follow-up that stands alone, a question for each thing that is compared.

A language model writes them; without one, rules put the subject of the question before in the place of "it".
"""

import json
import re
from typing import NamedTuple

from reportqa.answering.model_turn import ModelTurn
from reportqa.errors import LanguageModelError
from reportqa.llm import Message, parse_object
from reportqa.search import Question, clean_question, standalone
from reportqa.text import question_terms

MAX_WORDINGS = 4
MAX_WORDING = 300
"""Characters of a wording."""
SYSTEM = (
    "You rewrite questions for a search in documents. The user's message is a JSON object with a question and, if it is"
    ' a follow-up, the question before it. Reply with JSON only: {"questions": ["..."]}. For a follow-up write one'
    " question that says the same and stands alone. For a comparison write one question for each thing compared, at"
    f" most {MAX_WORDINGS}. Keep all names, numbers and dates, and add none. Answer nothing."
)
SCHEMA = {
    "type": "object",
    "properties": {
        "questions": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MAX_WORDINGS}
    },
    "required": ["questions"],
    "additionalProperties": False,
}
_NAME_OR_NUMBER = re.compile(r"(?<=[^\s.?!] )[A-Z][\w.&’'-]*\w|\w*\d[\w.,]*\w|\d")


class Wordings(NamedTuple):
    """What is searched for a question.

    `question` stands alone: the follow-up as rules word it, or else what was asked. `others` are the language model's
    wordings. `notes` say what is searched. `is_unclear`: a follow-up was not understood.
    """

    question: str
    others: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    is_unclear: bool = False

    @property
    def asked(self) -> str:
        """The question that is answered."""
        return self.others[0] if len(self.others) == 1 else self.question


def wordings_of(question: str, before: str, turn: ModelTurn | None) -> Wordings:
    """Return what is searched for a question, or for a follow-up to the question `before` (empty for none)."""
    notes: tuple[str, ...] = ()
    if turn and (before or Question.parse(question).kind == "comparison"):
        content = {"question": question} | ({"question_before": before} if before else {})
        messages = [Message("system", SYSTEM), Message("user", json.dumps(content, ensure_ascii=False))]
        try:
            found = turn.ask(messages, SCHEMA, lambda text: parse_wordings(text, f"{before} {question}"))
        except LanguageModelError as error:
            notes = (f"Searched without the language model. {error}",)
        else:
            if found == (question,):
                return Wordings(question)
            named = ", ".join(f"“{one}”" for one in found)
            return Wordings(question, found, (f"Searched for {named} as well as “{question}”.",))
    alone = standalone(question, before) if before else question
    if alone == question:
        return Wordings(question, notes=notes)
    if alone:
        return Wordings(alone, notes=(*notes, f"Searched for “{alone}”"))
    note = f"The follow-up to “{before}” was not understood: ask a whole question."
    return Wordings(f"{before.rstrip(' ?.!')}: {question}", notes=(*notes, note), is_unclear=True)


def parse_wordings(text: str, said: str) -> tuple[str, ...]:
    """Return the questions in a reply.

    :param said: what the user has said: names and numbers that are not in it are refused
    :raises LanguageModelError: when the reply has another form, or adds a name or number.
    """
    found = parse_object(text)
    questions = found.get("questions")
    if found.keys() != {"questions"} or not isinstance(questions, list) or not 1 <= len(questions) <= MAX_WORDINGS:
        raise LanguageModelError("The language model's reply has not the form that was asked for.")
    if not all(isinstance(one, str) and len(one) <= MAX_WORDING and question_terms(one) for one in questions):
        raise LanguageModelError("The language model's reply has something else than short questions.")
    cleaned = tuple(dict.fromkeys(clean_question(one) for one in questions))
    known = said.casefold()
    for one in cleaned:
        if added := [word for word in _NAME_OR_NUMBER.findall(one) if word.casefold() not in known]:
            raise LanguageModelError(f"The language model added “{added[0]}” to the question.")
    return cleaned
