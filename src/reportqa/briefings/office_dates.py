"""The day of making in Word and OpenDocument files: pandoc knows no clock in its sandbox and writes 1970."""

import io
import re
from datetime import UTC, datetime
from zipfile import ZipFile

_PARTS = ("docProps/core.xml", "meta.xml")
_NO_TIME = re.compile(rb"1970-01-01T00:00:00Z(?=</(?:dcterms:created|dcterms:modified|meta:creation-date|dc:date)>)")


def with_dates(document: bytes, made: datetime) -> bytes:
    """Return a Word or OpenDocument file that says when it was made; its other parts stay as they are."""
    stamp = f"{made.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
    written = io.BytesIO()
    with ZipFile(io.BytesIO(document)) as source, ZipFile(written, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            target.writestr(part, _NO_TIME.sub(stamp, content) if part.filename in _PARTS else content)
    return written.getvalue()
