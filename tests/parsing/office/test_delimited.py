import pytest

from support.formats import read


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_cells_of_a_csv_are_written_with_their_headers(delimiter: str, encoding: str) -> None:
    lines = [["Practice", "Région", "Note"], ["North, end", "É", "a; b"], ["South", "O", ""], ["East", "P", "c"]]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    builder = read("a.csv", text.encode(encoding))
    assert builder.text == "North, end · Région: É · Note: a; b\nSouth · Région: O\nEast · Région: P · Note: c"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Code,Name\n="00123",Avon\n="00456",Bure\n', "Code: 00123 · Name: Avon\nCode: 00456 · Name: Bure"),
        ('Code,Name\n"=""00123""",Avon\n', "Code: 00123 · Name: Avon"),
        ("sep=;\r\nTrust;Beds\r\nAvon;1.204,50\r\n", "Avon · Beds: 1.204,50"),
        ('"sep=|"\nTrust|Beds\nAvon|12, 13\n', "Avon · Beds: 12, 13"),
        ('Trust,Note\nAvon,"Closed,\nopened again"\n', "Avon · Note: Closed, opened again"),
        ("Trust;Note\n'Avon; Ely';b\n'Bure';c\n", "Avon; Ely · Note: b\nBure · Note: c"),
        ('Trust,Note\nAvon,"said \\"no\\", twice"\n', 'Avon · Note: said "no", twice'),
        ('Trust,Size\nAvon,5" pipe\n', 'Avon · Size: 5" pipe'),
        ("Region,5-9\nAvon,1310\nBure,1011\n", "Avon · 5-9: 1310\nBure · 5-9: 1011"),
        ("Trust,Beds\r\r\nAvon,12\r\r\nBure,14\r\r\n", "Avon · Beds: 12\nBure · Beds: 14"),
        ("Trust,Beds\n\nAvon,12\n\nBure,14\n\n", "Avon · Beds: 12\nBure · Beds: 14"),
        ("1.5,2.5\n3.5,4.5\n", "1.5 · 2.5\n3.5 · 4.5"),
    ],
)
def test_variants_of_csv(text: str, expected: str) -> None:
    assert read("a.csv", text.encode()).text == expected


def test_quotation_mark_that_is_not_closed_loses_nothing() -> None:
    builder = read("a.csv", b'Trust,Note\nAvon,"open\nBure,b\n')
    assert builder.text == 'Avon · Note: "open\nBure · Note: b'
    assert len(builder.warnings) == 1
