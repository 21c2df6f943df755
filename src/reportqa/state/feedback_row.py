"""Feedback on the answer to a question as a row of a question set that `reportqa evaluate` and `calibrate` read."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from reportqa.answer import Citation
from reportqa.errors import InputError, QuestionTooLong
from reportqa.settings import MAX_QUESTION_LENGTH
from reportqa.text import fold_case

MAX_PLACES = 20
"""Quotes in the feedback on one question."""
MAX_QUOTE = 4_000
"""Characters of a quote."""

Feedback = dict[str, Any]


def feedback_row(question: str, answers: Sequence[Citation], wrong: Sequence[Citation], by: str) -> Feedback:
    """Return the row of a user that says what answers a question, or that these quotes do not, or that nothing does.

    A row that only says what is wrong leaves open whether the question has an answer.
    :raises QuestionTooLong: when the question has too many characters.
    :raises InputError: when there are too many citations, or a quote is too long.
    """
    if len(question) > MAX_QUESTION_LENGTH:
        raise QuestionTooLong(len(question), MAX_QUESTION_LENGTH)
    given = [*answers, *wrong]
    if len(given) > MAX_PLACES or any(len(one.quote) > MAX_QUOTE for one in given):
        raise InputError(f"Feedback has up to {MAX_PLACES} quotes of {MAX_QUOTE:,} characters. Choose fewer.")
    row: Feedback = {"id": question_id(question, by), "question": question} | ({"by": by} if by else {})
    if answers:
        pages = answers[0].pages
        row["answerable"] = True
        row["documents"] = list(dict.fromkeys(one.doc_id for one in answers))
        row["page"] = (pages[0].label or str(pages[0].physical)) if pages else None
        row["answers"] = _quotes(answers)
        row["any_sentence"] = True
    elif wrong:
        row["wrong"] = _quotes(wrong)
    else:
        row["answerable"] = False
    return row | {"judged": date.today().isoformat()}


def question_id(question: str, by: str = "") -> str:
    """Return the id of a question of a user, the same for any case and any spaces between its words."""
    asked = f"{fold_case(question)}\0{by}" if by else fold_case(question)
    return hashlib.blake2b(asked.encode(errors="surrogatepass"), digest_size=8).hexdigest()


def _quotes(citations: Sequence[Citation]) -> list[str]:
    return list(dict.fromkeys(one.quote for one in citations))
