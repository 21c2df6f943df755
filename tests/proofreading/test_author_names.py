from typing import Any

import pytest

from reportqa.document import DocumentSummary
from reportqa.proofreading.author_names import AuthorNames
from reportqa.proofreading.reference_list import ReferenceList


def summary(doc_id: str, title: str, author: list[dict[str, str]]) -> DocumentSummary:
    item: dict[str, Any] = {"title": title, "author": author}
    return DocumentSummary(doc_id, "0" * 64, "application/pdf", item, 9, 9, 900, ())


LIND, BAR = {"family": "Lind", "given": "Jan Otto"}, {"family": "Bär", "given": "Ute"}
NAMES = AuthorNames(
    [
        summary("wards.pdf", "Wards by the sea", [LIND, BAR]),
        summary("damp.pdf", "Damp and its cure", [LIND]),
        summary("board.pdf", "The winter of 2012", [{"literal": "Board of Harbours"}]),
        summary("rents.pdf", "Rents in towns", [{"literal": "Institut für Wohnen"}]),
        summary("nobody.md", "Lighthouses of the north", []),
    ]
)
LISTED = [
    "Lind, Jan Otto. Damp and Its Cure. Orme Press, 2012.",
    "———, and Ute Bär. Wards by the Sea. Orme Press, 2014.",
    "Moll, Vera. On Stairs. Lido, 2001.",
]


@pytest.mark.parametrize(
    ("note", "doc_ids"),
    [
        ("(Lind 31)", {"wards.pdf", "damp.pdf"}),
        ("(Lind)", {"wards.pdf", "damp.pdf"}),
        ("(see Lind and Bär 31–33)", {"wards.pdf"}),
        ("(J. O. Lind et al., p. 4)", {"wards.pdf", "damp.pdf"}),
        ("(Lind, Damp 31)", {"damp.pdf"}),
        ("Lind, 31.", {"wards.pdf", "damp.pdf"}),
        ("(Board of Harbours iv)", {"board.pdf"}),
        ("(Institut für Wohnen 7)", {"rents.pdf"}),
        ("(Lighthouses 3)", {"nobody.md"}),
    ],
)
def test_author_alone_names_a_work(note: str, doc_ids: set[str]) -> None:
    assert NAMES.cited(note) == frozenset(doc_ids)


@pytest.mark.parametrize(
    "note", ["(Bär 31)", "(Lind, Stairs 31)", "(Harbours 3)", "Lighthouses 3", "(as Lind says on 3)", "(31)", ""]
)
def test_other_words_name_none(note: str) -> None:
    assert NAMES.cited(note) is None


def test_list_of_references_says_which_work_is_meant() -> None:
    assert NAMES.cited("(Lind, Damp 31)", ReferenceList(LISTED)) == frozenset({"damp.pdf"})
    assert NAMES.cited("(Lind and Bär 31)", ReferenceList(LISTED)) == frozenset({"wards.pdf"})
    assert NAMES.cited("(Lind 31)", ReferenceList(LISTED[:1])) == frozenset({"damp.pdf"})


def test_listed_work_that_is_not_in_the_index_is_no_document() -> None:
    assert NAMES.cited("(Moll 31)", ReferenceList(LISTED)) == frozenset()
    assert NAMES.cited("(Moll 31)") is None


def test_author_is_mentioned_with_a_capital() -> None:
    assert NAMES.mentioned("Bär says that ") == {"wards.pdf"}
    assert NAMES.mentioned("In Lind’s words, ") == {"wards.pdf", "damp.pdf"}
    assert NAMES.mentioned("The Board of Harbours holds that ") == {"board.pdf"}
    assert NAMES.mentioned("Das Institut für Wohnen meint, ") == {"rents.pdf"}
    assert NAMES.mentioned("in lindy places") == frozenset()
