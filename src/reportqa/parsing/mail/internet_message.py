"""Internet messages by the standard library.

Source: https://www.rfc-editor.org/rfc/rfc5322
"""

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage, Message
from itertools import islice

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import decode
from reportqa.parsing.mail.message import Mail
from reportqa.parsing.members import Read

_FIELDS = {"from": "From", "to": "To", "cc": "Cc", "date": "Date", "sent": "Date", "attachments": "Attachments"}
_MBOX = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*From \S+ .*\n")
_MAX_PARTS = 2000
_SUFFIXES = {"text/calendar": ".ics", "application/pdf": ".pdf", "text/csv": ".csv"}


def parse(data: bytes, read: Read) -> DocumentBuilder:
    """Read an internet message and its attached files; parts that are damaged are named.

    :raises ParseError: when it is not one, or has no text.
    """
    data = _MBOX.sub(b"", data).removeprefix(b"\xef\xbb\xbf").lstrip()
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise ParseError("is not a mail: it has no fields (From:, To:, Subject:). Save it again as .eml.")
    mail = Mail(subject=_field(message, "subject"), sender=_field(message, "from"))
    mail.date = _field(message, "date") or _field(message, "sent")
    mail.fields = [(shown, _field(message, name)) for name, shown in _FIELDS.items()]
    others = sorted({name for name in message if name.lower() not in {*_FIELDS, "subject"}})
    mail.left_out.append(("mail fields", ", ".join(others)))
    parts = list(islice(_parts(message), _MAX_PARTS + 1))
    if len(parts) > _MAX_PARTS:
        mail.warnings.append(f"Only the first {_MAX_PARTS:,} parts of the mail are read.")
    for part in parts[:_MAX_PARTS]:
        _read_part(part, mail)
    return mail.write(read)


def _parts(part: Message) -> Iterator[Message]:
    """Yield the parts of a mail, not those of mails that are attached to it, which are read as files."""
    if part.is_multipart() and part.get_content_type() != "message/rfc822":
        for inner in part.iter_parts() if isinstance(part, EmailMessage) else ():
            yield from _parts(inner)
    else:
        yield part


def _read_part(part: Message, mail: Mail) -> None:
    kind, name = part.get_content_type(), part.get_filename()
    if kind == "message/rfc822":
        inner = part.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], Message):
            title = str(inner[0].get("subject") or "attached mail")
            mail.files.append((name or f"{title}.eml", inner[0].as_bytes()))
        return
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        mail.warnings.append(f"A part of the mail ({kind}) is damaged and not read.")
        return
    is_text = not name and part.get_content_disposition() != "attachment"
    if is_text and kind == "text/plain":
        mail.plain = "\n\n".join(filter(None, (mail.plain, _text(data, part.get_content_charset()))))
    elif is_text and kind == "text/html":
        mail.html += _text(data, part.get_content_charset()).encode("utf-8", "replace")
    elif part.get("content-id") and kind.startswith("image/"):
        mail.left_out.append(("picture", name or kind))
    elif data.strip():
        mail.files.append((name or f"part{_SUFFIXES.get(kind, '')}", data))


def _text(data: bytes, charset: str | None) -> str:
    """Return the text of a part, empty if it has none."""
    try:
        return decode(data, charset) if data.strip() else ""
    except ParseError:
        return data.decode("utf-8", "replace")


def _field(message: EmailMessage, name: str) -> str:
    """Return the value of a field; one that is damaged as it is written."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    if any("\udc80" <= letter <= "\udcff" for letter in raw):
        # Letters that are not encoded, as in mail saved as text.
        return " ".join(decode(raw.encode("utf-8", "surrogateescape")).split())
    try:
        return " ".join(str(message.get(name) or "").split())
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError):
        return " ".join(raw.split())
