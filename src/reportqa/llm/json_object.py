"""The JSON object that a model was asked for, parsed strictly."""

import json
from typing import Any

from reportqa.errors import LanguageModelError

_FENCE = "```"


def parse_object(text: str) -> dict[str, Any]:
    """Return the JSON object that a text is, alone or in one code fence; prose around it is refused.

    :raises LanguageModelError: when the text is anything else.
    """
    text = text.strip()
    if text.startswith(_FENCE) and text.endswith(_FENCE):
        text = text.removesuffix(_FENCE).removeprefix(_FENCE).removeprefix("json").strip()
    try:
        found = json.loads(text, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise LanguageModelError("The language model's reply is not JSON. Ask again or use another model.") from error
    if not isinstance(found, dict):
        raise LanguageModelError("The language model's reply is not a JSON object. Ask again or use another model.")
    return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the pairs of an object.

    :raises ValueError: when a key occurs twice.
    """
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key occurs twice")
    return dict(pairs)
