"""Token budgets: one for a question, and one for a day, which all processes of an index share."""

import json
from datetime import date
from pathlib import Path

from filelock import FileLock, Timeout

from reportqa.errors import LanguageModelError
from reportqa.storage import replace_text

DAY_FILE = "language-model-use.json"
_LOCK_SECONDS = 10


class DayBudget:
    """The tokens used today, in a file of the index folder; safe to use from several threads and processes."""

    def __init__(self, index_dir: Path, limit: int) -> None:
        self._path = index_dir / DAY_FILE
        self.limit = limit

    @property
    def used(self) -> int:
        """The tokens used and reserved today.

        :raises LanguageModelError: when the file cannot be read.
        """
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            return int(found["tokens"]) if found["day"] == _today() else 0
        except FileNotFoundError:
            return 0
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise LanguageModelError(
                f"{self._path} cannot be read, which counts the tokens of a day. Delete it or make it readable."
            ) from error

    def reserve(self, tokens: int) -> None:
        """Count the most that a request may use.

        :raises LanguageModelError: when it exceeds what is left of the day, or the file cannot be written.
        """
        self._change(tokens, self.limit)

    def correct(self, difference: int) -> None:
        """Add what a request used more than was reserved, or take off what it used less (negative).

        :raises LanguageModelError: when the file cannot be written.
        """
        self._change(difference, None)

    def _change(self, tokens: int, limit: int | None) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self._path.with_suffix(".lock"), timeout=_LOCK_SECONDS):
                used = self.used
                if limit is not None and used + tokens > limit:
                    raise LanguageModelError(
                        f"The language model's budget of {limit:,} tokens a day has {max(limit - used, 0):,} left, and"
                        f" this request may use {tokens:,}. Raise REPORTQA_LLM_DAY_TOKENS, or ask tomorrow."
                    )
                replace_text(self._path, json.dumps({"day": _today(), "tokens": max(used + tokens, 0)}) + "\n")
        except (OSError, Timeout) as error:
            raise LanguageModelError(
                f"{self._path} cannot be written, which counts the tokens of a day. Make its folder writable."
            ) from error


class Budget:
    """The tokens of one question, counted for the day too."""

    def __init__(self, limit: int, day: DayBudget) -> None:
        self.limit = limit
        self.day = day
        self.used = 0

    def reserve(self, tokens: int) -> None:
        """Reserve the most that a request may use.

        :raises LanguageModelError: when it exceeds what is left of the question's or the day's budget.
        """
        if self.used + tokens > self.limit:
            raise LanguageModelError(
                f"The language model's budget of {self.limit:,} tokens a question has {self.limit - self.used:,} left,"
                f" and this request may use {tokens:,}. Raise REPORTQA_LLM_QUESTION_TOKENS."
            )
        self.day.reserve(tokens)
        self.used += tokens

    def settle(self, reserved: int, used: int) -> None:
        """Replace what was reserved by what was used.

        :raises LanguageModelError: when the file of the day cannot be written.
        """
        self.used += used - reserved
        self.day.correct(used - reserved)


def _today() -> str:
    return date.today().isoformat()
