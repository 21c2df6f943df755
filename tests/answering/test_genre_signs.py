import pytest

from reportqa.answering.genre_signs import denies, heading_sign, sentence_sign
from reportqa.search import GENRES, Genre

HEADINGS: dict[Genre, str] = {
    "recommendation": "Recommendations for councils",
    "limitation": "What we did not look at",
    "opinion": "What anglers told us",
    "summary": "Key findings",
    "aim": "Aims of the scheme",
    "reason": "Why the mills closed",
    "benefit": "Benefits for anglers",
    "drawback": "Risks",
    "challenge": "What got in the way",
    "effect": "Impact on fish",
}
SENTENCES: dict[Genre, str] = {
    "recommendation": "Councils should open the weir.",
    "limitation": "The counts should be read with caution.",
    "opinion": "Anglers feared for the trout.",
    "summary": "We found that eels came back.",
    "aim": "The scheme aimed to bring back eels.",
    "reason": "They closed because coal was cheaper.",
    "benefit": "Anglers gained two miles of river.",
    "drawback": "Critics reply that it floods the fields.",
    "challenge": "Finding divers was difficult.",
    "effect": "The number of eels doubled.",
}


@pytest.mark.parametrize("genre", GENRES)
def test_heading_and_sentence_of_a_genre_are_recognised(genre: Genre) -> None:
    assert heading_sign(genre, HEADINGS[genre]) > 0
    assert sentence_sign(genre, SENTENCES[genre]) == 1.0


@pytest.mark.parametrize("genre", GENRES)
def test_plain_heading_and_statement_announce_nothing(genre: Genre) -> None:
    assert heading_sign(genre, "The river Alder") == 0
    assert sentence_sign(genre, "The river Alder rises in Oakham.") == 0


@pytest.mark.parametrize("genre", GENRES)
def test_question_says_nothing(genre: Genre) -> None:
    assert sentence_sign(genre, f"{SENTENCES[genre][:-1]}?") == 0


@pytest.mark.parametrize(
    "sentence",
    [
        "This may improve water quality.",
        "The scheme aims to improve water quality.",
        "Results should be interpreted cautiously when judging whether quality improved.",
    ],
)
def test_hope_or_caution_is_less_of_an_effect_than_a_finding(sentence: str) -> None:
    assert sentence_sign("effect", sentence) < sentence_sign("effect", "Water quality improved.")


def test_denied_change_answers_whether_it_changed() -> None:
    sentence = "There was no evidence of any change."
    assert denies(sentence)
    assert sentence_sign("reason", sentence, change=True) == 1.0
    assert sentence_sign("reason", sentence) == 0.0
