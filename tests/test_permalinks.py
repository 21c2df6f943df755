from reportqa.permalinks import digest_of, document_link


def test_link_of_a_document_keeps_its_folders_and_escapes_the_rest() -> None:
    assert document_link("2016/a b?#%.pdf") == "/documents/2016/a%20b%3F%23%25.pdf"
    assert document_link("a.pdf", 3, 9) == "/documents/a.pdf?start=3&end=9#cited"


def test_digest_is_independent_of_white_space() -> None:
    assert digest_of("Two\n words") == digest_of("Two words ")
    assert digest_of("Two words") != digest_of("Twowords")
    assert len(digest_of("\ud800")) == 16
