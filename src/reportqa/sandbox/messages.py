"""Messages of a worker as data: JSON that is read as the type that the function returns, so that it cannot run code."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, get_type_hints

import msgspec

from reportqa.errors import ParseError, ReadingStopped

_LONE_SURROGATES = b"\0"
"""First byte of a result with lone surrogates (of file names), which only the json module can read."""


@dataclass(frozen=True, slots=True)
class Failure:
    """The fields of a ParseError, or of a ReadingStopped, which has a `cause`."""

    message: str
    cause: str = ""
    details: str = ""

    @classmethod
    def of(cls, error: ParseError) -> "Failure":
        texts = (str(error), getattr(error, "cause", ""), getattr(error, "details", ""))
        return cls(*(text.encode("utf-8", "replace").decode() for text in texts))

    def error(self) -> ParseError:
        return ReadingStopped(self.message, self.cause, self.details) if self.cause else ParseError(self.message)


@dataclass(frozen=True, slots=True)
class Head:
    """The first line of a message: the seconds taken, whether the worker can go on, and why there is no result."""

    seconds: float
    is_usable: bool
    failure: Failure | None = None


_HEAD = msgspec.json.Decoder(Head)


def pack(result: object, head: Head) -> bytes:
    """Return a message.

    :raises TypeError: when the result is of no type that can be sent.
    """
    return msgspec.json.encode(head) + b"\n" + (b"" if head.failure else _pack(result))


def _pack(result: object) -> bytes:
    try:
        return msgspec.json.encode(result)
    except UnicodeEncodeError:
        return _LONE_SURROGATES + json.dumps(msgspec.to_builtins(result, str_keys=True)).encode()


class Unpacker:
    """A reader of the messages of a function's worker."""

    def __init__(self, function: Callable[[str], Any]) -> None:
        while isinstance(function, partial):
            function = function.func
        self._type = get_type_hints(function)["return"]
        self._decoder = msgspec.json.Decoder(self._type)

    def unpack(self, message: bytes) -> tuple[Any, float, bool]:
        """Return the result or ParseError, the seconds, and whether the worker can go on."""
        first, _, rest = message.partition(b"\n")
        try:
            head = _HEAD.decode(first)
            return head.failure.error() if head.failure else self._result(rest), head.seconds, head.is_usable
        except (ValueError, RecursionError) as error:
            return (
                ReadingStopped("cannot be read: its reader sent an unexpected result.", "fault", str(error)),
                0,
                False,
            )

    def _result(self, data: bytes) -> Any:
        if data.startswith(_LONE_SURROGATES):
            return msgspec.convert(json.loads(data[1:]), self._type, str_keys=True)
        return self._decoder.decode(data)
