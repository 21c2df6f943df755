"""Writing: sentences of a language model about passages, each checked against the sentences that it cites."""

from reportqa.writing.sentence_check import SentenceCheck, check_sentence, without_marks

__all__ = ["SentenceCheck", "check_sentence", "without_marks"]
