import io
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest

from reportqa.briefings.office_dates import with_dates

MADE = datetime(2024, 2, 29, 23, 30, tzinfo=UTC)


def zipped(parts: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with ZipFile(written, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize("element", ["dcterms:created", "dcterms:modified", "meta:creation-date", "dc:date"])
@pytest.mark.parametrize("part", ["docProps/core.xml", "meta.xml"])
def test_time_is_set_and_all_other_parts_and_their_order_stay(part: str, element: str) -> None:
    old = f"<{element} a='b'>1970-01-01T00:00:00Z</{element}><dc:title>1970-01-01T00:00:00Z</dc:title>".encode()
    parts = {"mimetype": b"m", part: old, "word/document.xml": old}
    with ZipFile(io.BytesIO(with_dates(zipped(parts), MADE))) as archive:
        assert archive.namelist() == list(parts)
        assert archive.read("word/document.xml") == old
        assert archive.read(part) == old.replace(b"1970-01-01T00:00:00Z", b"2024-02-29T23:30:00Z", 1)
