"""The types of an answer: sentences that answer a question, citations, facts, what a model used.

Offsets count characters of `Document.text` from 0, ends exclusive; pages and citations count from 1.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from reportqa.document import Page, Sentence
from reportqa.html_display import answer_html, citation_html
from reportqa.permalinks import permanent_link


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """A passage of another document that has the words of a quote, nearly word for word."""

    doc_id: str
    title: str
    pages: tuple[Page, ...]
    start: int
    end: int
    link: str

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "pages": [page.to_dict() for page in self.pages]}


@dataclass(frozen=True, slots=True)
class Edition:
    """A newer edition of the work that a document is an edition of."""

    doc_id: str
    title: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote with all that a reader needs to find it again; `key` is its sentence that answers best.

    `superseded_by` is the newest edition of its work, if the index has a newer one. `before` and `after` are the
    characters around it that a record keeps. `status` is what stands in place of the year ("forthcoming").
    """

    number: int
    doc_id: str
    title: str
    authors: tuple[str, ...]
    publisher: str | None
    year: int | None
    url: str | None
    pages: tuple[Page, ...]
    section: tuple[str, ...]
    start: int
    end: int
    quote: str
    score: float
    document_sha256: str
    also_in: tuple[NearDuplicate, ...] = ()
    superseded_by: Edition | None = None
    key: Sentence | None = None
    before: str = ""
    after: str = ""
    editors: tuple[str, ...] = ()
    status: str | None = None

    @property
    def ocr(self) -> bool:
        """Whether any of the quote was recognised from a picture, and may have errors."""
        return any(page.ocr for page in self.pages)

    @property
    def place(self) -> str:
        """The place as `reportqa cite` reads it, short enough for a terminal; good until the document changes."""
        return f"{self.doc_id}#{self.start}-{self.end}"

    @property
    def link(self) -> str:
        """The permanent link: a path on the server that serves this index."""
        pages = [(page.physical, page.label) for page in self.pages]
        return permanent_link(
            self.doc_id, self.start, self.end, self.document_sha256, self.quote, pages, self.before, self.after
        )

    def to_dict(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "doc_id": self.doc_id,
            "title": self.title,
            "authors": list(self.authors),
            "editors": list(self.editors),
            "publisher": self.publisher,
            "year": self.year,
            "status": self.status,
            "url": self.url,
            "pages": [page.to_dict() for page in self.pages],
            "section": list(self.section),
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "score": round(self.score, 4),
            "link": self.link,
            "document_sha256": self.document_sha256,
            "ocr": self.ocr,
            "also_in": [place.to_dict() for place in self.also_in],
            "superseded_by": asdict(self.superseded_by) if self.superseded_by else None,
            "key_sentence": {"start": self.key.start, "end": self.key.end} if self.key else None,
        }

    def _repr_html_(self) -> str:
        return citation_html(self.to_dict())


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of what is shown first, inside the citation with that number; offsets are in the document.

    `nearest`: whether it is one of the sentences closest to the question, which are quoted and highlighted; the others
    are shown around them.
    """

    citation: int
    text: str
    start: int
    end: int
    nearest: bool = True

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


class State(StrEnum):
    """What is claimed: that the sentences shown answer, that the passages are on the point, or nothing."""

    ANSWERS = "answers"
    RELATED = "related"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Difference:
    """The sentence of one of several documents that state different figures, in the citation with that number."""

    citation: int
    text: str
    figures: tuple[str, ...]
    date: str | None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"figures": list(self.figures)}


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact about a document, or about all of them.

    - `field`: a CSL field, "pages", or "documents" for how many there are
    - `origin`: where the value is from, as a user reads it: "library.json", "the PDF file's metadata", "its byline"
    - `start` to `end`: the words that state the value in the document `stated_in`; None if no text does
    """

    doc_id: str | None
    title: str | None
    field: str
    value: str
    origin: str
    start: int | None = None
    end: int | None = None
    stated_in: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the fact as a JSON object, without what is None."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class ModelUse:
    """What a language model that read the passages found, and what it used.

    `state`: "answers" if it chose sentences, "related" or "nothing" if none; None when its reply was not used.
    `estimate` is the most tokens that the request could use; no tokens are used by a reply that was kept.
    """

    name: str
    state: State | None
    estimate: int
    prompt_tokens: int
    completion_tokens: int
    milliseconds: float

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens

    @property
    def summary(self) -> str:
        """What it found and used, in a sentence."""
        found = {
            State.ANSWERS: "found an answer",
            State.RELATED: "found related passages, but no answer",
            State.NOTHING: "found nothing on the question",
            None: "was not used",
        }[self.state]
        return (
            f"The language model {self.name} {found} ({self.tokens:,} tokens of at most {self.estimate:,},"
            f" {self.milliseconds / 1000:.1f} s)."
        )

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"milliseconds": round(self.milliseconds, 1)}


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of the corpus to a question.

    `confidence` (0 to 1) is the probability that what is shown first answers. `sentences` are those of the first
    excerpt or list; empty when the state is nothing, where `citations` are the closest passages, best first. `filters`
    are by the names of options and parameters. `notes` are sentences on replaced words, missing phrases and doubts, of
    which `also_searched` only name what was searched beside the question's words;
    `differences` are the claims of documents that disagree, best first; `facts` answer a question about the documents;
    `model` is set when a language model was asked. `wordings` are questions that were searched beside this one, or the
    one that was searched in place of a follow-up.
    """

    question: str
    state: State
    confidence: float
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    generation: str
    milliseconds: float
    id: str | int | None = field(default=None)
    filters: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    facts: tuple[Fact, ...] = ()
    model: ModelUse | None = None
    wordings: tuple[str, ...] = ()
    also_searched: tuple[str, ...] = ()

    @property
    def asked(self) -> str:
        """The question as it is answered: a follow-up in the wording that stands alone."""
        return self.wordings[0] if len(self.wordings) == 1 else self.question

    @property
    def nearest(self) -> tuple[AnswerSentence, ...]:
        """The sentences to quote."""
        return tuple(sentence for sentence in self.sentences if sentence.nearest)

    @property
    def whole(self) -> frozenset[int]:
        """The numbers of the citations whose whole quotes the sentences show."""
        return frozenset(citation.number for citation in self.citations if not self._left_out(citation).strip())

    def _left_out(self, citation: Citation) -> str:
        """Return what of the quote of a citation is not in the sentences."""
        left, place = "", citation.start
        for sentence in sorted(self.sentences, key=lambda sentence: sentence.start):
            if sentence.citation == citation.number:
                left += citation.quote[place - citation.start : sentence.start - citation.start]
                place = sentence.end
        return left + citation.quote[place - citation.start :]

    @property
    def answerable(self) -> bool:
        """Whether the corpus has anything on the question."""
        return self.state is not State.NOTHING

    def to_dict(self) -> dict[str, Any]:
        """Return the object that the command line and HTTP print; answer.schema.json describes it."""
        return {
            "id": self.id,
            "question": self.question,
            "wordings": list(self.wordings),
            "filters": dict(self.filters),
            "answerable": self.answerable,
            "state": str(self.state),
            "confidence": round(self.confidence, 4),
            "answer": [sentence.to_dict() for sentence in self.sentences],
            "notes": list(self.notes),
            "differences": [difference.to_dict() for difference in self.differences],
            "facts": [fact.to_dict() for fact in self.facts],
            "citations": [citation.to_dict() for citation in self.citations],
            "model": self.model.to_dict() if self.model else None,
            "generation": self.generation,
            "milliseconds": round(self.milliseconds, 1),
        }

    def _repr_html_(self) -> str:
        return answer_html(self.to_dict())
