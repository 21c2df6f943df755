from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

import pytest

from reportqa.document import Document, Page, Table
from reportqa.errors import ParseError, ReadingStopped
from reportqa.sandbox.messages import Failure, Head, Unpacker, pack
from reportqa.server.viewer.page_renderer import PageSize, Picture, produce

DOCUMENT = Document(
    "a.pdf", "0" * 64, "application/pdf", {"title": "T", "issued": {"date-parts": [[2016]]}}, "T\u2028ext",
    (Page(1, None, 0, 5),), tables=(Table(0, 1, (("a", ""),), ((0, None),)),), boxes=(b"\0\n\xff", b""),
)  # fmt: skip


@dataclass(frozen=True)
class Corrections:
    by_number: Mapping[int, tuple[str, str]]


def read(_: str) -> Document:
    return DOCUMENT


def correct(_: str, *, mark: str) -> Corrections:
    return Corrections({3: (mark, "b")})


@pytest.mark.parametrize("text", ["Text", "lone \udce4 surrogate \ud83d", "line\nend", ""])
def test_document_comes_back_equal(text: str) -> None:
    document = replace(DOCUMENT, text=text, doc_id=f"{text}.pdf")
    found, seconds, is_usable = Unpacker(read).unpack(pack(document, Head(1.5, True)))
    assert (found, seconds, is_usable) == (document, 1.5, True)
    assert found.boxes == document.boxes


@pytest.mark.parametrize("result", [Picture(b"\x89PNG", "image/png"), PageSize(595.3, 842.0)])
def test_result_may_be_one_of_two_types(result: Picture | PageSize) -> None:
    assert Unpacker(produce).unpack(pack(result, Head(0.0, True)))[0] == result


def test_partial_function_has_the_type_of_its_function() -> None:
    message = pack(correct("", mark="\udce4"), Head(0.0, True))
    assert Unpacker(partial(correct, mark="a")).unpack(message)[0] == Corrections({3: ("\udce4", "b")})


@pytest.mark.parametrize("error", [ParseError("is bad."), ReadingStopped("took long.", "time", "\udce4")])
def test_error_comes_back(error: ParseError) -> None:
    found = Unpacker(read).unpack(pack(None, Head(0.1, False, Failure.of(error))))[0]
    assert type(found) is type(error)
    assert str(found) == str(error)
    assert getattr(found, "cause", "") == getattr(error, "cause", "")


@pytest.mark.parametrize(
    "message",
    [
        b"", b"\n", b"{}\n{}", b"\x80\x04.", b"[" * 100_000, b'{"seconds":1,"is_usable":true}\n',
        b'{"seconds":1,"is_usable":true}\n{"doc_id":3}', b'{"seconds":1,"is_usable":true}\n\0' + b"[" * 100_000,
        b'{"seconds":1,"is_usable":true}\n\0{"doc_id":"a"}', b'{"seconds":1,"is_usable":true}\n\0\xff',
    ],
)  # fmt: skip
def test_anything_else_is_a_failure(message: bytes) -> None:
    found, _, is_usable = Unpacker(read).unpack(message)
    assert isinstance(found, ReadingStopped)
    assert not is_usable
