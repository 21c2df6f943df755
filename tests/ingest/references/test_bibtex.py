from reportqa.ingest.references.bibtex import split

BOOK = "@book{rosen2016, title = {Is Scale Working}, file = {:a.pdf:PDF}}"


def test_entries_come_with_key_and_file_and_titles_keep_their_case() -> None:
    common, (entry,) = split(f"@string{{nt = {{Nuffield}}}}\n@comment{{not an entry}}\n{BOOK}")
    assert common == "@string{nt = {Nuffield}}"
    assert (entry.key, entry.file) == ("rosen2016", ":a.pdf:PDF")
    assert "{{Is Scale Working}}" in entry.source


def test_entry_without_a_closing_brace_does_not_lose_the_next() -> None:
    _, entries = split(f"@book{{broken, title = {{Half\n\n{BOOK}")
    assert [entry.key for entry in entries] == ["broken", "rosen2016"]


def test_quoted_values_and_entries_without_a_key_are_read() -> None:
    _, (entry,) = split('@misc{, title = "A {"}quoted{"} word", file = "b.pdf"}')
    assert (entry.key, entry.file) == ("", "b.pdf")
