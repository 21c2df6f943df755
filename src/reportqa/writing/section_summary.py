"""A summary of a document section by section, written by a language model, with replies kept between runs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reportqa.answer import Citation
from reportqa.index import Catalogue
from reportqa.llm import LanguageModel
from reportqa.writing.kept_replies import KeptReplies
from reportqa.writing.numbered_sentences import number_sentences
from reportqa.writing.section_passages import section_passages
from reportqa.writing.writer import MAX_TOKENS, SCHEMA, prompt, write_paragraph
from reportqa.writing.written_paragraph import WrittenParagraph

QUESTION = "What are the main points of these sentences?"
"""The same for every section: a heading is text of the document, which may not be in the question."""


@dataclass(frozen=True, slots=True)
class SectionSummary:
    """What was written about one passage of a document."""

    citation: Citation
    paragraph: WrittenParagraph

    def to_dict(self) -> dict[str, Any]:
        """Return the object that the command line prints for a section."""
        return {
            "doc_id": self.citation.doc_id,
            "section": list(self.citation.section),
            "pages": [page.to_dict() for page in self.citation.pages],
            "start": self.citation.start,
            "end": self.citation.end,
            "written": self.paragraph.to_dict(),
        }


class Summariser:
    """The sections of a document that are to be summarised, and the most that this costs.

    `kept` is the number of sections whose replies are kept; `estimate` the most tokens that the others can use;
    `model` the model's name. To iterate over it writes the summary (see `summaries`).
    """

    def __init__(self, catalogue: Catalogue, doc_id: str, model: LanguageModel, cache: KeptReplies) -> None:
        """Read the document.

        :raises DocumentNotFound: for an unknown id.
        """
        document = catalogue.document(doc_id)
        self._model = model
        self.model = model.name
        self._cache = cache
        self.title = document.title
        self.citations = [catalogue.cite(doc_id, one.start, one.end) for one in section_passages(document)]
        self.kept = self.estimate = 0
        for citation in self.citations:
            messages = prompt(QUESTION, number_sentences([citation]))
            if cache.find(model.name, messages):
                self.kept += 1
            else:
                self.estimate += model.estimate(messages, max_tokens=MAX_TOKENS, schema=SCHEMA)

    def __iter__(self) -> Iterator[SectionSummary]:
        return self.summaries()

    def summaries(self) -> Iterator[SectionSummary]:
        """Yield the summary of each section in order; each reply is kept as soon as it is there.

        :raises LanguageModelError: when the model fails or a budget does not suffice; the next run goes on from there.
        """
        for citation in self.citations:
            model = self._model.for_question()
            yield SectionSummary(citation, write_paragraph(QUESTION, [citation], model, self._cache))
