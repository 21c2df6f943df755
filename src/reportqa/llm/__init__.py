"""A language model behind an OpenAI-compatible endpoint: completions within a time, a size and a token budget.

Nothing is imported from `openai`, and no request is made, before the first completion.
"""

from reportqa.llm.json_object import parse_object
from reportqa.llm.language_model import LanguageModel, Usage, open_model
from reportqa.llm.messages import Completion, Message, prompt_bound

__all__ = [
    "Completion",
    "LanguageModel",
    "Message",
    "Usage",
    "open_model",
    "parse_object",
    "prompt_bound",
]
