import pytest

from reportqa.ingest.omission_advice import advice_on


@pytest.mark.parametrize(
    ("kind", "advice"),
    [
        ("hidden text", "make it visible"),
        ("text in the colour of its background", "make it visible"),
        ("hidden file", "rename it"),
        ("attached file", "save it in the corpus folder"),
        ("tracked deletion", "reject the change"),
        ("comment", "write it into the text"),
        ("part in HTML", "save the file in another format"),
        ("page that is a picture", "--ocr"),
    ],
)
def test_kind_that_may_be_content_has_advice(kind: str, advice: str) -> None:
    assert advice in advice_on(kind)


@pytest.mark.parametrize("kind", ["running header", "page number", "menu", "contents entry"])
def test_kind_that_is_no_content_has_none(kind: str) -> None:
    assert advice_on(kind) == ""
