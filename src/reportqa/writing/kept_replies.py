"""Replies of a language model that are kept in the cache folder of an index, by model, prompt and passages."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from reportqa.errors import LanguageModelError
from reportqa.llm import Completion, Message
from reportqa.storage import replace_text

FOLDER = ("cache", "replies")
"""Under the index folder; it can be deleted at any time."""


class KeptReplies:
    """Completions by the model and messages that led to them; messages have the prompt and all passages."""

    def __init__(self, index_dir: Path) -> None:
        self._folder = index_dir.joinpath(*FOLDER)

    def find(self, model: str, messages: Sequence[Message]) -> Completion | None:
        """Return a completion that was kept; None if there is none or its file is damaged."""
        try:
            found = json.loads(self._path(model, messages).read_text(encoding="utf-8"))
            return Completion(str(found["text"]), 0, 0, str(found["model"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, model: str, messages: Sequence[Message], completion: Completion) -> None:
        """Keep a completion.

        :raises LanguageModelError: when it cannot be written.
        """
        path = self._path(model, messages)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_text(path, json.dumps({"text": completion.text, "model": completion.model}))
        except OSError as error:
            raise LanguageModelError(
                f"{self._folder} cannot be written ({error.strerror}). Make it writable, so that replies are kept."
            ) from error

    def _path(self, model: str, messages: Sequence[Message]) -> Path:
        key = json.dumps([model, *(message.to_dict() for message in messages)])
        return self._folder / f"{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()}.json"
