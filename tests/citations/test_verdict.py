import pytest

from reportqa.citations.record import Anchor
from reportqa.citations.verdict import Elsewhere, Standing, Verdict, sentence, verdict_dict
from reportqa.document import Page

PAGE = (Page(6, "6", 0, 100),)
ANCHOR = Anchor("a.pdf", "", 0, 10, "So it is.", (Page(5, "5", 0, 0),))


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (Verdict(Standing.UNCHANGED, "a.pdf", 0, 10, PAGE), "Verified: found word for word, on p. 6."),
        (Verdict(Standing.MOVED, "a.pdf", 0, 10, PAGE), "Moved: these words are now on p. 6, no longer on p. 5."),
        (Verdict(Standing.MOVED, "b.pdf", 0, 10, PAGE), "Moved: these words are now in b.pdf, p. 6."),
        (Verdict(Standing.CHANGED, "a.pdf", 0, 10, PAGE), "Changed: the words differ, p. 6."),
        (Verdict(Standing.WITHDRAWN, None, 0, 0, ()), "Withdrawn: the document no longer has these words."),
        (
            Verdict(Standing.WITHDRAWN, None, 0, 0, (), missing_document=True, elsewhere=Elsewhere("b", 0, 9, PAGE)),
            "Withdrawn: a.pdf is no longer among the documents. Found in b, p. 6.",
        ),
    ],
)
def test_sentence_says_the_state_and_the_place(verdict: Verdict, expected: str) -> None:
    assert sentence(verdict, ANCHOR) == expected


def test_withdrawn_citation_has_no_place_as_json() -> None:
    made = verdict_dict(Verdict(Standing.WITHDRAWN, None, 3, 5, ()), ANCHOR, None)
    assert (made["state"], made["doc_id"], made["start"], made["cited"]) == ("withdrawn", None, None, "So it is.")
