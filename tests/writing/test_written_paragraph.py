"""What is shown of a paragraph."""

from reportqa.writing import WrittenParagraph, WrittenSentence, paragraph_text
from reportqa.writing.numbered_sentences import number_sentences
from support.written import passage

PARAGRAPH = WrittenParagraph(
    "How many?", "m",
    (
        WrittenSentence("GP Care was founded in 2006.", (3,)),
        WrittenSentence("Visit us.", (), ("It cites no sentence.",)),
        WrittenSentence("Modality had 87,556 patients.", (1, 3)),
    ),
    tuple(number_sentences([passage()])),
    900, 100, 10,
)  # fmt: skip


def test_cited_sentences_are_numbered_in_order_of_citation() -> None:
    assert [one.number for one in PARAGRAPH.cited] == [3, 1]
    assert paragraph_text(PARAGRAPH) == "GP Care was founded in 2006. [s1] Modality had 87,556 patients. [s2][s1]"


def test_what_is_struck_out_is_counted_and_not_printed() -> None:
    shown = PARAGRAPH.to_dict()
    assert shown["struck"] == [{"reasons": ["It cites no sentence."]}]
    assert "Visit" not in str(shown)
    assert PARAGRAPH.summary == "1 sentence struck out. 110 tokens used, of at most 900."


def test_the_object_marks_it_as_generated() -> None:
    shown = PARAGRAPH.to_dict()
    assert shown["generated"] is True
    assert shown["note"].startswith("Written by m from the cited passages")
    assert [one["cites"] for one in shown["sentences"]] == [[1], [2, 1]]
    assert [one["number"] for one in shown["cited"]] == [1, 2]
