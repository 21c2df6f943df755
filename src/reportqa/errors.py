"""The errors that reportqa raises on purpose; each message is for the user and says what to do.

ReportQAError
├── InputError               an invalid question, option or citation (HTTP 400)
│   ├── StyleNotFound        no citation style of that name
│   ├── EmptyQuestion
│   └── QuestionTooLong      (HTTP 413)
├── ServerBusy               a request that must wait for others (HTTP 503)
├── RequestStopped           a request that took too long, or whose client has gone (HTTP 503)
├── UploadRefused            a file that cannot be added (HTTP 400)
│   └── NoRoom               a file that finds no room on the server now (HTTP 507)
├── UploadNotFound           no such upload under review (HTTP 404)
├── Conflict                 a request that contradicts the current state (HTTP 409)
├── RequestRefused           a change requested by another site (HTTP 403)
│   ├── UnknownHost          a request for a host name that is not this server's
│   └── SignInRefused        somebody who has not been signed in
├── SignInRequired           a request without a user (HTTP 401)
├── AccessDenied             a user whose role does not include what they ask for (HTTP 403)
├── TooManyAttempts          a client that must wait (HTTP 429)
├── StateUnavailable         a state database that cannot be used (HTTP 503)
├── DocumentNotFound         no such document in the index (HTTP 404)
├── PageUnavailable          no picture of a page: its file is missing, changed or damaged (HTTP 404)
├── NoDocumentFits           filters that match no document (HTTP 404)
├── CorpusError              the corpus folder cannot be indexed
├── ParseError               one file cannot be read; the others are
│   └── ReadingStopped       its worker process reached a limit or died
├── ModelError               the embedding model is missing or not the expected one
├── ProviderUnavailable      a sign-in service that does not answer, or not as it should (HTTP 503)
├── LanguageModelError       a language model that cannot be asked, or whose reply cannot be used (HTTP 502)
└── IndexUnavailable         no index, or one that cannot be used (HTTP 503)
    └── IndexMismatch        built with another version, model or setting
"""

from collections.abc import Sequence


class ReportQAError(Exception):
    """An error with a message for the user."""


class InputError(ReportQAError):
    """An invalid question, option or citation."""


class StyleNotFound(InputError):
    """An unknown citation style; `nearest` are the most similar names."""

    def __init__(self, name: str, nearest: Sequence[str] = ()) -> None:
        names = " or ".join(filter(None, (", ".join(nearest[:-1]), *nearest[-1:])))
        near = f" Did you mean {names}?" if names else ""
        super().__init__(f'No citation style "{name}".{near} Run "reportqa styles WORD" to find others.')


class EmptyQuestion(InputError):
    """A question without words."""

    def __init__(self) -> None:
        super().__init__("The question is empty. Type a question and try again.")


class QuestionTooLong(InputError):
    """A question with more characters than `limit`."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(f"The question has {length:,} characters; the limit is {limit:,}. Shorten it and try again.")


class ServerBusy(ReportQAError):
    """A request that must wait for others."""


class RequestStopped(ReportQAError):
    """A request that took too long, or whose client has gone."""


class UploadRefused(ReportQAError):
    """A file that cannot be added; the message says why, without the file's name."""


class NoRoom(UploadRefused):
    """A file that finds no room on the server now."""


class UploadNotFound(ReportQAError):
    """A file that is not, or no longer, held for review or being received."""

    def __init__(self) -> None:
        super().__init__(
            "This file is no longer held for review: it was accepted or rejected, or its upload was cancelled or has"
            " expired. Reload the page."
        )


class Conflict(ReportQAError):
    """A request that contradicts the current state."""


class RequestRefused(ReportQAError):
    """A change requested by a page of another site."""


class UnknownHost(RequestRefused):
    """A request for a host `name` that is not this server's; "" if it names none."""

    def __init__(self, name: str) -> None:
        known = f" or start it with --known-as {name}" if name else ""
        called = f'This server is not known as "{name}"' if name else "The request names no server"
        super().__init__(f"{called}. Use its address{known}.")


class SignInRefused(RequestRefused):
    """Somebody who has not been signed in; the message says why and what to do."""


class SignInRequired(ReportQAError):
    """A request that needs a user, without a session or token that is valid."""


class AccessDenied(ReportQAError):
    """A user whose role does not include what they ask for."""


class TooManyAttempts(ReportQAError):
    """A client that must wait for `seconds`."""

    def __init__(self, reason: str, seconds: int) -> None:
        wait = f"{seconds} seconds" if seconds < 120 else f"{-(-seconds // 60)} minutes"
        super().__init__(f"{reason} Try again in {wait}.")
        self.seconds = seconds


class StateUnavailable(ReportQAError):
    """A state database that cannot be reached, or whose schema is of another version."""


class DocumentNotFound(ReportQAError):
    """A document id that is not in the index."""

    def __init__(self, doc_id: str) -> None:
        super().__init__(f'No document "{doc_id}" in the index. Run "reportqa documents" to list all.')
        self.doc_id = doc_id


class PageUnavailable(ReportQAError):
    """A page without a picture; the message says why."""


class NoDocumentFits(ReportQAError):
    """Filters that match no document; the message names the value and the alternatives."""


class CorpusError(ReportQAError):
    """A corpus folder that is missing, empty or unreadable."""


class ParseError(ReportQAError):
    """A file that cannot be read; the message says why, without the file's name."""


class ReadingStopped(ParseError):
    """A file whose reading reached a limit or ended its worker process.

    `cause` is "time", "memory", "output", "crash", "busy", "room" (no disk space) or "fault" (an unexpected error, with
    its traceback in `details`).
    """

    def __init__(self, message: str, cause: str = "", details: str = "") -> None:
        super().__init__(message)
        self.cause = cause
        self.details = details


class ModelError(ReportQAError):
    """An embedding model that is missing, broken or not the one expected."""


class ProviderUnavailable(ReportQAError):
    """A sign-in service that does not answer, or not as it should."""


class LanguageModelError(ReportQAError):
    """A language model that cannot be asked, has used up its budget, or whose reply cannot be used."""


class IndexUnavailable(ReportQAError):
    """No index, or one that cannot be used."""


class IndexMismatch(IndexUnavailable):
    """An index built with another version, model or setting."""
