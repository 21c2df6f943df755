"""Writing: sentences of a language model about passages, each checked against the sentences that it cites."""

from reportqa.writing.kept_replies import KeptReplies
from reportqa.writing.numbered_sentences import NumberedSentence
from reportqa.writing.section_summary import SectionSummary, Summariser
from reportqa.writing.sentence_check import SentenceCheck, check_sentence, without_marks
from reportqa.writing.writer import write_paragraph
from reportqa.writing.written_draft import draft_markdown, note_markdown
from reportqa.writing.written_paragraph import WrittenParagraph, WrittenSentence, paragraph_text

__all__ = [
    "KeptReplies",
    "NumberedSentence",
    "SectionSummary",
    "SentenceCheck",
    "Summariser",
    "WrittenParagraph",
    "WrittenSentence",
    "check_sentence",
    "draft_markdown",
    "note_markdown",
    "paragraph_text",
    "without_marks",
    "write_paragraph",
]
