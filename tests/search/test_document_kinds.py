from typing import Any

import pytest

from reportqa.document import DocumentSummary
from reportqa.search.document_kinds import kinds_in, kinds_of


def summary(doc_id: str, **item: Any) -> DocumentSummary:
    return DocumentSummary(doc_id, "0" * 64, "text/plain", {"title": "Costs", **item}, 0, 1, 10, ())


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        (summary("press-release.html"), "press release"),
        (summary("a/ACME_2022_8K_dated.pdf"), "8-K"),
        (summary("b.txt", title="Form 10-K of Acme"), "10-K"),
        (summary("c.txt", title="Annual report 2020"), "10-K"),
        (summary("d.txt", genre="Blog post"), "blog"),
        (summary("e.html", type="post-weblog"), "blog"),
        (summary("f.pptx"), "presentation"),
        (summary("g.txt", title="Staff survey"), "survey"),
        (summary("h.txt", title="A summary for commissioners"), "summary"),
    ],
)
def test_kind_is_known_from_title_genre_type_and_file_name(document: DocumentSummary, kind: str) -> None:
    assert kind in kinds_of(document)


@pytest.mark.parametrize("doc_id", ["costs.txt", "surveyor.txt", "pressing.txt", "guidelines.txt"])
def test_other_documents_have_no_kind(doc_id: str) -> None:
    assert list(kinds_of(summary(doc_id))) == []


@pytest.mark.parametrize(
    ("question", "kind", "words"),
    [
        ("What does the press release say?", "press release", "press release"),
        ("According to the 2022 10-K, what is owed?", "10-K", "10-K"),
        ("What did Acme's 8k announce?", "8-K", "8k"),
        ("How many feel safe according to the staff survey?", "survey", "survey"),
        ("What is in the summaries?", "summary", "summaries"),
        ("Blog posts on ferries", "blog", "Blog posts"),
    ],
)
def test_kinds_are_named_in_questions(question: str, kind: str, words: str) -> None:
    assert (kind, words) in [(found.name, question[slice(*place)]) for found, place in kinds_in(question)]


@pytest.mark.parametrize("question", ["Did they survey staff?", "Who can guide a ship?", "Letters per page?", "10 km?"])
def test_ordinary_words_name_a_kind_only_after_a_determiner(question: str) -> None:
    assert list(kinds_in(question)) == []
