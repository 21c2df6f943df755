from datetime import UTC, datetime

import pytest

from reportqa.errors import ParseError
from reportqa.parsing import parse
from support.outlook import outlook_message

SENT = datetime(2020, 3, 3, 9, 15, tzinfo=UTC)


def test_message_is_read_with_its_attached_files() -> None:
    files = {"beds.csv": b"Town,Beds\nEly,31\n", "odd.xyz": b"x"}
    data = outlook_message("Bed numbers", "Keswick will close 14 beds.", "Dana Reed", SENT, files)
    builder = parse("a.msg", data)
    assert builder.text == (
        "Bed numbers\n\nFrom: Dana Reed\nDate: 03 March 2020 09:15\n\nKeswick will close 14 beds.\n\nbeds.csv\n\n"
        "Ely · Beds: 31"
    )
    assert builder.csl_item["issued"] == {"date-parts": [[2020, 3, 3]]}
    assert ["odd.xyz: can't be read." in thing.text for thing in builder.left_out] == [True]


@pytest.mark.parametrize("cut", [600, 1500, 3000])
def test_damaged_message_is_refused(cut: int) -> None:
    data = outlook_message("Bed numbers", "Keswick will close 14 beds.", "Dana Reed", SENT, {"a.txt": b"Text. " * 300})
    with pytest.raises(ParseError, match="Outlook"):
        parse("a.msg", data[:cut])


def test_what_is_no_outlook_message_is_refused() -> None:
    with pytest.raises(ParseError, match="not a valid Outlook message"):
        parse("a.msg", b"\xd0\xcf\x11\xe0" + bytes(508))
