from reportqa.document import Passage, Sentence
from reportqa.search.hit import Hit


def test_text_of_a_sentence_is_a_slice_of_the_hit() -> None:
    passage = Passage("a.pdf", 100, 110, 0, "", "", (Sentence(100, 104), Sentence(105, 110)))
    hit = Hit(0, passage, "One. Two..", 1.0, {}, {}, (0.1, 0.2))
    assert [hit.text_of(sentence) for sentence in passage.sentences] == ["One.", "Two.."]
