"""Every error that reportqa raises on purpose; its message is for the user and says what to do.

ReportQAError
├── InputError               a question, option or citation that cannot be used (HTTP 400)
│   ├── StyleNotFound        no citation style of that name
│   ├── EmptyQuestion
│   └── QuestionTooLong      (HTTP 413)
├── UploadRefused            a file that may not be added (HTTP 400)
├── UploadNotFound           no such file waits (HTTP 404)
├── Conflict                 what is there or going on stands in the way (HTTP 409)
├── RequestRefused           a change asked for by another site (HTTP 403)
│   └── StrangeName          a request under a name that is not this server's
├── DocumentNotFound         no such document in the index (HTTP 404)
├── PageUnavailable          no picture of a page: its file is gone, changed or damaged (HTTP 404)
├── NoDocumentFits           filters that leave no document to look in (HTTP 404)
├── CorpusError              the corpus folder cannot be indexed
├── ParseError               one file cannot be read; the others go on
│   └── ReadingStopped       its worker process hit a limit or died
├── ModelError               the embedding model is missing or is not the one expected
└── IndexUnavailable         no index, or one that this program cannot use (HTTP 503)
    └── IndexMismatch        built by another version, model or setting
"""

from collections.abc import Sequence


class ReportQAError(Exception):
    """An error with a message for the user."""


class InputError(ReportQAError):
    """A question, option or citation that cannot be used."""


class StyleNotFound(InputError):
    """A name that no citation style has; `nearest` are the most alike."""

    def __init__(self, name: str, nearest: Sequence[str] = ()) -> None:
        near = (
            f" Did you mean {', '.join(nearest[:-1])}{' or ' if nearest[1:] else ''}{nearest[-1]}?" if nearest else ""
        )
        super().__init__(f'No citation style "{name}".{near} "reportqa styles WORD" finds others.')


class EmptyQuestion(InputError):
    """A question without a word in it."""

    def __init__(self) -> None:
        super().__init__("The question is empty. Type a question and try again.")


class QuestionTooLong(InputError):
    """A question of more characters than `limit`."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(f"The question has {length:,} characters; the limit is {limit:,}. Shorten it and try again.")


class UploadRefused(ReportQAError):
    """A file that may not be added; the message says why, without the file's name."""


class UploadNotFound(ReportQAError):
    """A file that is not, or no longer, held for review."""

    def __init__(self) -> None:
        super().__init__("This file is no longer held for review: it was accepted or rejected. Reload the page.")


class Conflict(ReportQAError):
    """Something that cannot be done as things stand."""


class RequestRefused(ReportQAError):
    """A change that was asked for by a page of another site."""


class StrangeName(RequestRefused):
    """A request that calls the server by a `name` that it does not know; "" where it names none."""

    def __init__(self, name: str) -> None:
        known = f" or start it with --known-as {name}" if name else ""
        called = f'This server is not known as "{name}"' if name else "The request does not say which server it is for"
        super().__init__(f"{called}. Call this one by its address{known}.")


class DocumentNotFound(ReportQAError):
    """A document id that the index does not hold."""

    def __init__(self, doc_id: str) -> None:
        super().__init__(f'No document "{doc_id}" in the index. "reportqa documents" lists those that are there.')
        self.doc_id = doc_id


class PageUnavailable(ReportQAError):
    """A page of which no picture can be shown; the message says why."""


class NoDocumentFits(ReportQAError):
    """Filters that leave no document to look in; the message says which value, and what there is."""


class CorpusError(ReportQAError):
    """A corpus folder that is missing, empty or unreadable."""


class ParseError(ReportQAError):
    """A file that cannot be read; the message says why, without the file's name."""


class ReadingStopped(ParseError):
    """A file whose reading hit a limit or killed its worker process.

    `cause` is "time", "memory", "output", "crash", "room" (of the disk) or "fault", an error that no parser raises on
    purpose; `details` is then the traceback.
    """

    def __init__(self, message: str, cause: str = "", details: str = "") -> None:
        super().__init__(message)
        self.cause = cause
        self.details = details


class ModelError(ReportQAError):
    """An embedding model that is missing, broken or not the one expected."""


class IndexUnavailable(ReportQAError):
    """No index, or one that cannot be used."""


class IndexMismatch(IndexUnavailable):
    """An index built by another version, model or setting."""
