from dataclasses import replace

import pytest

from reportqa.citations.pandoc import Node, inlines
from reportqa.citations.public_links import link_citation, public_link
from reportqa.citations.works import SourcedQuote
from reportqa.document import Page
from support.cited import WEB, quotation

ADDRESS = "https://example.org/waiting"
LONG = "One two-three, four & five six.\nSeven eight\nnine ten eleven twelve – thirteen"


def taken(doc_id: str, url: str | None, quote: str = "So it was, 5% & more", physical: int = 0) -> SourcedQuote:
    made = quotation(WEB, (Page(physical, "iv", 0, 9),) if physical else (), quote)
    return replace(made, citation=replace(made.citation, doc_id=doc_id, url=url))


@pytest.mark.parametrize(
    ("made", "link"),
    [
        (taken("a.html", ADDRESS), f"{ADDRESS}#:~:text=So%20it%20was%2C%205%25%20%26%20more"),
        (taken("a.HTM", f"{ADDRESS}#top"), f"{ADDRESS}#top:~:text=So%20it%20was%2C%205%25%20%26%20more"),
        (
            taken("a.html", ADDRESS, LONG),
            f"{ADDRESS}#:~:text=One%20two%2Dthree%2C%20four%20%26%20five,ten%20eleven%20twelve%20%E2%80%93%20thirteen",
        ),
        (taken("a.pdf", "https://example.org/a.PDF?x=1#z", physical=7), "https://example.org/a.PDF?x=1#page=7"),
        (taken("a.pdf", ADDRESS, physical=7), ""),
        (taken("a.html", "https://example.org/a.pdf"), ""),
        (taken("a.docx", ADDRESS), ""),
        (taken("a.html", "ftp://example.org/a"), ""),
        (taken("a.html", "javascript:alert(1)"), ""),
        (taken("a.html", None), ""),
        (replace(taken("a.html", ADDRESS), rows="Ashby [Nurses] 12"), ""),
    ],
)
def test_address_leads_to_the_words_or_to_the_page(made: SourcedQuote, link: str) -> None:
    assert public_link(made) == link


def cite(*content: Node) -> Node:
    return {"t": "Cite", "c": [[], list(content)]}


def linked(text: str, target: str) -> Node:
    return {"t": "Link", "c": [["", [], []], inlines(text), [target, ""]]}


def test_citation_in_the_text_is_a_link() -> None:
    made = taken("a.html", ADDRESS, "So it was")
    assert link_citation([*inlines(" "), cite(*inlines("(NHS, 2021)"))], made) == [
        *inlines(" "),
        cite(linked("(NHS, 2021)", f"{ADDRESS}#:~:text=So%20it%20was")),
    ]
    assert link_citation([cite(*inlines("(NHS)"))], taken("a.docx", ADDRESS)) == [cite(*inlines("(NHS)"))]


def test_link_of_a_note_to_its_work_leads_to_the_words_and_others_stay() -> None:
    note = {
        "t": "Note",
        "c": [{"t": "Para", "c": [*inlines("NHS, "), linked(ADDRESS, ADDRESS), linked("x", "https://x.org")]}],
    }
    (made,) = link_citation([cite(note)], taken("a.html", ADDRESS, "So it was"))
    (block,) = made["c"][1][0]["c"]
    assert [node["c"][2][0] for node in block["c"] if node["t"] == "Link"] == [
        f"{ADDRESS}#:~:text=So%20it%20was",
        "https://x.org",
    ]
