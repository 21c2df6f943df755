"""A written paragraph in a briefing: marked as generated, and nothing in it is markup."""

from reportqa.briefings.draft import draft_of_markdown
from reportqa.writing import WrittenParagraph, WrittenSentence, draft_markdown, note_markdown
from reportqa.writing.numbered_sentences import number_sentences
from support.written import passage

PARAGRAPH = WrittenParagraph(
    "How *many*?\n# Other", "a_model*", (WrittenSentence("Costs # rose [by] 3*5 @cite.", (1,)),),
    tuple(number_sentences([passage()])),
)  # fmt: skip


def test_note_begins_with_who_wrote_it() -> None:
    note = note_markdown(PARAGRAPH)
    assert note.startswith("**Generated text.** *Written by a\\_model\\*")
    assert "Costs \\# rose \\[by\\] 3\\*5 \\@cite." in note


def test_draft_has_the_cited_places_as_quotes() -> None:
    draft = draft_of_markdown(draft_markdown(PARAGRAPH))
    assert [request.anchor.span[:3] for request in draft.places] == [("digest.pdf", 0, 54)]
    assert draft.body.splitlines()[0] == "# How \\*many\\*? \\# Other"


def test_no_line_begins_a_list() -> None:
    text = "2016. Costs rose."
    note = note_markdown(WrittenParagraph("?", "m", (WrittenSentence(text, (1,)),), PARAGRAPH.sources))
    assert note.endswith("2016\\. Costs rose.")
