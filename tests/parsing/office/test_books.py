from support.formats import read, written


def test_properties_of_a_book_are_its_metadata() -> None:
    source = "---\ntitle: The book\nauthor: [Ann Lee, Bob Ray]\nlang: en\n---\n\n# One\n\nWords.\n"
    builder = read("a.epub", written(source, "epub"))
    assert builder.csl_item["title"] == "The book"
    assert [author["literal"] for author in builder.csl_item["author"]] == ["Ann Lee", "Bob Ray"]
    assert "Words." in builder.text
